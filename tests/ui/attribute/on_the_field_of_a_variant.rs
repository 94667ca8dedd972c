//! An attribute on the field of a variant, where it has no effect.
use graph_core::{GraphDerived, GraphEntity, GraphEnum, Untyped};

#[derive(GraphEnum)]
pub enum Kind {
    A,
    #[graph(other)]
    Other(#[graph(rename = "else")] String),
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
}

#[derive(GraphDerived)]
#[graph(base = "microsoft.graph.user")]
pub enum Anyone {
    User(User),
    #[graph(other)]
    Other(#[graph(other)] Untyped),
}

fn main() {}
