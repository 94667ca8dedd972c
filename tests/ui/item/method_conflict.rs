//! Methods of the user with the names of generated methods.
use graph_core::{GraphEntity, graph_ids, graph_paths};

graph_ids! { pub UserId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1, "/users/{userId}")]
pub struct User {
    #[graph(key)]
    pub id: String,
}

impl User {
    pub fn v1() {}
    pub fn patch() {}
}

fn main() {}
