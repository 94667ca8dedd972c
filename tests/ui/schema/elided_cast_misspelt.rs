//! A misspelt `elided_cast`.
use graph_core::{GraphEntity, graph_ids, graph_paths};

graph_ids! { pub UserId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1, elide_cast("/users/{userId}"), elided_cast = "/users/{userId}/a", elided_cast)]
struct User {
    #[graph(key)]
    id: String,
}

async fn use_user(graph: graph_core::Client, path: graph_core::model::Path<User>) -> Result<User, graph_core::Error> {
    graph.patch(path.clone(), User::patch()).await?;
    Ok(graph.get(path).await?.body)
}

fn main() {}
