use graph_core::{Client, GraphFunction, graph_ids, graph_paths};

graph_ids! { pub ManagedDeviceId; }

#[derive(Clone, Debug, GraphFunction)]
#[graph(returns = bool)]
#[graph_paths(v1, schema = "schema/operations.graph", "/deviceManagement/managedDevices/{managedDeviceId}/wipe")]
pub struct Wipe {}

async fn wipe(graph: &Client, device: &ManagedDeviceId) -> bool {
    graph.call(Wipe::v1().wipe(device), Wipe {}).await.unwrap().body
}

fn main() {}
