use graph_core::{Client, GraphEntity, graph_paths};

#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.group")]
#[graph_paths(v1, schema = "schema/delta.graph", "/users/delta")]
pub struct Group {
    #[graph(key)]
    pub id: String,
}

fn changes(graph: &Client) {
    let _ = graph.delta(Group::v1().users_delta());
}

fn main() {}
