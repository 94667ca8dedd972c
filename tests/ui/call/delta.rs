//! Paths to changes where another path belongs, and the other way round.
use graph_core::{Client, GraphDerived, GraphEntity, GraphFunction, Untyped, graph_ids, graph_paths};

graph_ids! { pub UserId; }

#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", base = "microsoft.graph.directoryObject")]
#[graph_paths(v1, "/users/{userId}", "/users/delta")]
pub struct User {
    #[graph(key)]
    pub id: String,
}

#[derive(Clone, Debug, GraphDerived)]
#[graph(base = "microsoft.graph.directoryObject")]
#[graph_paths(v1, "/directoryObjects/delta")]
pub enum DirectoryObject {
    User(User),
    #[graph(other)]
    Other(Untyped),
}

#[derive(Clone, Debug, GraphFunction)]
#[graph(returns = Vec<User>)]
#[graph_paths(v1, "/users/delta")]
pub struct UserChanges {}

async fn mistakes(graph: Client) {
    let _ = graph.list(User::v1().users_delta());
    let _ = graph.delta(User::v1().users_collection());
    let _ = graph.delta(DirectoryObject::v1().directory_objects_delta());
    let _ = graph.delta(UserChanges::v1().users_delta());
    let _ = graph.delta(User::v1().users_delta()).await;
    let _ = graph.get(User::v1().users_delta());
}

fn main() {}
