//! `writable` as a key: a property is writable by default.
use graph_core::GraphComplex;

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.settings")]
pub struct Settings {
    #[graph(mutable)]
    pub enabled: Option<bool>,
    #[graph(writable)]
    pub name: Option<String>,
}

pub fn use_settings(text: &str) -> Option<Settings> {
    let _ = serde_json::to_string(&Settings::patch());
    serde_json::from_str(text).ok()
}

fn main() {}
