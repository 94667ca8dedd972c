//! A placeholder without an id type: one error, although four templates use it.
use graph_core::{GraphEntity, graph_ids, graph_paths};

graph_ids! { pub GroupId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1, "/users/{userId}", "/groups/{groupId}/members/{userId}")]
#[graph_paths(beta, "/users/{userId}", "/users/{userId}/boss")]
pub struct User {
    #[graph(key)]
    pub id: String,
}

fn main() {}
