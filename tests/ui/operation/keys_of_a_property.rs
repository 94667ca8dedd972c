use graph_core::{Additional, Client, Error, GraphAction, graph_ids, graph_paths};

graph_ids! { pub DeviceId; }

#[derive(Clone, Debug, GraphAction)]
#[graph_paths(v1, "/devices/{deviceId}/wipe")]
pub struct Wipe {
    #[graph(key)]
    pub pin: String,
    #[graph(read_only, rename = "keepUserData")]
    pub keep: Option<bool>,
    #[graph(additional)]
    pub rest: Additional,
}

async fn wipe(graph: &Client, device: &DeviceId, parameters: Wipe) -> Result<(), Error> {
    graph.call(Wipe::v1().wipe(device), parameters).await?;
    Ok(())
}

fn main() {}
