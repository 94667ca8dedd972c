//! The attribute above the derive.
use graph_core::GraphComplex;

#[graph(odata_type = "microsoft.graph.settings")]
#[derive(GraphComplex)]
pub struct Settings {
    pub enabled: Option<bool>,
}

fn main() {}
