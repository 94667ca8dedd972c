//! A half-typed field: rustc reports it, and the rest of the expansion is kept.
use graph_core::GraphEntity;

#[derive(Clone, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub age: i32,
    #[graph(rename = "azureADName")]
    pub name:
}

#[derive(Clone, GraphEntity)]
#[graph(odata_type = "microsoft.graph.group")]
pub struct Group {
    pub id
}

fn main() {
    let _ = User::patch().age(36);
    let _ = Group::patch();
}
