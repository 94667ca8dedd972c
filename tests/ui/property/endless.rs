//! A value that always contains another one: rustc accepts it, but no value can be built.
use graph_core::{GraphComplex, GraphEntity};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub manager: Box<User>,
    pub friend: Option<Box<User>>,
}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.setting")]
pub struct Setting {
    pub parent: Box<Self>,
    pub children: Vec<Setting>,
}

fn main() {}
