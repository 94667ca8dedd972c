use graph_core::{Client, Error, GraphFunction, graph_paths};

#[derive(Clone, Debug, GraphFunction)]
#[graph(returns = Vec<String>)]
#[graph_paths(v1, "/reports/getCounts(period='{period}',top={top})")]
pub struct Counts {
    pub period: String,
}

// The same, with the derive above.
#[graph_paths(beta, "/reports/getNames(period='{period}')")]
#[derive(Clone, Debug, GraphFunction)]
#[graph(returns = Vec<String>)]
pub struct Names;

async fn counts(graph: &Client) -> Result<(), Error> {
    graph.call(Counts::v1().get_counts(), Counts { period: "D7".into() }).await?;
    graph.call(Names::beta().get_names(), Names).await?;
    Ok(())
}

fn main() {}
