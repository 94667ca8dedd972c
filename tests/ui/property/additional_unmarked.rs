//! A field of type `Additional` without the mark `additional`.
use graph_core::{Additional, GraphEntity};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub rest: Additional,
    pub more: Option<Additional>,
}

fn main() {}
