//! Keys of serde in `#[graph]`.
use graph_core::{GraphEntity, GraphEnum};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", untagged, deny_unknown_fields)]
pub struct User {
    #[graph(key, alias = "identifier")]
    pub id: String,
    #[graph(rename(serialize = "azureADUser"))]
    pub azure_ad_user: Option<String>,
    #[graph(with = "timestamps")]
    pub created: Option<i64>,
    #[graph(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

#[derive(GraphEnum)]
#[graph(rename_all = "camelCase")]
pub enum Kind {
    Member,
    #[graph(skip)]
    Guest,
    #[graph(other)]
    Other(String),
}

pub async fn use_user(graph: graph_core::Client, path: graph_core::model::Path<User>) -> Result<User, graph_core::Error> {
    graph.patch(path.clone(), User::patch()).await?;
    Ok(graph.get(path).await?.body)
}

pub fn use_kind(value: &Kind) -> Option<String> {
    serde_json::to_string(value).ok()
}

fn main() {}
