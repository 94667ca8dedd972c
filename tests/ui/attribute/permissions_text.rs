//! Invalid permissions.
use graph_core::GraphEntity;

#[derive(GraphEntity)]
#[graph(
    odata_type = "microsoft.graph.user",
    permissions(delegated("User.Read, User.ReadWrite", ""), application("User.Read.All", "User.Read.All", "Not supported."))
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
