//! Two properties with the same JSON name.
use graph_core::GraphEntity;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
    #[graph(rename = "displayName")]
    pub shown_name: Option<String>,
    pub r#type: String,
    pub type_: String,
    #[graph(rename = "id")]
    pub other_id: String,
}

fn main() {
    let patch = User::patch().display_name("Ada").clear_display_name();
    let _ = serde_json::to_string(&patch);
}
