//! Types of the user that are called `Option` and `Vec`.
use graph_core::GraphEntity;

mod mine {
    pub struct Option<T>(pub T);
    pub struct Vec<T>(pub T);
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub a: mine::Option<i32>,
    pub b: Option<mine::Vec<String>>,
}

pub async fn use_user(graph: graph_core::Client, path: graph_core::model::Path<User>) -> Result<User, graph_core::Error> {
    graph.patch(path.clone(), User::patch()).await?;
    Ok(graph.get(path).await?.body)
}

fn main() {}
