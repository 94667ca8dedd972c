//! Entries that do not begin with a key: no missing key is reported, because an entry may have meant that key.
use graph_core::GraphEntity;

#[derive(GraphEntity)]
#[graph("microsoft.graph.user")]
pub struct User {
    #[graph(= key)]
    pub id: String,
    #[graph(@rename = "azureADUser")]
    pub display_name: Option<String>,
    #[graph((read_only))]
    pub created: i64,
}

fn main() {
    let patch = User::patch().display_name("Ada").clear_display_name();
    let _ = serde_json::to_string(&patch);
}
