use graph_core::{Client, Error, GraphFunction, graph_paths};

#[derive(Clone, Debug, GraphFunction)]
#[graph(returns = Vec<String>)]
#[graph_paths(v1, "/reports/getCounts(period='{period}')")]
pub struct Counts {
    pub perod: String,
}

async fn counts(graph: &Client) -> Result<(), Error> {
    graph.call(Counts::v1().get_counts(), Counts { perod: "D7".into() }).await?;
    Ok(())
}

fn main() {}
