//! A key on the item instead of its field or variant: the key is not also reported as missing.
use graph_core::{GraphEntity, GraphEnum};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", key = "id")]
pub struct User {
    pub id: String,
}

#[derive(GraphEnum)]
#[graph(other)]
pub enum Kind {
    Member,
}

pub async fn use_user(graph: graph_core::Client, path: graph_core::model::Path<User>) -> Result<User, graph_core::Error> {
    graph.patch(path.clone(), User::patch()).await?;
    Ok(graph.get(path).await?.body)
}

pub fn use_kind(value: &Kind) -> Option<String> {
    serde_json::to_string(value).ok()
}

fn main() {}
