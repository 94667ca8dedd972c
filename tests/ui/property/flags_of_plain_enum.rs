//! `Flags` of an enum without `flags`, and of a type that is not an enum.
use graph_core::{Flags, GraphComplex, GraphEntity, GraphEnum};

#[derive(GraphEnum)]
pub enum Kind {
    A,
    #[graph(other)]
    Other(String),
}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.settings")]
pub struct Settings {
    pub enabled: bool,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub kinds: Flags<Kind>,
    pub settings: Option<Flags<Settings>>,
}

fn main() {
    let _ = User::patch();
}
