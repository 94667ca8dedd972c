//! Paths on a complex type.
use graph_core::{GraphComplex, graph_paths};

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.settings")]
#[graph_paths(v1, "/me/settings")]
pub struct Settings {
    pub enabled: bool,
}

fn main() {
    let _ = Settings::v1().me_settings();
}
