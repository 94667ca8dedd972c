//! Values that are not string literals: the error suggests the same text as a string.
use graph_core::GraphEntity;

#[derive(GraphEntity)]
#[graph(odata_type = microsoft.graph.user, tag = false)]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
    #[graph(rename = 5)]
    pub a: i32,
    #[graph(rename = 'x')]
    pub b: i32,
    #[graph(rename = b"bytes")]
    pub c: i32,
    #[graph(rename = azureADUser)]
    pub d: i32,
    #[graph(rename = ["e"])]
    pub e: i32,
    #[graph(rename = concat!("f", "2"))]
    pub f: i32,
    #[graph(rename = c"g2")]
    pub g: i32,
    #[graph(rename = -1.5)]
    pub h: i32,
}

fn main() {
    let patch = User::patch().display_name("Ada").clear_display_name();
    let _ = serde_json::to_string(&patch);
}
