//! A patch type as the type of a property.
use graph_core::{GraphComplex, GraphEntity};

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.settings")]
pub struct Settings {
    pub enabled: Option<bool>,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub settings: Option<SettingsPatch>,
}

fn main() {}
