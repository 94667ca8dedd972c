//! A wrapper without its argument.
use graph_core::GraphEntity;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub a: Option,
    pub b: Vec<>,
}

fn main() {}
