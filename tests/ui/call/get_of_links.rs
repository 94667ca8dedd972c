use graph_core::{Client, GraphEntity, graph_ids, graph_paths};

graph_ids! { pub GroupId; }

#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.group")]
#[graph_paths(v1, "/groups/{id}/members/$ref")]
pub struct Group {
    #[graph(key)]
    pub id: String,
}

fn members(graph: &Client, group: &GroupId) {
    let _ = graph.get(Group::v1().members_ref(group));
}

fn main() {}
