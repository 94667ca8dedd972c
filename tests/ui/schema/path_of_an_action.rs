use graph_core::client::Response;
use graph_core::{Client, GraphEntity, graph_ids, graph_paths};

graph_ids! { pub ApplicationId; }

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.application")]
#[graph_paths(v1, schema = "schema/paths.graph", "/applications/{applicationId}/restore")]
pub struct Application {
    #[graph(key)]
    pub id: String,
}

async fn restore(graph: &Client, id: &ApplicationId) -> Response<Application> {
    graph.get(Application::v1().restore(id)).await.unwrap()
}

fn main() {}
