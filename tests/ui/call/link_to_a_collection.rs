use graph_core::{Client, GraphEntity, graph_ids, graph_paths};

graph_ids! { pub GroupId; }

#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.group")]
#[graph_paths(v1, "/groups/{groupId}", "/groups/{groupId}/members/$ref", "/groups/{groupId}/owner/$ref")]
pub struct Group {
    #[graph(key)]
    pub id: String,
}

async fn links(graph: &Client, group: &GroupId) {
    let _ = graph.add_link(Group::v1().members_ref(group), Group::v1().groups_collection()).await;
    let _ = graph.set_link(Group::v1().owner_ref(group), Group::v1().members_ref(group)).await;
}

fn main() {}
