use graph_core::*;

graph_ids! { pub UserId, pub GroupId }

fn main() {}
