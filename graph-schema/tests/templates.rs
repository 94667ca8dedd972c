//! Tests of templates as the API pages write them: the arguments that they take, and the mistakes in them.

use graph_schema::syntax::template::{ArgumentValue, PlaceholderKind, SegmentKind, Target, Template};

/// Returns the arguments of a template's constructor: `userId: UserId`, `text: ''`, `value: _` or `path: /`.
fn arguments(text: &str) -> Vec<String> {
    let template = Template::parse(text);
    assert!(template.flaws().is_empty(), "{text}: {:?}", template.flaws());
    let shown = template.placeholders().map(|placeholder| {
        let kind = match &placeholder.kind {
            PlaceholderKind::Id(id) => id,
            PlaceholderKind::Text => "''",
            PlaceholderKind::Value => "_",
            PlaceholderKind::Path => "/",
        };
        format!("{}: {kind}", placeholder.name)
    });
    shown.collect()
}

/// Returns the messages of the mistakes in a template, each with the text that it underlines.
fn flaws(text: &str) -> Vec<(&str, String)> {
    let parsed = Template::parse(text);
    parsed.flaws().iter().map(|flaw| (text.get(flaw.range.clone()).unwrap_or_default(), flaw.message.clone())).collect()
}

fn name(text: &str) -> String {
    Template::parse(text).constructor_name().unwrap_or_default()
}

#[test]
fn every_spelling_of_a_placeholder_names_one_id_type() {
    for spelling in ["userId", "user-id", "user_id", "user id", "UserId", "user-id | user-principal-name", "id | userId"] {
        assert_eq!(arguments(&format!("/users/{{{spelling}}}")), ["userId: UserId"], "{spelling}");
    }
    assert_eq!(
        arguments("/teams/{team-id}/channels/{channel_id}/tabs/{tab id}"),
        ["teamId: TeamId", "channelId: ChannelId", "tabId: TabId"]
    );
}

#[test]
fn a_placeholder_without_a_name_of_its_own_is_named_after_the_segment_before() {
    for spelling in ["id", "id|name", "id | userPrincipalName", "user", "name", "id1", "self"] {
        assert_eq!(arguments(&format!("/users/{{{spelling}}}")), ["userId: UserId"], "{spelling}");
    }
    assert_eq!(arguments("/me/people/{id}"), ["personId: PersonId"]);
    assert_eq!(arguments("/shares/{shareIdOrEncodedSharingUrl}"), ["shareId: ShareId"]);
    assert_eq!(arguments("/a/{aId}/microsoft.graph.deviceStatuses/{id}/$ref"), ["aId: AId", "deviceStatusId: DeviceStatusId"]);
    assert_eq!(
        arguments("/workbook/worksheets/{id|name}/charts/{name}/series/{undefined}"),
        ["worksheetId: WorksheetId", "chartId: ChartId", "seriesId: SeriesId"]
    );
    assert_eq!(arguments("/users/{id}/{id}"), ["userId: UserId", "userId: UserId"]);
}

#[test]
fn a_placeholder_in_parentheses_is_a_text_a_value_or_a_key() {
    assert_eq!(arguments("/drive/root/search(q='{search-text}')"), ["searchText: ''"]);
    assert_eq!(arguments("/range(address='<address>')/clear"), ["address: ''"]);
    assert_eq!(arguments("/applications(appId='{appId}')"), ["appId: ''"]);
    assert_eq!(arguments("/users('{id}')/manager"), ["id: ''"]);
    assert_eq!(arguments("/users({id})/manager"), ["userId: UserId"]);
    assert_eq!(arguments("/me/calendarView(startDateTime={start},endDateTime={end})"), ["start: _", "end: _"]);
    assert_eq!(arguments("/reports/getActivity(period='D7',date={date_value})"), ["dateValue: _"]);
    assert_eq!(arguments("/range/rowsAbove(count=n)"), ["n: _"]);
    assert_eq!(arguments("/me/reminderView(startDateTime=startDateTime-value)"), ["startDateTimeValue: _"]);
    assert_eq!(arguments("/me/notebooks/getRecent(personal=true,count=3,since=2026-01-31,x=null)"), [""; 0]);
    assert_eq!(arguments("/directoryRoles/roleTemplateId={roleTemplateId}"), ["roleTemplateId: RoleTemplateId"]);
}

#[test]
fn the_segments_say_what_is_in_parentheses() {
    let template = Template::parse("/users('{id}')/microsoft.graph.range(address='<address>',valuesOnly=true)/delta()");
    let [users, range, delta] = template.segments() else { panic!("{template:?}") };
    let SegmentKind::Call(key) = &users.kind else { panic!("{users:?}") };
    assert!(key[0].quoted && key[0].name.is_none() && key[0].placeholder().is_some());
    let SegmentKind::Call(arguments) = &range.kind else { panic!("{range:?}") };
    assert_eq!(range.name, "microsoft.graph.range");
    assert_eq!(&template.text()[arguments[0].range.clone()], "address='<address>'");
    assert_eq!(arguments[1].name.as_deref(), Some("valuesOnly"));
    assert_eq!(arguments[1].value, ArgumentValue::Literal("true".to_owned()));
    assert_eq!((delta.name.as_str(), &delta.kind), ("delta", &SegmentKind::Call(Vec::new())));
    assert_eq!(template.target(), Target::Delta);
    assert_eq!(template.shape(), "/users('{}')/microsoft.graph.range(address='{}',valuesOnly=true)/delta()");
    assert!(template.canonical().contains("(address='{address}',valuesOnly=true)"));
}

