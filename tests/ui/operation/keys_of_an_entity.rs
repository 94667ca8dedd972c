use graph_core::{Client, Error, GraphAction, graph_ids, graph_paths};

graph_ids! { pub DeviceId; }

#[derive(Clone, Debug, GraphAction)]
#[graph(odata_type = "microsoft.graph.wipe", keyless, tag = "never")]
#[graph_paths(v1, "/devices/{deviceId}/wipe")]
pub struct Wipe {
    pub keep_user_data: Option<bool>,
}

async fn wipe(graph: &Client, device: &DeviceId) -> Result<(), Error> {
    graph.call(Wipe::v1().wipe(device), Wipe { keep_user_data: None }).await?;
    Ok(())
}

fn main() {}
