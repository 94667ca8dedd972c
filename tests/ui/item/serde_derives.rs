//! The derives of serde in addition to those of graph-core.
use graph_core::GraphEntity;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
}

fn main() {
    let patch = User::patch().display_name("Ada").clear_display_name();
    let _ = serde_json::to_string(&patch);
}
