//! An unknown module of id types: one error for all templates.
use graph_core::{GraphEntity, graph_paths};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1, ids = crate::idz, "/users/{userId}", "/users/{userId}/a", "/users/{userId}/groups/{groupId}")]
pub struct User {
    #[graph(key)]
    pub id: String,
}

fn main() {}
