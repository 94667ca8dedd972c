//! A version that is written with a key or in another spelling.
use graph_core::{GraphEntity, graph_ids, graph_paths};

graph_ids! { pub UserId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(version = "v1.0", "/users/{userId}")]
#[graph_paths(api = beta, "/users/{userId}")]
#[graph_paths(v1_0, "/users/{userId}/a")]
#[graph_paths(V1, "/users/{userId}/b")]
pub struct User {
    #[graph(key)]
    pub id: String,
}

pub async fn use_user(graph: graph_core::Client, path: graph_core::model::Path<User>) -> Result<User, graph_core::Error> {
    graph.patch(path.clone(), User::patch()).await?;
    Ok(graph.get(path).await?.body)
}

fn main() {}
