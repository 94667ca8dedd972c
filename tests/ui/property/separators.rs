//! Wrong separators between fields: rustc reports them, and the rest of the expansion is kept.
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
