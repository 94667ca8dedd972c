//! Tests the result of `Schema::resolve` for every right and wrong way to write a path template.
#![allow(clippy::unwrap_used, clippy::panic)]

use graph_schema::syntax::excerpt::underline;
use graph_schema::{Elision, PathFailure, PathReason, Resolution, Schema};

const SCHEMA: &str = "\
graph-schema 1
namespace microsoft.graph
alias graph microsoft.graph
alias self microsoft.graph.security

set directoryObjects directoryObject
set drives drive
set users user
singleton me user

abstract entity directoryObject key id
  id String

entity drive key id
  id String
  items -> [driveItem]

entity driveItem key id
  id String
  workbook -> workbook

entity group : directoryObject
  members -> [directoryObject]
  owner -> user

complex mailboxSettings
  archive String?
  working -> workingHours

entity microsoft.graph.security.alert key id
  id String

entity microsoft.graph.security.incident : microsoft.graph.security.alert

entity table key id
  id String

entity team : directoryObject
  owner -> group

entity user : directoryObject
  displayName String?
  mailboxSettings mailboxSettings?
  phones [String]
  alerts -> [microsoft.graph.security.alert]
  manager -> directoryObject

entity workbook key id
  id String
  tables -> [table]
  first() -> table
  range() -> workbookRange

entity workbookRange key id
  id String
  [].itemAt() -> workbookRange

entity workingHours key id
  id String
";

fn resolve(template: &str, entity: Option<&str>) -> Resolution {
    SCHEMA.parse::<Schema>().unwrap().resolve(template, entity)
}

fn resolves(template: &str, entity: &str) {
    assert_eq!(resolve(template, Some(entity)), Resolution::Resolves, "{template} to {entity}");
}

fn fails(template: &str, entity: Option<&str>) -> (String, PathFailure) {
    match resolve(template, entity) {
        Resolution::Fails(failure) => {
            let help = failure.help().map_or(String::new(), |help| format!("; {help}"));
            (format!("{}\n{}{help}", underline(template, &failure.segment), failure.message(template)), failure)
        }
        other => panic!("{template}: {other:?}"),
    }
}

fn message(template: &str, entity: Option<&str>) -> String {
    fails(template, entity).0
}

#[test]
fn sets_take_a_key_and_singletons_none() {
    resolves("/users/{userId}", "microsoft.graph.user");
    resolves("/me", "microsoft.graph.user");
    resolves("/me/manager", "microsoft.graph.user");
    resolves("/drives/{driveId}/items/{driveItemId}/workbook", "workbook");
}

#[test]
fn a_key_may_stand_in_parentheses() {
    resolves("/users('{userId}')", "user");
    resolves("/users(userPrincipalName='{upn}')/manager", "user");
    resolves("/drives/{driveId}/items('{driveItemId}')/workbook", "workbook");
}

#[test]
fn the_last_type_is_the_entity_or_a_base_of_it() {
    resolves("/directoryObjects/{directoryObjectId}", "user");
    resolves("/me/manager", "directoryObject");
    assert_eq!(
        message("/me/manager", Some("drive")),
        "/me/manager\n    ^^^^^^^\nthe path leads to `directoryObject`, which is neither `drive` nor a base of it"
    );
    let (_, failure) = fails("/users/{userId}", Some("directoryObject"));
    assert_eq!(failure.reason, PathReason::WrongEnd { leads_to: "user".into(), entity: "directoryObject".into() });
}

#[test]
fn casts_go_to_derived_types_only_by_namespace_or_alias() {
    resolves("/directoryObjects/{directoryObjectId}/microsoft.graph.group/members/{directoryObjectId}", "user");
    resolves("/directoryObjects/{directoryObjectId}/graph.group/owner", "user");
    resolves("/directoryObjects/microsoft.graph.user/{userId}", "user");
    resolves("/me/alerts/{alertId}/self.incident", "microsoft.graph.security.incident");
    assert_eq!(
        message("/me/microsoft.graph.group", None),
        "/me/microsoft.graph.group\n    ^^^^^^^^^^^^^^^^^^^^^\n`microsoft.graph.group` does not derive from `user`"
    );
    assert!(matches!(fails("/me/microsoft.graph.user", None).1.reason, PathReason::NotDerived { .. }));
    assert!(matches!(fails("/me/microsoft.graph.directoryObject", None).1.reason, PathReason::NotDerived { .. }));
    assert_eq!(
        message("/directoryObjects/{directoryObjectId}/microsoft.graph.gruop", None),
        "/directoryObjects/{directoryObjectId}/microsoft.graph.gruop\n                                      ^^^^^^^^^^^^^^^^^^^^^\n\
         the schema has no type `microsoft.graph.gruop`; did you mean `microsoft.graph.group`?"
    );
}

#[test]
fn paths_lead_through_complex_values_and_functions() {
    resolves("/me/mailboxSettings", "mailboxSettings");
    resolves("/me/mailboxSettings/working", "workingHours");
    let workbook = "/drives/{driveId}/items/{driveItemId}/workbook";
    resolves(&format!("{workbook}/range(address='A1')"), "workbookRange");
    resolves(&format!("{workbook}/microsoft.graph.range(address='{{address}}')"), "workbookRange");
    resolves(&format!("{workbook}/first()"), "table");
    assert!(matches!(fails("/me/displayName", None).1.reason, PathReason::IsProperty { .. }));
    assert!(matches!(fails("/me/phones", None).1.reason, PathReason::IsProperty { .. }));
    assert_eq!(
        message("/me/displayName", None),
        "/me/displayName\n    ^^^^^^^^^^^\n`displayName` is a property of `user`, not a navigation property"
    );
    let (_, failure) = fails(&format!("{workbook}/range/itemAt"), None);
    assert!(matches!(failure.reason, PathReason::UnknownSegment { .. }), "bound to a collection");
}

