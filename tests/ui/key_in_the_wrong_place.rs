use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", rename = "user")]
struct User {
    #[graph(key, odata_type = "microsoft.graph.user")]
    id: String,
    #[graph(flags)]
    state: String,
}

fn main() {}
