use graph_core::{Client, Error, GraphFunction, graph_paths};

#[derive(Clone, Debug, GraphFunction)]
#[graph(returns = Vec<String>)]
#[graph_paths(v1, "/reports/getCounts(period='{period}')")]
#[graph_paths(beta, "/reports/getCounts")]
pub struct Counts {
    pub period: String,
    #[graph(rename = "topCount")]
    pub top: Option<i32>,
}

async fn counts(graph: &Client) -> Result<(), Error> {
    graph.call(Counts::v1().get_counts(), Counts { period: "D7".into(), top: None }).await?;
    Ok(())
}

fn main() {}
