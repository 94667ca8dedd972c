//! An unknown module of id types: one error for all templates.
use graph_core::{GraphEntity, graph_paths};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1, ids = crate::idz, "/users/{userId}", "/users/{userId}/a", "/users/{userId}/groups/{groupId}")]
pub struct User {
    #[graph(key)]
    pub id: String,
}

pub async fn use_user(graph: graph_core::Client, path: graph_core::model::Path<User>) -> Result<User, graph_core::Error> {
    graph.patch(path.clone(), User::patch()).await?;
    Ok(graph.get(path).await?.body)
}

fn main() {}
