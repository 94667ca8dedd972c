//! An enum without a derive.
use graph_core::GraphEntity;

#[derive(Clone, Debug)]
pub enum Status {
    On,
    Off,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    #[graph(read_only)]
    pub status: Option<Status>,
}

fn main() {
    let _ = User::patch();
}
