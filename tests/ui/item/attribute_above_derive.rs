//! The attribute above the derive that knows it.
use graph_core::GraphComplex;

#[graph(odata_type = "microsoft.graph.settings")]
#[derive(GraphComplex)]
pub struct Settings {
    pub enabled: Option<bool>,
}

fn main() {}
