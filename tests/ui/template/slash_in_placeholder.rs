//! A placeholder that spans two segments.
use graph_core::{GraphEntity, graph_ids, graph_paths};

graph_ids! { pub UserId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(
    v1,
    "/users/{user/id}",
    "/users/{user/id}/manager",
    "/users/{userId/manager",
)]
pub struct User {
    #[graph(key)]
    pub id: String,
}

fn main() {}
