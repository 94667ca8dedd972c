//! A list in brackets, and one without commas.
use graph_core::GraphEntity;

#[derive(GraphEntity)]
#[graph(
    odata_type = "microsoft.graph.user",
    base = ["microsoft.graph.directoryObject", "microsoft.graph.entity"],
    permissions(delegated = ["User.Read", "User.ReadWrite"], application("User.Read.All" "User.ReadWrite.All")),
)]
pub struct User {
    #[graph(key)]
    pub id: String,
}

pub async fn use_user(graph: graph_core::Client, path: graph_core::model::Path<User>) -> Result<User, graph_core::Error> {
    graph.patch(path.clone(), User::patch()).await?;
    Ok(graph.get(path).await?.body)
}

fn main() {}
