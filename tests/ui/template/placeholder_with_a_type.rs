//! Placeholders in the syntax of web frameworks.
use graph_core::{GraphEntity, graph_ids, graph_paths};

graph_ids! { pub UserId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(
    v1,
    "/users/{userId:int}",
    "/users/{userId?}/a",
    "/users/{userId=me}/b",
    "/users/{*userId}/c",
    "/users/{userId...}/d",
)]
pub struct User {
    #[graph(key)]
    pub id: String,
}

fn main() {}
