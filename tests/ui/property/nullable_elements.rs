//! Collections of entities and complex values cannot contain null; those of primitive values can.
use graph_core::{Expanded, GraphComplex, GraphEntity};

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
    pub names: Vec<Option<String>>,
    pub settings: Vec<Option<Settings>>,
    pub friends: Option<Vec<Option<Box<User>>>>,
    pub members: Option<Expanded<Option<Box<User>>>>,
}

fn main() {
    let _ = User::patch().settings(vec![None]);
}
