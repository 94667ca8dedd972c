use graph_core::{Client, Error, GraphFunction, graph_paths};

#[derive(Clone, Debug, GraphFunction)]
#[graph(returns = "Vec<String>")]
#[graph_paths(v1, "/reports/getCounts(period='{period}')")]
pub struct Counts {
    pub period: String,
}

#[derive(Clone, Debug, GraphFunction)]
#[graph(returns(bool))]
#[graph_paths(v1, "/reports/isReady()")]
pub struct IsReady;

async fn counts(graph: &Client) -> Result<(), Error> {
    graph.call(Counts::v1().get_counts(), Counts { period: "D7".into() }).await?;
    graph.call(IsReady::v1().reports_is_ready(), IsReady).await?;
    Ok(())
}

fn main() {}