#[test]
fn keys_follow_collections_and_nothing_else() {
    assert_eq!(message("/me/{userId}", None), "/me/{userId}\n    ^^^^^^^^\na key cannot follow a single `user`; remove it");
    assert_eq!(
        message("/users/{userId}/{userId}/manager", None),
        "/users/{userId}/{userId}/manager\n                ^^^^^^^^\na key cannot follow a single `user`; remove it"
    );
    assert_eq!(
        message("/users/manager", None),
        "/users/manager\n       ^^^^^^^\n`manager` follows a collection of `user` without a key; write the key `{userId}` before it"
    );
    assert_eq!(
        message("/me/alerts", None),
        "/me/alerts\n    ^^^^^^\nthe path ends at a collection of `microsoft.graph.security.alert`; add the key, `/{alertId}`"
    );
}

#[test]
fn unknown_names_come_with_the_nearest() {
    assert_eq!(
        message("/user/{userId}", None),
        "/user/{userId}\n ^^^^\n`user` is neither an entity set nor a singleton; did you mean `users`?"
    );
    assert_eq!(
        message("/me/manger", None),
        "/me/manger\n    ^^^^^^\n`manger` is not a navigation property of `user`; did you mean `manager`?"
    );
    assert!(
        message("/directoryObjects/{directoryObjectId}/member", None).ends_with("did you mean `members`?"),
        "of a derived type"
    );
    assert!(message("/me/calendar", None).ends_with("pack the schema again with `--paths` naming this template"));
    assert!(
        message("/me", Some("usre"))
            .ends_with("the schema has no type `microsoft.graph.usre`; did you mean `microsoft.graph.user`?")
    );
    assert!(message("/me", Some("calendar")).ends_with("pack it again with `--types` naming this one too"));
}

#[test]
fn a_malformed_template_fails_at_its_mistake() {
    for (template, part, expected) in [
        ("", 0..0, "a path that begins with `/`"),
        ("users/{userId}", 0..5, "a path that begins with `/`"),
        ("** Entity URI not found", 0..23, "a path that begins with `/`"),
        ("/", 0..1, "a segment after `/`"),
        ("/users//manager", 6..7, "a segment after `/`"),
        ("/users/{userId}/", 15..16, "a segment after `/`"),
        ("/users/{userId", 7..14, "a name, or a placeholder as in `{fooId}`"),
        ("/users/{}", 7..9, "a name, or a placeholder as in `{fooId}`"),
        ("/users/{a}{b}", 7..13, "a name, or a placeholder as in `{fooId}`"),
        ("/users?$top=1", 6..13, "a segment without blanks, `?` and `#`"),
        ("/users /manager", 6..7, "a segment without blanks, `?` and `#`"),
    ] {
        let (_, failure) = fails(template, None);
        assert_eq!((failure.segment, failure.reason), (part, PathReason::Malformed(expected)), "{template}");
    }
}

#[test]
fn an_elided_cast_names_the_types_that_declare_the_segment() {
    let template = "/directoryObjects/{directoryObjectId}/owner";
    let expected = Elision {
        segment: 38..43,
        name: "owner".into(),
        on: "directoryObject".into(),
        candidates: vec!["microsoft.graph.group".into(), "microsoft.graph.team".into()],
    };
    let strict = "/directoryObjects/{directoryObjectId}/microsoft.graph.group/owner".to_owned();
    assert_eq!(resolve(template, None), Resolution::ElidesCast { elisions: vec![expected.clone()], strict });
    assert_eq!(
        expected.to_string(),
        "`owner` is not declared on `directoryObject`, only on 2 types that derive from it; \
         write `microsoft.graph.group/owner` (or the cast to `microsoft.graph.team`)"
    );
}

#[test]
fn only_casts_that_lead_to_the_entity_are_candidates() {
    let Resolution::ElidesCast { elisions, strict } = resolve("/directoryObjects/{directoryObjectId}/owner", Some("group"))
    else {
        panic!()
    };
    assert_eq!(elisions[0].candidates, ["microsoft.graph.team"]);
    assert_eq!(strict, "/directoryObjects/{directoryObjectId}/microsoft.graph.team/owner");
    assert!(matches!(fails("/directoryObjects/{directoryObjectId}/owner", Some("drive")).1.reason, PathReason::WrongEnd { .. }));
}

#[test]
fn a_template_may_lack_several_casts() {
    let template = "/directoryObjects/{directoryObjectId}/owner/manager/owner";
    let Resolution::ElidesCast { elisions, strict } = resolve(template, Some("user")) else { panic!() };
    assert_eq!(elisions.len(), 2);
    assert_eq!(strict, "/directoryObjects/{directoryObjectId}/microsoft.graph.group/owner/manager/microsoft.graph.group/owner");
    assert_eq!(resolve(&strict, Some("user")), Resolution::Resolves);
}

#[test]
fn the_strict_template_takes_as_few_casts_as_can_be() {
    // The segments after `b/x` need another cast; those after `d/x` do not.
    let schema = "\
graph-schema 1
namespace n
set as a
entity a key id
  id String
entity b : a
  x -> c
entity c
entity cc : c
  y -> a
entity d : a
  x -> e
entity e
  y -> a
";
    let Resolution::ElidesCast { elisions, strict } = schema.parse::<Schema>().unwrap().resolve("/as/{aId}/x/y", None) else {
        panic!()
    };
    assert_eq!((elisions.len(), strict.as_str()), (1, "/as/{aId}/n.d/x/y"));
    assert_eq!(elisions[0].candidates, ["n.d", "n.b"]);
}
