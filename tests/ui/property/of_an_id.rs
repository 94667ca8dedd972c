//! An id type as the type of a property.
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
