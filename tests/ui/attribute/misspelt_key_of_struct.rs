//! Misspelt keys of a struct: each counts as the key it resembles.
use graph_core::GraphEntity;

#[derive(GraphEntity)]
#[graph(odata_tpye = "microsoft.graph.user", bas = "microsoft.graph.entity", Tag = "never", permision(delegated("User.Read")))]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
}

fn main() {
    let patch = User::patch().display_name("Ada").clear_display_name();
    let _ = serde_json::to_string(&patch);
}
