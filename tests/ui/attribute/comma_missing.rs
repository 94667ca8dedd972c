//! Two entries without a comma between them.
use graph_core::GraphEntity;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user" tag = "never")]
pub struct User {
    #[graph(key)]
    pub id: String,
    #[graph(rename = "azureADUser" read_only)]
    pub azure: bool,
    #[graph(read_only not_null)]
    pub display_name: Option<String>,
    #[graph(rename = "a" "b")]
    pub city: String,
}

pub async fn use_user(graph: graph_core::Client, path: graph_core::model::Path<User>) -> Result<User, graph_core::Error> {
    graph.patch(path.clone(), User::patch()).await?;
    Ok(graph.get(path).await?.body)
}

fn main() {}
