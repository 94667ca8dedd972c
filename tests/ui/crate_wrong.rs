use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", crate = "graph_core")]
struct Quoted {
    #[graph(key)]
    id: String,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", crate = ::no_such_crate)]
struct Unknown {
    #[graph(key)]
    id: String,
}

fn main() {}
