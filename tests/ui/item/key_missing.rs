//! Entities without a key, with and without a field that looks like one.
use graph_core::GraphEntity;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    pub id: String,
    pub display_name: Option<String>,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.group")]
pub struct Group {
    pub name: String,
}

fn main() {
    let patch = User::patch().display_name("Ada").clear_display_name();
    let _ = serde_json::to_string(&patch);
}
