//! Keys without their value.
use graph_core::{GraphDerived, GraphEntity, Untyped};

#[derive(GraphEntity)]
#[graph(odata_type, base(), tag =, permissions)]
pub struct User {
    #[graph(key)]
    pub id: String,
    #[graph(rename)]
    pub display_name: Option<String>,
    #[graph(rename =)]
    pub city: Option<String>,
}

#[derive(GraphDerived)]
#[graph(base)]
pub enum Anyone {
    User(User),
    #[graph(other)]
    Other(Untyped),
}

fn main() {
    let patch = User::patch().display_name("Ada").clear_display_name();
    let _ = serde_json::to_string(&patch);
}
