//! An id is a part of a path; the key of an entity is a text.
use graph_core::{GraphEntity, graph_ids};

graph_ids! { pub UserId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: UserId,
    pub manager: Option<UserId>,
}

fn main() {}
