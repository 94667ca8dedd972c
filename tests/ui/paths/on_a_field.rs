//! The attribute on a field.
use graph_core::{GraphEntity, graph_paths};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    #[graph_paths(v1, "/users/{userId}/manager")]
    pub manager: Option<String>,
}

fn main() {}
