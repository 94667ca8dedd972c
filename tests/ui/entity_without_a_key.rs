use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
struct Unmarked {
    id: String,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
struct Keyless {
    name: String,
}

fn main() {}
