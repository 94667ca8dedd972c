//! Tests the example queries of Graph's pages on query options, sent as the pages write them
//! (<https://learn.microsoft.com/graph/query-parameters>, <https://learn.microsoft.com/graph/filter-query-parameter>).

use super::*;
use graph_core::query::PropertyPath;
use graph_core::{
    Additional, DateTimeOffset, Expanded, Flags, GraphComplex, GraphEntity, GraphEnum, Guid, Partial, graph_ids, graph_paths,
    model, property,
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

graph_ids! { pub UserId; pub GroupId; pub ObjectId; }

#[derive(Clone, Debug, PartialEq, Eq, GraphEnum)]
pub enum Kind {
    Member,
    Guest,
    #[graph(other)]
    Other(String),
}

#[derive(Clone, Debug, PartialEq, Eq, GraphEnum)]
#[graph(flags)]
pub enum Scenario {
    SecureFoundation,
    ZeroTrust,
    #[graph(other)]
    Other(String),
}

#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "microsoft.graph.assignedLicense", tag = "never")]
pub struct License {
    pub sku_id: Guid,
    pub disabled_plans: Vec<Guid>,
}

#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "microsoft.graph.emailAddress", tag = "never")]
pub struct Address {
    pub name: Option<String>,
    pub address: Option<String>,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", base = "microsoft.graph.directoryObject")]
#[graph_paths(v1, "/users/{userId}", object = "/objects/{objectId}")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
    pub kind: Option<Kind>,
    pub scenarios: Option<Flags<Scenario>>,
    pub im_addresses: Vec<String>,
    pub assigned_licenses: Vec<License>,
    pub from: Option<Address>,
    pub created: Option<DateTimeOffset>,
    pub pause: Option<model::Duration>,
    pub enabled: Option<bool>,
    #[graph(additional)]
    pub additional: Additional,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.device", base = "microsoft.graph.directoryObject")]
#[graph_paths(v1, "/objects/{objectId}")]
pub struct Device {
    #[graph(key)]
    pub id: String,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.group", base = "microsoft.graph.directoryObject", tag = "never")]
#[graph_paths(v1, "/groups/{groupId}", "/groups/{groupId}/members/$ref", "/groups/{groupId}/manager/$ref")]
pub struct Group {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
    pub members: Option<Expanded<User>>,
    pub manager: Option<Box<User>>,
}

const SKU: &str = "184efa21-98c3-4e5d-95ab-d07053a96e67";

async fn write(emulator: &Emulator, method: &str, path: &str, body: Value) {
    let request = request(method, path).header("content-type", "application/json");
    let response = send(emulator, request, body.to_string()).await;
    assert!(response.status().is_success(), "{response:?}");
}

/// Returns an emulator with four users; `d` has no properties. The group `g` has two members, `h` and `i` have one, `j` has none.
async fn directory() -> Emulator {
    let emulator = Emulator::new().with::<User>().with::<Device>().with::<Group>();
    let adele = json!({
        "displayName": "Adele", "kind": "member", "scenarios": "secureFoundation,zeroTrust", "imAddresses": ["a@contoso.com"],
        "assignedLicenses": [{"skuId": SKU, "disabledPlans": []}], "from": {"name": "Zoe", "address": "zoe@contoso.com"},
        "created": "2026-01-01T00:00:00Z", "pause": "PT1H", "enabled": true, "extension_app_level": "gold",
    });
    let bob = json!({
        "displayName": "Bob's video", "kind": "guest", "scenarios": "zeroTrust", "imAddresses": ["b@contoso.com", "b@fabrikam.com"],
        "assignedLicenses": [{"skuId": SKU, "disabledPlans": [SKU]}], "created": "2026-01-01T23:59:59Z", "pause": "PT90M",
        "enabled": false, "extension_app_level": "silver",
    });
    let cara = json!({"displayName": "Cara", "from": {"name": "Ann"}, "created": "2026-01-02T00:00:00+01:00"});
    for (id, body) in [("a", adele), ("b", bob), ("c", cara), ("d", json!({}))] {
        write(&emulator, "PATCH", &format!("/v1.0/users/{id}"), body).await;
    }
    for (group, user) in [("g", "a"), ("g", "b"), ("h", "b"), ("i", "d")] {
        write(&emulator, "PATCH", &format!("/v1.0/groups/{group}"), json!({"displayName": group})).await;
        let link = json!({"@odata.id": format!("{HOST}/v1.0/users/{user}")});
        write(&emulator, "POST", &format!("/v1.0/groups/{group}/members/$ref"), link.clone()).await;
        write(&emulator, "PUT", &format!("/v1.0/groups/{group}/manager/$ref"), link).await;
    }
    write(&emulator, "PATCH", "/v1.0/groups/j", json!({"displayName": "j"})).await;
    emulator
}

fn url(set: &str, option: &str, value: &str) -> String {
    format!("/v1.0/{set}?{option}={}", utf8_percent_encode(value, NON_ALPHANUMERIC))
}

/// Requests a list with one query option, and returns the ids of the objects in the response.
async fn ids(emulator: &Emulator, set: &str, option: &str, value: &str) -> String {
    let body = json(&get(emulator, &url(set, option, value)).await);
    let objects = body["value"].as_array().unwrap_or_else(|| panic!("{value}: {body}"));
    objects.iter().map(|object| object["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn filters() {
    let emulator = directory().await;
    for (filter, expected) in [
        ("startsWith(displayName,'A') or endswith(displayName, 'video')", "ab"),
        ("contains(displayName,'''s v')", "b"),
        ("NOT(displayName eq 'Adele')", "bcd"),
        ("not startswith(displayName,'A')", "bc"),
        ("displayName in ('Adele', 'Cara')", "ac"),
        ("not (displayName in ('Adele', 'Cara'))", "bd"),
        ("displayName ne null", "abc"),
        ("enabled ne true", "bcd"),
        ("imAddresses/any(s:s eq 'a@contoso.com')", "a"),
        ("NOT(imAddresses/any(i:i eq 'a@contoso.com'))", "bcd"),
        ("imAddresses/any(p:endsWith(p,'fabrikam.com'))", "b"),
        ("imAddresses/all(p:endsWith(p,'contoso.com'))", "acd"),
        ("imAddresses/any()", "ab"),
        ("imAddresses/$count eq 0", "cd"),
        ("not (imAddresses/$count eq 0)", "ab"),
        ("assignedLicenses/any(s:s/skuId eq 184EFA21-98c3-4e5d-95ab-d07053a96e67)", "ab"),
        ("assignedLicenses/any(s:s/skuId eq 184efa21-98c3-4e5d-95ab-d07053a96e67 and s/disabledPlans/$count eq 0)", "a"),
        ("assignedLicenses/any(s:s/disabledPlans/any(p:p eq s/skuId))", "b"),
        ("from/address eq 'zoe@contoso.com'", "a"),
        ("kind eq 'guest'", "b"),
        ("kind eq microsoft.graph.userKind'Guest'", "b"),
        ("kind in ('guest',microsoft.graph.userKind'member')", "ab"),
        ("kind eq null", "cd"),
        ("scenarios has 'secureFoundation'", "a"),
        ("scenarios has microsoft.graph.scenario'zeroTrust'", "ab"),
        ("scenarios has 'zeroTrust,secureFoundation'", "a"),
        ("created ge 2026-01-01 and created lt 2026-01-02", "abc"),
        ("created le 2026-01-01T00:00Z", "a"),
        ("created eq 2026-01-01T23:00:00.000Z", "c"),
        ("pause gt duration'PT1H'", "b"),
        ("pause le 'PT60M'", "a"),
        ("extension_app_level eq 'gold'", "a"),
        ("startswith(extension_app_level,'s') or extension_app_level eq null", "bcd"),
    ] {
        assert_eq!(ids(&emulator, "users", "$filter", filter).await, expected, "{filter}");
    }
    // Only an open type has properties that are not declared.
    let message = refused(&get(&emulator, &url("users", "$filter", "from/x eq 1")).await, 400);
    assert_eq!(message, "Could not find a property named 'x' on type 'microsoft.graph.emailAddress'.");
}

#[tokio::test]
async fn filters_of_relationships_see_links() {
    let emulator = directory().await;
    for (filter, expected) in [
        ("members/$count eq 0", "j"),
        ("members/$count gt 1", "g"),
        ("members/any(m:m/id eq 'b')", "gh"),
        ("members/any(members:members/displayName eq 'Adele')", "g"),
        ("members/all(m:startswith(m/displayName,'B'))", "hj"),
        ("manager/displayName eq 'Adele'", ""),
        ("manager/id eq 'd'", "i"),
        ("manager eq null", "j"),
    ] {
        assert_eq!(ids(&emulator, "groups", "$filter", filter).await, expected, "{filter}");
    }
    assert_eq!(ids(&emulator, "groups", "$orderby", "members/$count desc,displayName desc").await, "gihj");
    // The manager of `g` is `b`, which came last.
    assert_eq!(ids(&emulator, "groups", "$orderby", "manager/displayName desc,id").await, "ghij");
    let count = get(&emulator, "/v1.0/groups/$count?$filter=members/$count%20eq%201").await;
    assert_eq!(count.body(), "2");
}

#[tokio::test]
async fn types_are_filtered() {
    let emulator = directory().await;
    for (id, ty) in [("p", "user"), ("q", "device")] {
        let body = json!({"@odata.type": format!("#microsoft.graph.{ty}")});
        write(&emulator, "PATCH", &format!("/v1.0/objects/{id}"), body).await;
    }
    for (filter, expected) in [
        ("isof('microsoft.graph.user')", "p"),
        ("isOf(microsoft.graph.device)", "q"),
        ("not isof('microsoft.graph.user')", "q"),
        ("isof('microsoft.graph.directoryObject') and id ne 'p'", "q"),
    ] {
        assert_eq!(ids(&emulator, "objects", "$filter", filter).await, expected, "{filter}");
    }
    assert_eq!(ids(&emulator, "groups", "$filter", "isof('microsoft.graph.group')").await, "ghij");
    for filter in ["isof('microsoft.graph.group')", "isof()", "isof(1)"] {
        refused(&get(&emulator, &url("objects", "$filter", filter)).await, 400);
    }
}

#[tokio::test]
async fn orders_and_searches() {
    let emulator = directory().await;
    for (order, expected) in [
        ("displayName", "dabc"),
        ("displayName desc", "cbad"),
        ("from/name desc,displayName", "acdb"),
        ("from/name asc, displayName desc", "bdca"),
        ("enabled,created desc", "cdba"),
        ("pause desc", "bacd"),
        ("extension_app_level desc,id desc", "badc"),
    ] {
        assert_eq!(ids(&emulator, "users", "$orderby", order).await, expected, "{order}");
    }
    for (search, expected) in [
        (r#""displayName:video""#, "b"),
        (r#""displayName:VIDEO" OR "displayName:cara""#, "bc"),
        (r#""displayName:a" AND "imAddresses:contoso""#, "a"),
        (r#""displayName:a" "imAddresses:contoso""#, "a"),
        (r#"("displayName:cara" OR "displayName:bob") AND "kind:guest""#, "b"),
        (r#""from:zoe@""#, "a"),
        ("ann", "c"),
        (r#"NOT "displayName:a""#, "bd"),
    ] {
        assert_eq!(ids(&emulator, "users", "$search", search).await, expected, "{search}");
    }
    let message = refused(&get(&emulator, "/v1.0/users?$search=displayName:video").await, 400);
    assert!(message.starts_with("Syntax error: character ':' is not valid at position 11 in 'displayName:video'."), "{message}");
}

#[tokio::test]
async fn next_links_keep_all_options() {
    let emulator = directory().await;
    let query =
        "$filter=displayName%20ne%20null&$orderby=displayName%20desc&$select=id,displayName&$count=true&$top=1&$skip=1&$search=a";
    let page = json(&get(&emulator, &format!("/v1.0/users?{query}")).await);
    assert_eq!((&page["@odata.count"], &page["value"][0]["id"]), (&json!(3), &json!("b")));
    let next = page["@odata.nextLink"].as_str().unwrap().strip_prefix(HOST).unwrap();
    for option in ["$filter=", "$orderby=", "$select=", "$top=1", "$search=a"] {
        assert!(next.contains(option), "{next}");
    }
    let last = json(&get(&emulator, next).await);
    assert_eq!((last.get("@odata.count"), last.get("@odata.nextLink")), (None, None));
    assert_eq!(last["value"], json!([{"@odata.type": "#microsoft.graph.user", "id": "a", "displayName": "Adele"}]));
}

#[tokio::test]
async fn nested_options_of_expand() {
    let emulator = directory().await;
    let expand = "members($select=id;$filter=startswith(displayName,'A') or endswith(displayName,'video');\
        $orderby=displayName desc;$top=1;$count=true),manager($select=displayName)";
    let page = json(&get(&emulator, &format!("{}&$select=id&$top=2", url("groups", "$expand", expand))).await);
    let group = &page["value"][0];
    assert_eq!((&group["id"], &group["members@odata.count"]), (&json!("g"), &json!(2)));
    assert_eq!(group["members"], json!([{"@odata.type": "#microsoft.graph.user", "id": "b"}]));
    assert_eq!(group["manager"], json!({"@odata.type": "#microsoft.graph.user", "displayName": "Bob's video"}));
    let rest = group["members@odata.nextLink"].as_str().unwrap().strip_prefix(HOST).unwrap();
    let rest = json(&get(&emulator, rest).await);
    assert_eq!(rest["value"], json!([{"@odata.type": "#microsoft.graph.user", "id": "a"}]));
}

/// `PropertyPath::undeclared` names a directory extension that the program learns at run time.
#[tokio::test]
async fn a_selection_contains_an_undeclared_property_and_a_path() {
    let server = directory().await.serve(0).await.unwrap();
    let level = PropertyPath::<User, Option<String>>::undeclared("extension_app_level").unwrap();
    let from = property!(User, from.address);
    for graph in [server.emulator().client(), over_a_socket(&server)] {
        let users = graph.list(User::v1().users_collection()).order_by([property!(User, id).ascending()]);
        let users = users.select([level.name(), from.name()]).stream().collect().await.unwrap();
        let levels: Vec<_> = users.iter().map(|user| user.get(&level).unwrap().flatten()).collect();
        assert_eq!(levels.iter().map(Option::as_deref).collect::<Vec<_>>(), [Some("gold"), Some("silver"), None, None]);
        let addresses: Vec<_> = users.iter().map(|user| user.get(&from).unwrap()).collect();
        assert_eq!(addresses, [Some(Some("zoe@contoso.com".into())), None, Some(None), None]);
    }
}

#[test]
fn a_property_that_a_partial_does_not_keep_is_an_error() {
    let part: Partial<Group> = serde_json::from_value(json!({"displayName": "g", "level": 3})).unwrap();
    let level = PropertyPath::<Group, i32>::undeclared("level").unwrap();
    let error = part.get(&level).unwrap_err().to_string();
    assert_eq!(error, "property `level`: undeclared, and so not kept: add a field `#[graph(additional)] additional: Additional`");
    let part: Partial<User> = serde_json::from_value(json!({"app": {"level": "3"}, "app@odata.type": "#app"})).unwrap();
    let level = PropertyPath::<User, i32>::undeclared("app/level").unwrap();
    assert_eq!(part.get(&level).unwrap_err().path(), "app/level");
    let kind = PropertyPath::<User, String>::undeclared("app@odata.type").unwrap();
    assert_eq!(part.get(&kind).unwrap().as_deref(), Some("#app"));
}
