//! A placeholder whose name is that of a type that is not an id type.
use graph_core::{GraphEntity, graph_paths};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1, "/users/{userId}", "/users/{userId}/boss")]
pub struct UserId {
    #[graph(key)]
    pub id: String,
}

fn main() {}
