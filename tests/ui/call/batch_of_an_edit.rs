use graph_core::{Client, GraphEntity, graph_ids, graph_paths};

graph_ids! { pub GroupId; }

#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.group")]
#[graph_paths(v1, "/groups/{id}")]
pub struct Group {
    #[graph(key)]
    pub id: String,
    pub name: Option<String>,
}

fn rename(graph: &Client, group: &GroupId) {
    let mut batch = graph.batch();
    batch.add(graph.edit(Group::v1().groups(group), |_: &Group| Group::patch().name("Sales")));
}

fn main() {}
