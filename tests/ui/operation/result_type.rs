use graph_core::{Client, Error, GraphAction, GraphFunction, graph_ids, graph_paths};

graph_ids! { pub DeviceId; }

#[derive(Clone, Debug, GraphFunction)]
#[graph(returns = u64)]
#[graph_paths(v1, "/reports/count()")]
pub struct Count;

#[derive(Clone, Debug, GraphFunction)]
#[graph(returns = ())]
#[graph_paths(v1, "/reports/nothing()")]
pub struct Nothing;

#[derive(Clone, Debug, GraphAction)]
#[graph(returns = Option<Vec<u32>>)]
#[graph_paths(v1, "/devices/{deviceId}/wipe")]
pub struct Wipe;

async fn count(graph: &Client, device: &DeviceId) -> Result<(), Error> {
    graph.call(Count::v1().reports_count(), Count).await?;
    graph.call(Nothing::v1().reports_nothing(), Nothing).await?;
    graph.call(Wipe::v1().wipe(device), Wipe).await?;
    Ok(())
}

fn main() {}
