//! Invalid bases.
use graph_core::GraphEntity;

#[derive(GraphEntity)]
#[graph(
    odata_type = "microsoft.graph.user",
    base("microsoft.graph.user", "microsoft.graph.entity", "microsoft.graph.entity", "#microsoft.graph.person", directoryObject)
)]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
}

fn main() {
    let patch = User::patch().display_name("Ada").clear_display_name();
    let _ = serde_json::to_string(&patch);
}
