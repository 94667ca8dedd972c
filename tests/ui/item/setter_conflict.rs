//! Properties whose setters would hide methods of the patch.
use graph_core::{Additional, GraphEntity};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub diff: i32,
    pub display_name: Option<String>,
    pub clear_display_name: bool,
    #[graph(rename = "isEmptyAccount")]
    pub is_empty: bool,
    pub set_additional: i32,
    #[graph(additional)]
    pub rest: Additional,
}

fn main() {
    let patch = User::patch().display_name("Ada").clear_display_name().set_additional("theme", 1);
    let _ = serde_json::to_string(&patch);
}
