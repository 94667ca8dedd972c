use graph_core::{Client, GraphEntity, graph_paths};

#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.drive")]
#[graph_paths(v1, schema = "schema/delta.graph", "/drives/delta()")]
pub struct Drive {
    #[graph(key)]
    pub id: String,
}

fn changes(graph: &Client) {
    let _ = graph.delta(Drive::v1().drives_delta());
}

fn main() {}
