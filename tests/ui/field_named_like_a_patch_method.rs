use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
struct User {
    #[graph(key)]
    id: String,
    diff: String,
    name: Option<String>,
    clear_name: bool,
}

fn main() {}
