use graph_core::{Client, GraphAction, graph_ids, graph_paths};

graph_ids! { pub ManagedDeviceId; }

// The order of the attributes makes no difference.
#[graph_paths(v1, schema = "schema/operations.graph", "/deviceManagement/managedDevices/{managedDeviceId}/wipe")]
#[derive(Clone, Debug, GraphAction)]
pub struct Wipe {
    pub keep_user_data: bool,
    pub mac_os_unlock_code: Option<i32>,
}

async fn wipe(graph: &Client, device: &ManagedDeviceId) {
    let wipe = Wipe { keep_user_data: true, mac_os_unlock_code: Some(123) };
    graph.call(Wipe::v1().wipe(device), wipe).await.unwrap();
}

fn main() {}
