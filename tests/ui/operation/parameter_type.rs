use graph_core::{Client, Error, GraphAction, graph_ids, graph_paths};
use std::collections::HashMap;

graph_ids! { pub DeviceId; }

#[derive(Clone, Debug)]
pub struct Reason {
    pub text: String,
}

#[derive(Clone, Debug, GraphAction)]
#[graph_paths(v1, "/devices/{deviceId}/wipe")]
pub struct Wipe {
    pub times: u32,
    pub reason: Option<Reason>,
    pub more: HashMap<String, String>,
}

async fn wipe(graph: &Client, device: &DeviceId, parameters: Wipe) -> Result<(), Error> {
    graph.call(Wipe::v1().wipe(device), parameters).await?;
    Ok(())
}

fn main() {}
