//! Private id types.
use graph_core::{GraphEntity, graph_paths};

mod keys {
    graph_core::graph_ids! { UserId; }
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1, ids = keys, "/users/{userId}", "/users/{userId}/a")]
pub struct User {
    #[graph(key)]
    pub id: String,
}

pub async fn use_user(graph: graph_core::Client, path: graph_core::model::Path<User>) -> Result<User, graph_core::Error> {
    graph.patch(path.clone(), User::patch()).await?;
    Ok(graph.get(path).await?.body)
}

fn main() {}
