//! A key on the item that belongs on one of its parts: that it is missing there is no second mistake.
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
