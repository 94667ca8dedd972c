//! `create_only`: its other names, the keys that exclude it, and the methods that its patch lacks.
use graph_core::{Additional, GraphComplex, GraphEntity};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.policy")]
pub struct Policy {
    #[graph(key, create_only)]
    pub id: String,
    #[graph(immutable)]
    pub kind: Option<String>,
    #[graph(computed)]
    pub created: Option<String>,
    #[graph(read_only, create_only)]
    pub changed: Option<String>,
    #[graph(additional, create_only)]
    pub rest: Additional,
}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.settings")]
pub struct Settings {
    #[graph(create_only = true)]
    pub kind: Option<String>,
}

pub async fn use_policy(graph: graph_core::Client, path: graph_core::model::Path<Policy>) -> Result<Policy, graph_core::Error> {
    graph.patch(path.clone(), Policy::patch()).await?;
    Ok(graph.get(path).await?.body)
}

pub fn use_settings(text: &str) -> Option<Settings> {
    let _ = serde_json::to_string(&Settings::patch());
    serde_json::from_str(text).ok()
}

fn main() {}
