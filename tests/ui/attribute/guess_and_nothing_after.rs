//! A misspelt key counts as the key it resembles, and causes no further errors.
use graph_core::{GraphEntity, GraphEnum};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", bas = "#microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    #[graph(renam = "f")]
    pub g: i32,
    pub f: Option<i32>,
    #[graph(primary_key)]
    pub name: Option<String>,
    #[graph(version)]
    pub etag: i32,
    #[graph(never_null)]
    pub count: i32,
    #[graph(read_onl)]
    pub created: Option<String>,
}

#[derive(GraphEnum)]
pub enum Kind {
    #[graph(default)]
    Member,
    #[graph(renam = "member")]
    Guest,
    #[graph(other)]
    Other(String),
}

fn main() {
    let _ = User::patch().g(5).clear_name().created("now").clear_created().etag(5);
}
