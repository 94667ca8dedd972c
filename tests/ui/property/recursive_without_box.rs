//! A type that contains itself.
use graph_core::GraphComplex;

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.setting")]
pub struct Setting {
    pub name: Option<String>,
    pub parent: Option<Setting>,
    pub children: Vec<Setting>,
}

fn main() {
    let _ = Setting::patch().name("a").clear_parent();
}
