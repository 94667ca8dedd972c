use graph_core::{Client, Error, GraphFunction, graph_paths};

#[derive(Clone, Debug, GraphFunction)]
#[graph_paths(v1, "/reports/getCounts(period='{period}')")]
pub struct Counts {
    pub period: String,
}

#[derive(Clone, Debug, GraphFunction)]
#[graph(result = String)]
#[graph_paths(v1, "/reports/getNames(period='{period}')")]
pub struct Names {
    pub period: String,
}

async fn counts(graph: &Client) -> Result<(), Error> {
    graph.call(Counts::v1().get_counts(), Counts { period: "D7".into() }).await?;
    graph.call(Names::v1().get_names(), Names { period: "D7".into() }).await?;
    Ok(())
}

fn main() {}
