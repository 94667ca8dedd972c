use super::*;
use graph_core::{GraphComplex, GraphDerived, GraphEntity, Untyped, graph_ids, graph_paths, property};
use serde_json::json;

graph_ids! { pub GroupId; }

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.person", tag = "never")]
pub struct Person {
    #[graph(key)]
    pub id: String,
    pub manager: Option<Box<Person>>,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.robot", base = "microsoft.graph.object")]
pub struct Robot {
    #[graph(key)]
    pub id: String,
    pub owner: Option<Person>,
}

#[derive(Clone, Debug, PartialEq, GraphDerived)]
#[graph(base = "microsoft.graph.object")]
pub enum AnyObject {
    Robot(Robot),
    #[graph(other)]
    Other(Untyped),
}

#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "microsoft.graph.badge")]
pub struct Badge {
    pub text: Option<String>,
    pub author: Option<Person>,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.group", tag = "never")]
#[graph_paths(v1, "/groups/{groupId}")]
pub struct Group {
    #[graph(key)]
    pub id: String,
    pub name: Option<String>,
    pub badge: Option<Badge>,
    #[graph(read_only)]
    pub members: Option<Vec<AnyObject>>,
    #[graph(not_null)]
    pub friends: Option<Vec<Person>>,
    pub owner: Option<Person>,
}

fn person(id: &str, manager: Option<Person>) -> Person {
    Person { id: id.into(), manager: manager.map(Box::new) }
}

fn id(text: &str) -> GroupId {
    GroupId::new(text).unwrap()
}

fn groups() -> (Emulator, Group) {
    let emulator = Emulator::new().with::<Group>();
    let group = Group {
        id: "g".into(),
        name: Some("all".into()),
        badge: Some(Badge { text: None, author: Some(person("a", None)) }),
        members: Some(vec![AnyObject::Robot(Robot { id: "r".into(), owner: Some(person("o", None)) })]),
        friends: None,
        owner: Some(person("o", Some(person("m", None)))),
    };
    emulator.seed(&Group::v1().groups(&id("g")), &group);
    (emulator, group)
}

#[tokio::test]
async fn only_what_is_expanded_is_answered() {
    let (emulator, group) = groups();
    let plain = json!({"id": "g", "name": "all", "badge": {"@odata.type": "#microsoft.graph.badge", "text": null}});
    assert_eq!(json(&get(&emulator, "/v1.0/groups/g").await), plain);
    assert_eq!(json(&get(&emulator, "/v1.0/groups").await)["value"], json!([plain]));
    assert_eq!(emulator.stored(&Group::v1().groups(&id("g"))).unwrap(), group, "all the same it is there");

    let members = json!([{"@odata.type": "#microsoft.graph.robot", "id": "r"}]);
    let expanded = json!({"id": "g", "name": "all", "badge": {"@odata.type": "#microsoft.graph.badge", "text": null}, "members": members, "owner": {"id": "o"}});
    assert_eq!(json(&get(&emulator, "/v1.0/groups/g?$expand=members,%20owner").await), expanded);
    assert_eq!(json(&get(&emulator, "/v1.0/groups?$expand=members,owner").await)["value"], json!([expanded]));
    let selected = json!({"id": "g", "owner": {"id": "o"}});
    assert_eq!(json(&get(&emulator, "/v1.0/groups/g?$select=id,members&$expand=owner").await), selected);
    assert_eq!(json(&get(&emulator, "/v1.0/groups?$select=id&$expand=owner").await)["value"], json!([selected]));
}

#[tokio::test]
async fn no_related_entity_is_an_empty_collection_or_null() {
    let (emulator, _) = groups();
    assert_eq!(json(&get(&emulator, "/v1.0/groups/g?$select=id&$expand=friends").await), json!({"id": "g", "friends": []}));
    let nobody = json!({"id": "new", "members": [], "friends": [], "owner": null});
    assert_eq!(json(&get(&emulator, "/v1.0/groups/new?$select=id&$expand=members,friends,owner").await), nobody);
}

#[tokio::test]
async fn only_navigation_properties_are_expanded() {
    let (emulator, _) = groups();
    for (query, message) in [
        ("$expand=membres", "Could not find a property named 'membres' on type 'microsoft.graph.group'."),
        ("$expand=owner,", "Could not find a property named '' on type 'microsoft.graph.group'."),
        (
            "$expand=badge",
            "Property 'badge' on type 'microsoft.graph.group' is not a navigation property: only those can be expanded.",
        ),
        ("$expand=owner($select=ids)", "Could not find a property named 'ids' on type 'microsoft.graph.person'."),
        ("$expand=owner($top=1)", "The query option '$top' does not apply here."),
        ("$expand=owner(", "The $expand 'owner(' has a parenthesis or a quote without its counterpart."),
        ("$expand=owner,owner", "The $expand names 'owner' twice."),
        ("$unknown=name", "The query option '$unknown' is not known."),
    ] {
        for path in ["/v1.0/groups/g", "/v1.0/groups"] {
            assert_eq!(refused(&get(&emulator, &format!("{path}?{query}")).await, 400), message);
        }
    }
    for query in ["$top=1", "$filter=name%20eq%20'all'"] {
        refused(&get(&emulator, &format!("/v1.0/groups/g?{query}")).await, 400);
    }
}

#[tokio::test]
async fn writes_answer_without_navigation_properties() {
    let (emulator, _) = groups();
    // OData 4.0 §11.4.3: an update has no related entities inline.
    let refusal = refused(&patch(&emulator, "/v1.0/groups/g", r#"{"friends":[{"id":"f"}]}"#).await, 400);
    assert!(refusal.contains("'friends'"), "{refusal}");
    let written = patch(&emulator, "/v1.0/groups/g", r#"{"name":"some"}"#).await;
    assert_eq!(
        json(&written),
        json!({"id": "g", "name": "some", "badge": {"@odata.type": "#microsoft.graph.badge", "text": null}})
    );
    let post = request("POST", "/v1.0/groups").header("content-type", "application/json");
    let created = json(&send(&emulator, post, r#"{"owner":{"id":"o"}}"#).await);
    assert_eq!(created, json!({"id": created["id"], "name": null, "badge": null}));
    let path = format!("/v1.0/groups/{}?$select=id&$expand=owner", created["id"].as_str().unwrap());
    assert_eq!(json(&get(&emulator, &path).await)["owner"], json!({"id": "o"}), "a creation can");
}

// B1
#[tokio::test]
async fn an_update_with_a_navigation_property_is_refused_at_any_depth() {
    let (emulator, _) = groups();
    for (body, property, of) in [
        (r#"{"friends":[]}"#, "friends", "group"),
        (r#"{"owner":null}"#, "owner", "group"),
        (r#"{"Owner":{"id":"o"}}"#, "owner", "group"),
        (r#"{"badge":{"text":"t","author":{"id":"a"}}}"#, "author", "badge"),
        (r#"{"badge":{"author":null}}"#, "author", "badge"),
    ] {
        let refusal = refused(&patch(&emulator, "/v1.0/groups/g", body).await, 400);
        let message = format!("Cannot PATCH navigation property '{property}' in entity type 'microsoft.graph.{of}'.");
        assert!(refusal.contains(&message), "{body}: {refusal}");
    }
    let bound = r#"{"owner@odata.bind":"https://graph.microsoft.com/v1.0/users/u","badge":{"text":"t"}}"#;
    let refusal = refused(&patch(&emulator, "/v1.0/groups/g", bound).await, 404);
    assert!(refusal.contains("serve its entity with `Emulator::with`"), "{refusal}");
    let bound = bound.replace("users/u", "groups/h");
    assert_eq!(patch(&emulator, "/v1.0/groups/g", bound).await.status(), 200);
    let post = request("POST", "/v1.0/groups").header("content-type", "application/json");
    assert_eq!(send(&emulator, post, r#"{"badge":{"author":{"id":"a"}}}"#).await.status(), 201);
}

#[tokio::test]
async fn the_client_expands() {
    let (emulator, group) = groups();
    let graph = emulator.client();
    let (path, members) = (Group::v1().groups(&id("g")), property!(Group, members));
    let robot = AnyObject::Robot(Robot { id: "r".into(), owner: None });
    let plain = Group { members: None, owner: None, badge: Some(Badge { text: None, author: None }), ..group };
    assert_eq!(graph.get(path.clone()).await.unwrap().body, plain);
    let expanded = Group { members: Some(vec![robot]), ..plain };
    assert_eq!(graph.get(path).expand(members.clone()).await.unwrap().body, expanded);
    let listed = graph.list(Group::v1().groups_collection()).expand(members).stream().collect().await.unwrap();
    assert_eq!(listed, [expanded]);
}
