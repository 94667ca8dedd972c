//! A value of `crate` that is the path of another crate.
use graph_core::GraphEntity;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", crate = ::serde_json)]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
}

fn main() {}
