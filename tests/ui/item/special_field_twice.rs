//! Two fields marked `etag`, and two marked `additional`.
use graph_core::{Additional, GraphEntity};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
    #[graph(etag)]
    pub etag: Option<String>,
    #[graph(etag)]
    pub version: Option<String>,
    #[graph(additional)]
    pub rest: Additional,
    #[graph(additional)]
    pub more: Additional,
}

fn main() {
    let patch = User::patch().display_name("Ada").clear_display_name();
    let _ = serde_json::to_string(&patch);
}
