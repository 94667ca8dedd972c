use graph_core::{Client, GraphEntity, graph_paths};

#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1, schema = "schema/delta.graph", "/me/delta")]
pub struct User {
    #[graph(key)]
    pub id: String,
}

fn changes(graph: &Client) {
    let _ = graph.delta(User::v1().me_delta());
}

fn main() {}
