use graph_core::{Client, Error, GraphEntity, graph_ids, graph_paths};

graph_ids! { pub DeviceId; }

#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.device", returns = String)]
#[graph_paths(v1, "/devices/{deviceId}")]
pub struct Device {
    #[graph(key)]
    pub id: String,
}

async fn read(graph: &Client, id: &DeviceId) -> Result<String, Error> {
    Ok(graph.get(Device::v1().devices(id)).await?.body.id)
}

fn main() {}
