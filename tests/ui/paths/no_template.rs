//! Attributes without templates, and without arguments.
use graph_core::{GraphEntity, graph_paths};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1)]
#[graph_paths()]
#[graph_paths]
pub struct User {
    #[graph(key)]
    pub id: String,
}

#[graph_paths]
#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.group")]
pub struct Group {
    #[graph(key)]
    pub id: String,
}

fn main() {
    let _ = (User::patch(), Group::patch());
}
