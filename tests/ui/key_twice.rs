use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", odata_type = "microsoft.graph.group")]
struct User {
    #[graph(key, key)]
    id: String,
    #[graph(rename = "a")]
    #[graph(rename = "b")]
    name: String,
}

fn main() {}
