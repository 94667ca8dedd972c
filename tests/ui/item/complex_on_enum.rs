//! `GraphComplex` on an enum that is then used as a property.
use graph_core::{GraphComplex, GraphEntity};

#[derive(GraphComplex)]
pub enum Settings {
    On,
    Off,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub settings: Option<Settings>,
}

fn main() {
    let _ = User::patch().settings(Settings::On).clear_settings();
}
