//! Keys by their names in other libraries.
use graph_core::{Additional, GraphComplex, GraphEntity, GraphEnum};

#[derive(GraphEntity)]
#[graph(type = "microsoft.graph.user")]
pub struct User {
    #[graph(primary_key)]
    pub id: String,
    #[graph(name = "azureADUser")]
    pub azure_ad_user: bool,
    #[graph(required)]
    pub city: Option<String>,
    #[graph(flatten)]
    pub rest: Additional,
}

#[derive(GraphComplex)]
#[graph(type_name = "microsoft.graph.settings")]
pub struct Settings {
    pub kind: Option<Kind>,
}

#[derive(GraphEnum)]
pub enum Kind {
    A,
    #[graph(default)]
    Other(String),
}

fn main() {
    let _ = User::patch().city("Paris").azure_ad_user(true);
    let _ = Settings::patch().kind(Kind::A).clear_kind();
}
