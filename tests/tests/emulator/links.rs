use super::*;
use graph_core::model::{Count, Path, Reference};
use graph_core::{Client, Error, Expanded, GraphDerived, GraphEntity, Untyped, graph_ids, graph_paths, property};
use proptest::prelude::*;
use serde_json::json;

graph_ids! { pub GroupId; pub MemberId; pub UserId; pub OwnerId; pub DirectoryObjectId; }

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", base = "microsoft.graph.directoryObject")]
#[graph_paths(v1, "/users/{userId}", "/users/{userId}/manager/$ref", manager = "/users/{userId}/manager", "/users/$count")]
#[graph_paths(v1, by_name = "/users(name='{name}')")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub name: Option<String>,
    #[graph(bind)]
    pub manager: Option<Box<User>>,
}

#[derive(Clone, Debug, PartialEq, GraphDerived)]
#[graph(base = "microsoft.graph.directoryObject")]
pub enum AnyObject {
    User(User),
    #[graph(other)]
    Other(Untyped),
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.directoryObject", tag = "never")]
#[graph_paths(v1, "/directoryObjects/{directoryObjectId}", owners = "/groups/{groupId}/owners/{ownerId}")]
pub struct DirectoryObject {
    #[graph(key)]
    pub id: String,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.group", tag = "never")]
#[graph_paths(
    v1,
    "/groups/{groupId}",
    "/groups/{groupId}/members/$ref",
    "/groups/{groupId}/members/{memberId}/$ref",
    "/groups/{groupId}/members/$count",
    "/groups/{groupId}/owners/$ref",
    "/groups/{groupId}/owners/{ownerId}/$ref",
    "/groups/{groupId}/acceptedSenders/$ref"
)]
pub struct Group {
    #[graph(key)]
    pub id: String,
    pub name: Option<String>,
    #[graph(bind)]
    pub members: Option<Expanded<AnyObject>>,
}

fn id(text: &str) -> GroupId {
    GroupId::new(text).unwrap()
}

fn user(text: &str) -> Path<User> {
    User::v1().users(&UserId::new(text).unwrap())
}

fn members(group: &str) -> Path<Reference<Group>> {
    Group::v1().members_ref(&id(group))
}

fn member(group: &str, user: &str) -> Path<Reference<Group>> {
    Group::v1().member_ref(&id(group), &MemberId::new(user).unwrap())
}

fn user_named(id: &str, name: &str) -> User {
    User { id: id.into(), name: Some(name.into()), manager: None }
}

/// Returns an emulator with two groups and three users.
fn directory() -> Emulator {
    let emulator = Emulator::new().with::<DirectoryObject>().seeded_only();
    for name in ["g", "h"] {
        emulator.seed(&Group::v1().groups(&id(name)), &Group { id: name.into(), name: None, members: None });
    }
    for (id, name) in [("a/b", "Ada"), ("b'c", "Bob"), ("c", "Cem")] {
        emulator.seed(&user(id), &user_named(id, name));
    }
    emulator
}

async fn linked(graph: &Client, path: Path<Reference<Group>>) -> Vec<String> {
    let links = graph.links(path).stream().collect().await.unwrap();
    links.iter().map(|link| link.id().unwrap()).collect()
}

fn message(error: Error) -> (u16, String) {
    let error = error.service().unwrap();
    (error.status.as_u16(), error.message.clone().unwrap_or_default())
}

