use graph_core::*;

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.node")]
struct Node {
    next: Option<Node>,
}

fn main() {}
