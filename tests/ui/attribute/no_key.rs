//! Entries that do not begin with a key: nothing is said to be missing that may have been meant by them.
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
