//! Fields marked `etag` or `additional` with the wrong type.
use graph_core::{GraphEntity, Json};
use std::collections::HashMap;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
    #[graph(etag)]
    pub etag: String,
    #[graph(additional)]
    pub rest: HashMap<String, Json>,
}

fn main() {
    let patch = User::patch().display_name("Ada").clear_display_name();
    let _ = serde_json::to_string(&patch);
}
