//! `GraphEntity` on a union.
use graph_core::GraphEntity;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub union User {
    pub id: u64,
    pub key: i64,
}

fn main() {
    let _ = User::patch();
}
