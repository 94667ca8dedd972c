//! What an id type derives already.
use graph_core::graph_ids;

graph_ids! {
    #[derive(Clone)]
    pub UserId;
    #[derive(serde::Serialize, Debug, Hash)]
    pub GroupId;
}

fn main() {}
