use graph_core::{Client, GraphAction, graph_ids, graph_paths};

graph_ids! { pub ManagedDeviceId; }

#[derive(Clone, Debug, GraphAction)]
#[graph_paths(v1, schema = "schema/operations.graph", "/deviceManagement/managedDevices/{managedDeviceId}/wipe")]
pub struct Wipe {
    pub keep_user_data: Option<bool>,
}

async fn wipe(graph: &Client, device: &ManagedDeviceId) {
    graph.call(Wipe::v1().wipe(device), Wipe { keep_user_data: None }).await.unwrap();
}

fn main() {}
