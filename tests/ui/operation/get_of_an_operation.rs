use graph_core::{Client, Error, GraphFunction, graph_paths};

#[derive(Clone, Debug, GraphFunction)]
#[graph(returns = String)]
#[graph_paths(v1, "/reports/isReady()")]
pub struct IsReady;

async fn ready(graph: &Client) -> Result<(), Error> {
    graph.get(IsReady::v1().reports_is_ready()).await?;
    Ok(())
}

fn main() {}
