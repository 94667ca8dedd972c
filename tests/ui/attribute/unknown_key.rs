//! Keys that resemble no known key: the error lists all keys.
use graph_core::{GraphDerived, GraphEntity, GraphEnum, Untyped};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", colour = "red")]
pub struct User {
    #[graph(key)]
    pub id: String,
    #[graph(validate(min = 5))]
    pub display_name: Option<String>,
}

#[derive(GraphEnum)]
#[graph(uppercase)]
pub enum Kind {
    #[graph(weight = 3)]
    A,
    #[graph(other)]
    Other(String),
}

#[derive(GraphDerived)]
#[graph(base = "microsoft.graph.user", discriminator = "kind")]
pub enum Anyone {
    #[graph(value = "user")]
    User(User),
    #[graph(other)]
    Other(Untyped),
}

fn main() {
    let patch = User::patch().display_name("Ada").clear_display_name();
    let _ = serde_json::to_string(&patch);
}
