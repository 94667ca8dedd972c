//! `Flags` of types that have no flags.
use graph_core::{Flags, GraphEntity};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub a: Flags<String>,
    pub b: Option<Flags<i32>>,
    pub c: Flags,
}

fn main() {}
