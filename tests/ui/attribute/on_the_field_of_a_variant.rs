//! An attribute on the field of a variant, where it has no effect.
use graph_core::{GraphDerived, GraphEntity, GraphEnum, Untyped};

#[derive(GraphEnum)]
pub enum Kind {
    A,
    #[graph(other)]
    Other(#[graph(rename = "else")] String),
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
}

#[derive(GraphDerived)]
#[graph(base = "microsoft.graph.user")]
pub enum Anyone {
    User(User),
    #[graph(other)]
    Other(#[graph(other)] Untyped),
}

pub fn use_kind(value: &Kind) -> Option<String> {
    serde_json::to_string(value).ok()
}

pub async fn use_user(graph: graph_core::Client, path: graph_core::model::Path<User>) -> Result<User, graph_core::Error> {
    graph.patch(path.clone(), User::patch()).await?;
    Ok(graph.get(path).await?.body)
}

pub fn use_anyone(text: &str) -> Option<Anyone> {
    serde_json::from_str(text).ok()
}

fn main() {}
