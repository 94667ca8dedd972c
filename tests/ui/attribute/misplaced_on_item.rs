//! A key on the item instead of its field or variant: the key is not also reported as missing.
use graph_core::{GraphEntity, GraphEnum};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", key = "id")]
pub struct User {
    pub id: String,
}

#[derive(GraphEnum)]
#[graph(other)]
pub enum Kind {
    Member,
}

fn main() {}
