//! Attributes of serde, which has no part in this.
use graph_core::GraphEntity;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[serde(rename_all = "camelCase")]
pub struct User {
    #[graph(key)]
    pub id: String,
    #[serde(rename = "azureADUser")]
    pub display_name: Option<String>,
}

fn main() {
    let patch = User::patch().display_name("Ada").clear_display_name();
    let _ = serde_json::to_string(&patch);
}
