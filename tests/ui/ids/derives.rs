//! Derives that an id type already has.
use graph_core::graph_ids;

graph_ids! {
    #[derive(Clone)]
    pub UserId;
    #[derive(serde::Serialize, Debug, Hash)]
    pub GroupId;
}

fn main() {}
