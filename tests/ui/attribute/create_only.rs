//! `create_only`: its other names, the keys that exclude it, and the methods that its patch lacks.
use graph_core::{Additional, GraphComplex, GraphEntity};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.policy")]
pub struct Policy {
    #[graph(key, create_only)]
    pub id: String,
    #[graph(immutable)]
    pub kind: Option<String>,
    #[graph(computed)]
    pub created: Option<String>,
    #[graph(read_only, create_only)]
    pub changed: Option<String>,
    #[graph(additional, create_only)]
    pub rest: Additional,
}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.settings")]
pub struct Settings {
    #[graph(create_only = true)]
    pub kind: Option<String>,
}

fn main() {}
