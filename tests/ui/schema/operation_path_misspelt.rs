use graph_core::{Client, GraphFunction, graph_paths};

#[derive(Clone, Debug, GraphFunction)]
#[graph(returns = Vec<String>)]
#[graph_paths(v1, schema = "schema/operations.graph", "/reports/getEmailActivityCount(period='{period}')")]
pub struct EmailActivityCounts {
    pub period: String,
}

async fn counts(graph: &Client) -> Vec<String> {
    let week = EmailActivityCounts { period: "D7".into() };
    graph.call(EmailActivityCounts::v1().get_email_activity_count(), week).await.unwrap().body
}

fn main() {}
