//! `flatten`, which serde users try.
use graph_core::{GraphComplex, GraphEntity};

use std::collections::HashMap;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    #[graph(flatten)]
    pub rest: HashMap<String, String>,
    #[graph(flatten)]
    pub settings: Settings,
}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.settings")]
pub struct Settings {
    pub enabled: Option<bool>,
}

fn main() {}
