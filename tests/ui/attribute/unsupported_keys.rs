//! Words that people try as keys but that are not keys, because another construct does the job.
use graph_core::GraphEntity;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", rename_all = "camelCase", paths("/users/{userId}"))]
pub struct User {
    #[graph(key)]
    pub id: String,
    #[graph(nullable)]
    pub display_name: Option<String>,
    #[graph(skip)]
    pub cached: bool,
}

fn main() {
    let patch = User::patch().display_name("Ada").clear_display_name();
    let _ = serde_json::to_string(&patch);
}
