//! The attribute on a struct that derives nothing of ours.
#[derive(Clone)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    pub id: String,
}

fn main() {}
