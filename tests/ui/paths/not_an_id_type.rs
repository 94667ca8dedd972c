//! A placeholder whose name is that of a type that is not an id type.
use graph_core::{GraphEntity, graph_paths};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1, "/users/{userId}", "/users/{userId}/boss")]
pub struct UserId {
    #[graph(key)]
    pub id: String,
}

pub async fn use_userid(graph: graph_core::Client, path: graph_core::model::Path<UserId>) -> Result<UserId, graph_core::Error> {
    graph.patch(path.clone(), UserId::patch()).await?;
    Ok(graph.get(path).await?.body)
}

fn main() {}
