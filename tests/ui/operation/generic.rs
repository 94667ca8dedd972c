use graph_core::{Client, Error, GraphAction, graph_ids, graph_paths};

graph_ids! { pub DeviceId; }

#[derive(Clone, Debug, GraphAction)]
#[graph_paths(v1, "/devices/{deviceId}/setName")]
pub struct SetName<'a> {
    pub name: &'a str,
}

async fn rename(graph: &Client, device: &DeviceId) -> Result<(), Error> {
    graph.call(SetName::v1().set_name(device), SetName { name: "x" }).await?;
    Ok(())
}

fn main() {}
