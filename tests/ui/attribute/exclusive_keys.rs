//! Keys that exclude each other.
use graph_core::{Additional, GraphEntity, GraphEnum};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key, read_only)]
    pub id: String,
    #[graph(etag, rename = "eTag")]
    pub etag: Option<String>,
    #[graph(read_only, additional)]
    pub rest: Additional,
    pub display_name: Option<String>,
}

#[derive(GraphEnum)]
pub enum Kind {
    A,
    #[graph(other, rename = "other")]
    Other(String),
}

fn main() {
    let patch = User::patch().display_name("Ada").clear_display_name();
    let _ = serde_json::to_string(&patch);
}