/// Adds, binds, lists, counts, reads and removes links.
async fn exercise(graph: &Client) {
    for name in ["b'c", "a/b"] {
        graph.add_link(members("g"), user(name)).await.unwrap();
    }
    assert_eq!(linked(graph, members("g")).await, ["a/b", "b'c"]);
    let count: Path<Count<Group>> = Group::v1().members_count(&id("g"));
    assert_eq!(graph.count(count.clone()).await.unwrap().body, 2);
    let named = graph.count(User::v1().users_count()).filter(property!(User, name).starts_with("B"));
    assert_eq!(named.eventual_consistency().await.unwrap().body, 1);

    let again = graph.add_link(members("g"), user("a/b")).await.unwrap_err();
    assert!(message(again).1.contains("references already exist for the following modified properties: 'members'"));
    let unknown = graph.add_link(members("g"), user("nobody")).await.unwrap_err();
    assert!(unknown.is_not_found(), "{unknown}");

    let expanded = graph.get(Group::v1().groups(&id("g"))).expand(property!(Group, members)).await.unwrap().body.members.unwrap();
    assert_eq!(*expanded, [("a/b", "Ada"), ("b'c", "Bob")].map(|(id, name)| AnyObject::User(user_named(id, name))));

    graph.remove_link(member("g", "a/b")).await.unwrap();
    graph.remove_link_to(members("g"), user("b'c")).await.unwrap();
    assert_eq!((linked(graph, members("g")).await, graph.count(count).await.unwrap().body), (vec![], 0));
    assert!(graph.remove_link(member("g", "a/b")).await.unwrap_err().is_not_found());
    assert_eq!(graph.get(user("a/b")).await.unwrap().body.name.as_deref(), Some("Ada"), "only the link is removed");

    let bound = Group::patch().bind_members([user("a/b").to_base()]);
    let created = graph.create(Group::v1().groups_collection(), bound).await.unwrap().body.unwrap();
    assert_eq!(linked(graph, members(&created.id)).await, ["a/b"]);

    let manager = || User::v1().manager_ref(&UserId::new("c").unwrap());
    for boss in ["a/b", "b'c"] {
        graph.set_link(manager(), user(boss)).await.unwrap();
    }
    let boss = User::v1().manager(&UserId::new("c").unwrap());
    assert_eq!(graph.get(boss.clone()).await.unwrap().body, user_named("b'c", "Bob"));
    graph.remove_link(manager()).await.unwrap();
    assert!(graph.get(boss).await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn links_are_kept_in_memory() {
    let emulator = directory();
    exercise(&emulator.client()).await;
    let journal = emulator.journal();
    assert_eq!(journal.violations(), 0);
}

#[tokio::test]
async fn links_are_kept_over_a_socket() {
    let server = directory().serve(0).await.unwrap();
    exercise(&over_a_socket(&server)).await;
}

#[tokio::test]
async fn links_are_changed_in_batches_and_bulks() {
    let emulator = directory();
    let graph = emulator.client();
    let mut batch = graph.batch();
    let added = batch.add(graph.add_link(members("g"), user("a/b")));
    let twice = batch.add_after(&added, graph.add_link(members("g"), user("a/b")));
    let count = batch.add_after(&added, graph.count(Group::v1().members_count(&id("g"))));
    let mut results = batch.send().await.unwrap();
    assert_eq!((results.take(added).unwrap().status.as_u16(), results.take(count).unwrap().body), (204, 1));
    assert_eq!(message(results.take(twice).unwrap_err()).0, 400);

    let names = ["b'c", "c", "nobody"];
    let mut bulk = graph.bulk(names.map(|name| (name, graph.add_link(members("g"), user(name)))));
    let mut failed = Vec::new();
    while let Some((name, result)) = bulk.next().await {
        failed.extend(result.is_err().then_some(name));
    }
    assert_eq!(failed, ["nobody"]);
    assert_eq!(linked(&graph, members("g")).await, ["a/b", "b'c", "c"]);
}

#[tokio::test]
async fn a_body_can_bind_entities() {
    let emulator = directory();
    let graph = emulator.client();
    let group = Group::patch().name("all").bind_members([user("a/b"), user("c")].map(Path::to_base));
    let created = graph.create(Group::v1().groups_collection(), group).await.unwrap().body.unwrap();
    assert_eq!(linked(&graph, members(&created.id)).await, ["a/b", "c"]);

    let bob = || [user("b'c").to_base::<AnyObject>()];
    let path = Group::v1().groups(&id(&created.id));
    graph.patch(path.clone(), Group::patch().bind_members(bob())).await.unwrap();
    assert_eq!(linked(&graph, members(&created.id)).await, ["a/b", "b'c", "c"]);
    let again = graph.patch(path.clone(), Group::patch().name("some").bind_members(bob())).await.unwrap_err();
    assert_eq!(message(again).0, 400);
    assert_eq!(emulator.stored(&path).unwrap().name.as_deref(), Some("all"), "nothing has changed");

    graph.patch(user("c"), User::patch().bind_manager(user("a/b"))).await.unwrap();
    let expanded = graph.get(user("c")).expand(property!(User, manager)).await.unwrap().body;
    assert_eq!(expanded.manager, Some(Box::new(user_named("a/b", "Ada"))));
    let nested = json(
        &get(&emulator, &format!("/v1.0/groups/{}?$expand=members($expand=manager;$filter=name%20eq%20'Cem')", created.id)).await,
    );
    assert_eq!(nested["members"][0]["manager"]["name"], "Ada");
    let missing =
        graph.create(Group::v1().groups_collection(), Group::patch().bind_members([user("x").to_base()])).await.unwrap_err();
    assert!(missing.is_not_found(), "{missing}");
}

#[tokio::test]
async fn linked_objects_are_elements_of_the_collection() {
    let emulator = directory().page_size(2);
    let graph = emulator.client();
    for name in ["c", "b'c", "a/b"] {
        let object = DirectoryObject::v1().directory_objects(&DirectoryObjectId::new(name).unwrap());
        graph.add_link(members("g"), object.clone()).await.unwrap();
        graph.add_link(Group::v1().owners_ref(&id("g")), object).await.unwrap();
    }
    assert_eq!(linked(&graph, members("g")).await, ["a/b", "b'c", "c"], "on two pages");
    let first = json(&get(&emulator, "/v1.0/groups/g/members/$ref").await);
    assert_eq!(first["value"][0], json!({"@odata.id": "https://graph.microsoft.com/v1.0/users/a%2Fb"}));
    for path in ["/v1.0/groups/g/members", "/v1.0/groups/g/owners"] {
        let page = json(&get(&emulator, path).await);
        assert_eq!((&page["value"][0]["name"], &page["value"][1]["name"]), (&json!("Ada"), &json!("Bob")), "{path}");
        let link = page["@odata.nextLink"].as_str().unwrap().trim_start_matches(HOST).to_owned();
        assert_eq!(json(&get(&emulator, &link).await)["value"][0]["name"], "Cem", "{path}");
        assert_eq!(get(&emulator, &format!("{path}/$count")).await.body(), "3");
        assert_eq!(json(&get(&emulator, &format!("{path}/b%27c")).await)["name"], "Bob");
    }
    graph.delete(user("c")).await.unwrap();
    assert_eq!(linked(&graph, members("g")).await, ["a/b", "b'c"]);
    graph.delete(Group::v1().groups(&id("g"))).await.unwrap();
    emulator.seed(&Group::v1().groups(&id("g")), &Group { id: "g".into(), name: None, members: None });
    assert_eq!(linked(&graph, members("g")).await, [""; 0]);
}

#[tokio::test]
async fn a_seeded_entity_counts_as_linked() {
    let emulator = directory();
    let graph = emulator.client();
    let members_of_g = vec![AnyObject::User(user_named("z", "Zoe")), AnyObject::User(user_named("d", "Dan"))];
    let group = Group { id: "g".into(), name: None, members: Some(Expanded::from(members_of_g)) };
    emulator.seed(&Group::v1().groups(&id("g")), &group);
    graph.add_link(members("g"), user("c")).await.unwrap();
    assert_eq!(linked(&graph, members("g")).await, ["c", "d", "z"]);
    graph.remove_link(member("g", "d")).await.unwrap();
    assert_eq!(linked(&graph, members("g")).await, ["c", "z"]);
    assert!(graph.remove_link(member("g", "d")).await.unwrap_err().is_not_found());

    let owner = DirectoryObject::v1().owners(&id("g"), &OwnerId::new("o").unwrap());
    emulator.seed(&owner, &DirectoryObject { id: "o".into() });
    assert_eq!(linked(&graph, Group::v1().owners_ref(&id("g"))).await, ["o"]);
    graph.remove_link(Group::v1().owner_ref(&id("g"), &OwnerId::new("o").unwrap())).await.unwrap();
    assert_eq!(linked(&graph, Group::v1().owners_ref(&id("g"))).await, [""; 0]);
}

#[tokio::test]
async fn an_alternate_key_leads_to_the_linked_object() {
    let graph = directory().client();
    graph.add_link(members("g"), User::v1().by_name("Ada")).await.unwrap();
    assert_eq!(linked(&graph, members("g")).await, ["a/b"]);
    graph.remove_link_to(members("g"), User::v1().by_name("Ada")).await.unwrap();
    assert!(graph.add_link(members("g"), User::v1().by_name("Eve")).await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn malformed_links_are_refused() {
    let emulator = directory();
    let post = async |path: &str, method: &str, body: &str| {
        send(&emulator, request(method, path).header("content-type", "application/json"), body.to_owned()).await
    };
    let to = |url: &str| json!({"@odata.id": url}).to_string();
    let (members, user) = ("/v1.0/groups/g/members/$ref", "https://graph.microsoft.com/v1.0/users/c");
    for (path, method, body, status) in [
        (members, "POST", "{}".to_owned(), 400),
        (members, "POST", r#"{"@odata.id":7}"#.to_owned(), 400),
        (members, "POST", to("/v1.0/users/c"), 400),
        (members, "POST", to("https://evil.example/v1.0/users/c"), 400),
        (members, "POST", to("https://graph.microsoft.com/v1.0/users/%2e%2e"), 400),
        (members, "POST", to("https://graph.microsoft.com/v1.0/planets/c"), 404),
        (members, "POST", to("https://graph.microsoft.com/v1.0/users/c/manager"), 404),
        (members, "PUT", to(user), 405),
        (members, "DELETE", String::new(), 400),
        ("/v1.0/groups/x/members/$ref", "POST", to(user), 404),
        ("/v1.0/groups/g/name/$ref", "POST", to(user), 400),
        ("/v1.0/users/c/manager/$ref", "POST", to(user), 405),
        ("/v1.0/users/c/manager/$ref", "GET", String::new(), 404),
        ("/v1.0/users/c/manager/$ref", "DELETE", String::new(), 404),
        ("/v1.0/groups/g/members/c/$ref", "DELETE", String::new(), 404),
    ] {
        refused(&post(path, method, &body).await, status);
    }
    for body in [
        json!({"name@odata.bind": user}),
        json!({"planets@odata.bind": [user]}),
        json!({"members@odata.bind": user}),
        json!({"members@odata.bind": [7]}),
        json!({"members@odata.bind": null}),
    ] {
        refused(&patch(&emulator, "/v1.0/groups/g", body.to_string()).await, 400);
    }
    // Only the template with `$ref` is declared, so the method says whether the property is a collection.
    assert_eq!(post("/v1.0/groups/g/acceptedSenders/$ref", "POST", &to(user)).await.status(), 204);
    assert_eq!(json(&get(&emulator, "/v1.0/groups/g/acceptedSenders/$ref").await)["value"], json!([{"@odata.id": user}]));
}

/// Generates texts with characters that would end a URL segment, a JSON string or a quoted text if they were not encoded.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = [
        "'",
        "''",
        "(",
        ")",
        ",",
        "/",
        "/../",
        "%",
        "%2f",
        "?$id=x",
        "#",
        "$ref",
        "\"",
        "\\",
        "}",
        "ü",
        "\u{202e}",
        "@odata.id",
        "a",
    ];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 1..8).prop_map(|pieces| pieces.concat() + "-")
}

proptest! {
    #[test]
    fn hostile_ids_stay_in_their_place(group in hostile(), other in hostile()) {
        let (emulator, target) = (directory(), user(&other));
        emulator.seed(&Group::v1().groups(&id(&group)), &Group { id: group.clone(), name: None, members: None });
        emulator.seed(&target, &user_named(&other, "Eve"));
        let graph = emulator.client();
        let (first, second) = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
            graph.add_link(members(&group), target.clone()).await.unwrap();
            let added = linked(&graph, members(&group)).await;
            graph.remove_link(member(&group, &other)).await.unwrap();
            let bound = Group::patch().bind_members([target.clone().to_base()]);
            graph.patch(Group::v1().groups(&id(&group)), bound).await.unwrap();
            let bound = linked(&graph, members(&group)).await;
            graph.remove_link_to(members(&group), target).await.unwrap();
            assert!(linked(&graph, members(&group)).await.is_empty() && linked(&graph, members("g")).await.is_empty());
            (added, bound)
        });
        prop_assert_eq!(&first, &[other]);
        prop_assert_eq!(first, second);
    }
}

/// The error of a 405 lists the methods that the path takes, and the refused method is not among them.
#[tokio::test]
async fn a_refused_method_is_not_among_the_allowed_ones() {
    let graph = directory().client();
    let member = Group::v1().member_ref(&id("g"), &MemberId::new("u").unwrap());
    let refused = graph.add_link(member, user("a/b")).await.unwrap_err();
    assert!(refused.to_string().contains("405") && refused.to_string().contains("The path takes GET, DELETE"), "{refused}");
}

#[tokio::test]
async fn a_link_to_an_id_of_70_kilobytes_is_an_error() {
    let (emulator, long) = (directory(), "%".repeat(70_000));
    let graph = emulator.client();
    let refused = graph.add_link(members("g"), user(&long)).await.unwrap_err();
    assert_eq!(message(refused).0, 400);
    assert!(matches!(graph.remove_link_to(members("g"), user(&long)).await.unwrap_err(), Error::Transport(_)));
    assert_eq!(linked(&graph, members("g")).await, [""; 0]);
}
