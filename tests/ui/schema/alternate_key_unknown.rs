use graph_core::client::Response;
use graph_core::{Client, GraphEntity, graph_paths};

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.application")]
#[graph_paths(v1, schema = "schema/paths.graph", "/applications(applicationId='{applicationId}')")]
pub struct Application {
    #[graph(key)]
    pub id: String,
}

async fn application(graph: &Client) -> Response<Application> {
    graph.get(Application::v1().by_application_id("1")).await.unwrap()
}

fn main() {}
