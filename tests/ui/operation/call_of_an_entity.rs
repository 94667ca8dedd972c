use graph_core::{Client, Error, GraphEntity, graph_ids, graph_paths};

graph_ids! { pub DeviceId; }

#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.device")]
#[graph_paths(v1, "/devices/{deviceId}")]
pub struct Device {
    #[graph(key)]
    pub id: String,
}

async fn call(graph: &Client, id: &DeviceId, device: Device) -> Result<(), Error> {
    graph.call(Device::v1().devices(id), device).await?;
    Ok(())
}

fn main() {}
