//! `required` as a key: a type without `Option` already means that the property is required.
use graph_core::GraphEntity;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key, required)]
    pub id: String,
    #[graph(required)]
    pub age: i32,
    #[graph(non_null)]
    pub tags: Vec<String>,
    #[graph(default)]
    pub count: Option<i32>,
}

pub async fn use_user(graph: graph_core::Client, path: graph_core::model::Path<User>) -> Result<User, graph_core::Error> {
    graph.patch(path.clone(), User::patch()).await?;
    Ok(graph.get(path).await?.body)
}

fn main() {}
