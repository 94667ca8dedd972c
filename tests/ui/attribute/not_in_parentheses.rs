//! The attribute without parentheses: no missing key is reported, because the attribute may have meant that key.
use graph_core::{GraphEntity, GraphEnum};

#[derive(GraphEntity)]
#[graph = "microsoft.graph.user"]
pub struct User {
    #[graph]
    pub id: String,
    #[graph["azureADUser"]]
    pub display_name: Option<String>,
}

#[derive(GraphEnum)]
pub enum Kind {
    A,
    #[graph{other}]
    Other(String),
}

fn main() {
    let patch = User::patch().display_name("Ada").clear_display_name();
    let _ = serde_json::to_string(&patch);
}
