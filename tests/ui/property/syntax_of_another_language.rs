//! Field types in the syntax of C#, TypeScript and Go: rustc reports them, and the derive adds nothing.
use graph_core::GraphComplex;

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.settings")]
pub struct Settings {
    pub name: Option<String>,
    pub city: String?,
}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.address")]
pub struct Address {
    pub name: Option<String>,
    pub lines: String[],
}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.license")]
pub struct License {
    pub name: Option<String>,
    pub plan *String,
}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.place")]
pub struct Place {
    pub name: Option<String>,
    pub type: Option<String>,
}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.quota")]
pub struct Quota {
    pub name: Option<String>,
    pub parts: Option<Vec<String>,
}

fn main() {
    let _ = (Settings::patch().name("a"), Address::patch().name("a"), License::patch().name("a"));
    let _ = (Place::patch().name("a"), Quota::patch().name("a"));
    let _ = serde_json::to_string(&Place::patch());
}
