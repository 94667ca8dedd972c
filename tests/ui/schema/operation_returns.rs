use graph_core::{Client, GraphComplex, GraphFunction, graph_paths};

#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "microsoft.graph.activityCount", schema = "schema/operations.graph")]
pub struct ActivityCount {
    pub sent: Option<i64>,
}

#[derive(Clone, Debug, GraphFunction)]
#[graph(returns = ActivityCount)]
#[graph_paths(v1, schema = "schema/operations.graph", "/reports/getEmailActivityCounts(period='{period}')")]
pub struct EmailActivityCounts {
    pub period: String,
}

async fn sent(graph: &Client) -> Option<i64> {
    let week = EmailActivityCounts { period: "D7".into() };
    graph.call(EmailActivityCounts::v1().get_email_activity_counts(), week).await.unwrap().body.sent
}

fn main() {}
