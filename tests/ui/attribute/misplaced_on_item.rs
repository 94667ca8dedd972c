//! A key on the item instead of its field or variant: it is not reported as missing there.
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
