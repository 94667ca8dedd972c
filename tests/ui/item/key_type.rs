//! Types that cannot be keys.
use graph_core::{Flags, GraphComplex, GraphEntity, GraphEnum};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.a")]
pub struct Nullable {
    #[graph(key)]
    pub id: Option<String>,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.b")]
pub struct Several {
    #[graph(key)]
    pub ids: Vec<String>,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.c")]
pub struct Fraction {
    #[graph(key)]
    pub id: f64,
}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.settings")]
pub struct Settings {
    pub enabled: bool,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.d")]
pub struct Structured {
    #[graph(key)]
    pub id: Settings,
}

#[derive(GraphEnum)]
#[graph(flags)]
pub enum Shown {
    A,
    #[graph(other)]
    Other(String),
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.e")]
pub struct Set {
    #[graph(key)]
    pub shown: Flags<Shown>,
}

fn main() {}
