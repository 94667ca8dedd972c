use graph_core::{Client, Error, GraphAction, graph_ids, graph_paths};

graph_ids! { pub DeviceId; }

#[derive(Clone, Debug, GraphAction)]
#[graph_paths(v1, "/devices/{deviceId}/wipe")]
pub struct Wipe {
    pub keep_data: Option<bool>,
    #[graph(rename = "keepData")]
    pub keep: Option<bool>,
    #[graph(rename = "user name")]
    pub user: String,
}

async fn wipe(graph: &Client, device: &DeviceId, parameters: Wipe) -> Result<(), Error> {
    graph.call(Wipe::v1().wipe(device), parameters).await?;
    Ok(())
}

fn main() {}
