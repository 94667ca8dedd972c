//! Tests of views: entities that are declared `#[graph(select)]`.

use super::*;
use graph_core::client::Change;
use graph_core::model::Path;
use graph_core::{Expanded, GraphEntity, graph_ids, graph_paths, property};

graph_ids! { pub UserId; }

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1, "/users/{userId}")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub mail: Option<String>,
    pub age: i32,
    pub manager: Option<Box<User>>,
    pub reports: Option<Expanded<User>>,
}

/// A view with two properties of a user, and two of the user's manager.
#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", select)]
#[graph_paths(v1, "/users/{userId}", "/users/delta")]
pub struct Contact {
    #[graph(key)]
    pub id: String,
    #[graph(rename = "mail")]
    pub address: Option<String>,
    pub manager: Option<Manager>,
    #[graph(etag)]
    pub etag: Option<String>,
    #[graph(additional)]
    pub additional: graph_core::Additional,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", select)]
pub struct Manager {
    #[graph(key)]
    pub id: String,
    pub age: i32,
    #[graph(additional)]
    pub additional: graph_core::Additional,
}

fn id(text: &str) -> UserId {
    UserId::new(text).unwrap()
}

fn contact() -> Path<Contact> {
    Contact::v1().users(&id("ada"))
}

/// Returns two emulators with the same user. One of them learns the declaration of the view before the declaration of the entity, the other
/// one after it.
fn emulators() -> [Emulator; 2] {
    let emulators = [Emulator::new().with::<Contact>().with::<User>(), Emulator::new().with::<User>().with::<Contact>()];
    let user = |id: &str| User { id: id.into(), mail: Some(format!("{id}@example.com")), age: 36, manager: None, reports: None };
    for emulator in &emulators {
        emulator.seed(&User::v1().users(&id("ada")), &User { manager: Some(Box::new(user("bob"))), ..user("ada") });
    }
    emulators
}

async fn reads_what_it_shows(graph: &Client) {
    let found = graph.get(contact()).await.unwrap().body;
    let manager = found.manager.as_ref().unwrap();
    assert_eq!((found.address.as_deref(), manager.age), (Some("ada@example.com"), 36));
    assert!(found.etag.is_some());
    let is_annotation = |name: &String| name.contains('@');
    assert!(found.additional.keys().all(is_annotation), "{:?}", found.additional);
    assert!(manager.additional.keys().all(is_annotation), "{:?}", manager.additional);
    let listed = graph.list(Contact::v1().users_collection()).stream().next().await.unwrap().unwrap();
    assert_eq!((listed.address, listed.manager), (found.address, found.manager));
    let Change::Changed(changed) = graph.delta(Contact::v1().users_delta()).stream().next().await.unwrap().unwrap() else {
        panic!()
    };
    assert_eq!(changed.get(&property!(Contact, address)).unwrap().unwrap().as_deref(), Some("ada@example.com"));
    assert!(!serde_json::to_string(&changed).unwrap().contains("age"), "{changed:?}");
    let part = graph.get(contact()).select([property!(Contact, id)]).await.unwrap().body;
    assert_eq!(part.get(&property!(Contact, address)).unwrap(), None);
}

#[tokio::test]
async fn a_view_reads_its_own_properties_in_memory() {
    for emulator in emulators() {
        let graph = emulator.client();
        reads_what_it_shows(&graph).await;
        let patched = graph.patch(contact(), Contact::patch().address("a@example.com")).await.unwrap().body.unwrap();
        assert_eq!((patched.address.as_deref(), &patched.additional["age"]), (Some("a@example.com"), &serde_json::json!(36)));
        let stored = emulator.stored(&User::v1().users(&id("ada"))).unwrap();
        assert_eq!((stored.mail.as_deref(), stored.age), (Some("a@example.com"), 36));
    }
}

#[tokio::test]
async fn a_view_reads_its_own_properties_over_a_socket() {
    let [emulator, _] = emulators();
    reads_what_it_shows(&over_a_socket(&emulator.serve(0).await.unwrap())).await;
}
