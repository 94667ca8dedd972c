//! A value that always contains another one: rustc accepts it, but no value can be built.
use graph_core::{GraphComplex, GraphEntity};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub manager: Box<User>,
    pub friend: Option<Box<User>>,
}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.setting")]
pub struct Setting {
    pub parent: Box<Self>,
    pub children: Vec<Setting>,
}

pub async fn use_user(graph: graph_core::Client, path: graph_core::model::Path<User>) -> Result<User, graph_core::Error> {
    graph.patch(path.clone(), User::patch()).await?;
    Ok(graph.get(path).await?.body)
}

pub fn use_setting(text: &str) -> Option<Setting> {
    let _ = serde_json::to_string(&Setting::patch());
    serde_json::from_str(text).ok()
}

fn main() {}
