//! Placeholders in the syntax of other languages.
use graph_core::{GraphEntity, graph_ids, graph_paths};

graph_ids! { pub UserId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(
    v1,
    "/users/$userId",
    "/users/@userId/a",
    "/users/${userId}/b",
    "/users/$ref",
    "/users/%s/c",
)]
pub struct User {
    #[graph(key)]
    pub id: String,
}

fn main() {}
