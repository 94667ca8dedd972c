use graph_core::*;

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.settings")]
struct Settings {
    #[graph(key)]
    id: String,
}

fn main() {}
