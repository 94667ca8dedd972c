//! `GraphEnum` on structs and unions.
use graph_core::{GraphEntity, GraphEnum};

#[derive(GraphEnum)]
#[graph(odata_type = "microsoft.graph.kind")]
pub struct Kind {
    #[graph(rename = "a")]
    pub a: bool,
}

#[derive(GraphEnum)]
pub union Bits {
    pub a: i32,
    pub b: i32,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub kind: Option<Kind>,
}

fn main() {
    let _ = User::patch().kind(Kind { a: true });
}
