use graph_core::{Client, GraphComplex, graph_paths};

#[derive(Clone, Debug, GraphComplex)]
#[graph(odata_type = "microsoft.graph.address")]
#[graph_paths(v1, "/users/delta")]
pub struct Address {
    pub city: Option<String>,
}

fn changes(graph: &Client) {
    let _ = graph.delta(Address::v1().users_delta());
}

fn main() {}
