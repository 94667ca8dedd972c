//! Attributes of serde.
use graph_core::{GraphEntity, GraphEnum};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[serde(rename_all = "camelCase")]
pub struct User {
    #[graph(key)]
    pub id: String,
    #[serde(rename = "azureADName")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<i32>,
}

#[derive(GraphEnum)]
pub enum Kind {
    #[serde(rename = "member")]
    Member,
    #[graph(other)]
    Other(String),
}

fn main() {
    let patch = User::patch().name("Ada").age(7);
    let _ = serde_json::to_string(&patch);
}
