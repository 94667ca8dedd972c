//! Keys on a target that does not take them.
use graph_core::{GraphComplex, GraphDerived, GraphEntity, GraphEnum, Untyped};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", rename = "user", flags, key)]
pub struct User {
    #[graph(key, odata_type = "Edm.String")]
    pub id: String,
    #[graph(other, tag = "never")]
    pub display_name: Option<String>,
}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.settings", permissions(delegated("User.Read")))]
pub struct Settings {
    #[graph(key)]
    pub id: String,
    #[graph(etag)]
    pub etag: Option<String>,
}

#[derive(GraphEnum)]
#[graph(odata_type = "microsoft.graph.kind")]
pub enum Kind {
    #[graph(key)]
    A,
    #[graph(other)]
    Other(String),
}

#[derive(GraphDerived)]
#[graph(base = "microsoft.graph.user", odata_type = "microsoft.graph.user")]
pub enum Anyone {
    #[graph(rename = "user")]
    User(User),
    #[graph(other)]
    Other(Untyped),
}

fn main() {
    let patch = User::patch().display_name("Ada").clear_display_name();
    let _ = serde_json::to_string(&patch);
}
