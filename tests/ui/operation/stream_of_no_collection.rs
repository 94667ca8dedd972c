use graph_core::{Client, GraphAction, graph_ids, graph_paths};

graph_ids! { pub DeviceId; }

#[derive(Clone, Debug, GraphAction)]
#[graph(returns = String)]
#[graph_paths(v1, "/devices/{deviceId}/wipe")]
pub struct Wipe;

async fn wipe(graph: &Client, device: &DeviceId) {
    let mut names = graph.call(Wipe::v1().wipe(device), Wipe).stream();
    while let Some(_) = names.next().await {}
}

fn main() {}
