//! The attribute on a struct without a derive of graph-core.
#[derive(Clone)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    pub id: String,
}

fn main() {}
