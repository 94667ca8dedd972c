//! An invalid value of `ids`: missing id types are not reported too.
use graph_core::{GraphEntity, graph_paths};

mod keys {
    graph_core::graph_ids! { pub UserId; }
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1, ids = "the keys", "/users/{userId}")]
#[graph_paths(v1, ids(keys), "/users/{userId}/a")]
#[graph_paths(v1, ids: keys, "/users/{userId}/b")]
#[graph_paths(v1, mod = keys, "/users/{userId}/c")]
pub struct User {
    #[graph(key)]
    pub id: String,
}

fn main() {
    let user = keys::UserId::new("ada").unwrap();
    let _ = (User::v1().users(&user), User::v1().a(&user), User::v1().b(&user), User::v1().c(&user));
}
