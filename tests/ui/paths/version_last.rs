//! The version after the templates, and two versions in one entry.
use graph_core::{GraphEntity, graph_ids, graph_paths};

graph_ids! { pub UserId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths("/users/{userId}", v1)]
#[graph_paths(v1 | beta, "/users/{userId}/a")]
#[graph_paths((v1, beta), "/users/{userId}/b")]
#[graph_paths(=)]
#[graph_paths(beta, "/users/{")]
pub struct User {
    #[graph(key)]
    pub id: String,
}

fn main() {
    let user = UserId::new("ada").unwrap();
    let _ = (User::v1().users(&user), User::v1().a(&user), User::v1().b(&user));
}
