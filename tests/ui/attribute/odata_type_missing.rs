//! A missing type name: the error suggests a type name from the name of the struct.
use graph_core::{GraphComplex, GraphEntity};

#[derive(GraphEntity)]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
}

#[derive(GraphComplex)]
#[graph(tag = "never")]
pub struct DeviceSettings {
    pub enabled: bool,
}

fn main() {
    let _ = User::patch().display_name("Ada").clear_display_name();
    let _ = DeviceSettings::patch().enabled(true);
}
