//! `flatten`, which serde users try.
use graph_core::{GraphComplex, GraphEntity};

use std::collections::HashMap;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    #[graph(flatten)]
    pub rest: HashMap<String, String>,
    #[graph(flatten)]
    pub settings: Settings,
}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.settings")]
pub struct Settings {
    pub enabled: Option<bool>,
}

pub async fn use_user(graph: graph_core::Client, path: graph_core::model::Path<User>) -> Result<User, graph_core::Error> {
    graph.patch(path.clone(), User::patch()).await?;
    Ok(graph.get(path).await?.body)
}

pub fn use_settings(text: &str) -> Option<Settings> {
    let _ = serde_json::to_string(&Settings::patch());
    serde_json::from_str(text).ok()
}

fn main() {}
