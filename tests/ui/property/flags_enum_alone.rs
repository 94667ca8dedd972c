//! A flags enum as a property type without `Flags`.
use graph_core::{GraphEntity, GraphEnum};

#[derive(GraphEnum)]
#[graph(flags)]
pub enum Shown {
    A,
    #[graph(other)]
    Other(String),
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub shown: Option<Shown>,
}

fn main() {
    let _ = User::patch().shown(Shown::A);
}