#[test]
fn the_path_of_an_item_begins_after_a_colon() {
    assert_eq!(arguments("/drives/{drive-id}/root:/{item-path}:/content"), ["driveId: DriveId", "itemPath: /"]);
    assert_eq!(arguments("/drives/{drive-id}/root:/{item-path}"), ["driveId: DriveId", "itemPath: /"]);
    assert_eq!(arguments("/drive/items/{parent-id}:/{filename}:/content"), ["parentId: ParentId", "filename: /"]);
    assert_eq!(
        arguments("/sites/{hostname}:/{relative-path}:/lists/{id}"),
        ["siteId: SiteId", "relativePath: /", "listId: ListId"]
    );
    assert_eq!(
        flaws("/drive/items/{itemId}:"),
        [(":", "`:` begins the path of an item: remove it, or write `:/{itemPath}`".to_owned())]
    );
}

#[test]
fn a_default_name_says_the_suffix_and_the_alternate_key() {
    assert_eq!(name("/groups/{id}/members/$ref"), "members_ref");
    assert_eq!(name("/groups/{id}/members/{id}/$ref"), "member_ref");
    assert_eq!(name("/groups/{id}/$ref"), "group_ref");
    assert_eq!(name("/users/{id}/photo/$value"), "photo_value");
    assert_eq!(name("/me/photos/{size}/$value"), "photo_value");
    assert_eq!(name("/users/$count"), "users_count");
    assert_eq!(name("/groups/{id}/members/microsoft.graph.user/$count"), "members_user_count");
    assert_eq!(name("/users/delta"), "users_delta");
    assert_eq!(name("/users/delta()"), "users_delta");
    assert_eq!(name("/users/{id}/messages/delta"), "messages_delta");
    assert_eq!(name("/groups(uniqueName='{uniqueName}')"), "by_unique_name");
    assert_eq!(name("/groups(uniqueName='{uniqueName}')/owners"), "owners");
    assert_eq!(name("/reports/getActivity(period='{period}')"), "get_activity");
    assert_eq!(name("/me/drive/root:/{item-path}:/content"), "content");
    assert_eq!(name("/users('{id}')"), "users");
}

#[test]
fn a_refused_template_says_what_to_write() {
    let cases = [
        ("/range(address='{address}", "address='{address}'"),
        ("/range(address={address}", "range(address={address})"),
        ("/range(address='{address}')x", "range(address='{address}')"),
        ("/range(address=\"{address}\")", "address='{address}'"),
        ("/search(q='x{text}')", "'{text}'"),
        ("/search(q={text}x)", "{text}"),
        ("/teams/(team-id)/channels", "{teamId}"),
        ("/users/{1}", "{userId}"),
        ("/users/{*}", "{userId}"),
        ("/users/{userId?}", "{userId}"),
        ("/users/<id>", "{id}"),
    ];
    for (text, write) in cases {
        let found = flaws(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert!(found[0].1.ends_with(&format!("write `{write}`")), "{text}: {found:?}");
        if write.starts_with('{') && !text.contains('(') {
            let fixed = text.replace(found[0].0, write).replace("{{", "{").replace("}}", "}");
            assert!(flaws(&fixed).is_empty(), "{fixed}: {:?}", flaws(&fixed));
        }
    }
}

#[test]
fn other_surplus_text_is_named() {
    for (text, part) in [
        ("/users/{id}/...", "..."),
        ("~/users/{id}", "~"),
        ("https://graph.microsoft.com/v1.0/users/{id}", "https://graph.microsoft.com/v1.0"),
        ("/users/{id}/calendarView?startDateTime={start}", "?startDateTime={start}"),
        ("/education/classes/acdefc6b-2dc6-4e71-b1e9-6d9810ab1793/members", "acdefc6b-2dc6-4e71-b1e9-6d9810ab1793"),
        ("/users/{id}/", "/"),
    ] {
        assert_eq!(flaws(text).iter().map(|flaw| flaw.0).collect::<Vec<_>>(), [part], "{:?}", flaws(text));
    }
}

proptest::proptest! {
    #[test]
    fn any_text_is_parsed_and_its_mistakes_are_inside_it(
        text in "(/?[a-zA-Z0-9{}()<>='\",:|$ ~.#?%é/_-]{0,8}){0,6}",
    ) {
        let template = Template::parse(&text);
        for flaw in template.flaws() {
            let is_inside = text.get(flaw.range.start..flaw.range.end.min(text.len())).is_some();
            proptest::prop_assert!(is_inside && !flaw.message.is_empty(), "{:?}", flaw);
        }
        if template.flaws().is_empty() {
            let canonical = Template::parse(&template.canonical());
            proptest::prop_assert!(canonical.flaws().is_empty(), "{}", canonical.text());
            proptest::prop_assert_eq!(canonical.shape(), template.shape());
            proptest::prop_assert_eq!(canonical.constructor_name(), template.constructor_name());
            let kinds = |template: &Template| {
                template.placeholders().map(|one| (one.name.clone(), one.kind.clone())).collect::<Vec<_>>()
            };
            proptest::prop_assert_eq!(kinds(&canonical), kinds(&template));
            // The constructors of paths find the placeholders of the canonical text at these positions.
            for placeholder in template.placeholders() {
                let braced = format!("{{{}}}", placeholder.text);
                proptest::prop_assert_eq!(canonical.text().get(placeholder.range.clone()), Some(braced.as_str()));
            }
        }
    }
}
