//! Commas between fields that are missing or none: rustc reports them, and all else stays alive.
use graph_core::GraphComplex;

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.settings")]
pub struct Settings {
    pub enabled: Option<bool>
    pub name: Option<String>,
}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.address")]
pub struct Address {
    pub city: Option<String>;
    pub street: Option<String>;
}

fn main() {
    let _ = Settings::patch().enabled(true);
    let _ = Address::patch().city("Paris").street("Rue de Rivoli");
}
