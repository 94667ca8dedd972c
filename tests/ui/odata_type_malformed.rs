use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "#microsoft.graph.user")]
struct Hash {
    #[graph(key)]
    id: String,
}

#[derive(GraphEntity)]
#[graph(odata_type = "user")]
struct Bare {
    #[graph(key)]
    id: String,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.device configuration")]
struct Spaced {
    #[graph(key)]
    id: String,
}

fn main() {}
