//! `not_null` on a type without `Option`.
use graph_core::GraphEntity;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    #[graph(not_null)]
    pub count: i32,
    #[graph(not_null)]
    pub names: Vec<String>,
}

fn main() {
    let _ = User::patch().count(3);
}
