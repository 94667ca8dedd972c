//! Tests of the keys `select` and `eventual_consistency` of an entity.

use super::*;
use crate::model::untyped::Untyped;
use crate::testing::Expected;
use crate::{GraphDerived, GraphEntity, graph_paths};

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", base = "microsoft.graph.directoryObject", eventual_consistency, crate = crate)]
#[graph_paths(v1, "/users/$count")]
struct User {
    #[graph(key)]
    id: String,
}

#[derive(Clone, Debug, PartialEq, GraphDerived)]
#[graph(base = "microsoft.graph.directoryObject", crate = crate)]
#[graph_paths(v1, "/directoryObjects/$count")]
enum DirectoryObject {
    User(User),
    #[graph(other)]
    Other(Untyped),
}

#[tokio::test]
async fn a_count_of_an_eventually_consistent_entity_sends_the_header() {
    let users = |level: &str| Expected::get("/v1.0/users/$count").header("consistencylevel", level);
    let script = Script::default()
        .expect(users("eventual"), answer(200, &[], "3"))
        .expect(users("eventual"), answer(200, &[], "3"))
        .expect(users("session"), answer(200, &[], "3"))
        .expect(Expected::get("/v1.0/directoryObjects/$count").header("consistencylevel", "eventual"), answer(200, &[], "4"));
    let (graph, path) = (script.client(), || User::v1().users_count());
    assert_eq!(graph.count(path()).await.unwrap().body, 3);
    graph.count(path()).eventual_consistency().await.unwrap();
    graph.count(path()).header("ConsistencyLevel", "session").await.unwrap();
    graph.count(DirectoryObject::v1().directory_objects_count()).await.unwrap();
}
