use graph_core::{Client, Error, GraphAction, graph_ids, graph_paths};

graph_ids! { pub DeviceId; }

#[derive(Clone, Debug, GraphAction)]
#[graph_paths(v1, "/devices/{deviceId}/wipe")]
pub struct Wipe;

#[derive(Clone, Debug, GraphAction)]
#[graph_paths(v1, "/devices/{deviceId}/retire")]
pub struct Retire;

async fn wipe(graph: &Client, device: &DeviceId) -> Result<(), Error> {
    graph.call(Wipe::v1().wipe(device), Retire).await?;
    graph.call(Wipe::v1().wipe(device), &Wipe).await?;
    Ok(())
}

fn main() {}
