use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
struct User {
    #[graph(key)]
    id: String,
    display_name: String,
    #[graph(rename = "displayName")]
    name: String,
}

fn main() {}
