use graph_core::{Client, Error, GraphFunction, graph_paths};

#[derive(Clone, Debug)]
pub struct Count {
    pub sent: i64,
}

#[derive(Clone, Debug, GraphFunction)]
#[graph(returns = Vec<Count>)]
#[graph_paths(v1, "/reports/getCounts(period='{period}')")]
pub struct Counts {
    pub period: String,
}

async fn counts(graph: &Client) -> Result<usize, Error> {
    Ok(graph.call(Counts::v1().get_counts(), Counts { period: "D7".into() }).await?.body.len())
}

fn main() {}
