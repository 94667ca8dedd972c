//! A field of type `Additional` without the mark `additional`.
use graph_core::{Additional, GraphEntity};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub rest: Additional,
    pub more: Option<Additional>,
}

pub async fn use_user(graph: graph_core::Client, path: graph_core::model::Path<User>) -> Result<User, graph_core::Error> {
    graph.patch(path.clone(), User::patch()).await?;
    Ok(graph.get(path).await?.body)
}

fn main() {}
