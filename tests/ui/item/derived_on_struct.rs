//! `GraphDerived` on a struct and on a union.
use graph_core::{GraphDerived, GraphEntity};

#[derive(GraphDerived)]
#[graph(base = "microsoft.graph.entity")]
pub struct Anything {
    pub id: String,
}

#[derive(GraphDerived)]
pub union Both {
    pub a: i32,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub anything: Vec<Anything>,
}

fn main() {
    let _ = User::patch().anything(Vec::new());
}
