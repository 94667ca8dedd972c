use graph_core::model::{Count, Path};
use graph_core::{GraphEntity, graph_ids, graph_paths};

graph_ids! { pub ApplicationId; }

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.application")]
#[graph_paths(
    v1,
    schema = "schema/paths.graph",
    "/applications/{applicationId}/$count",
    "/applications/{applicationId}/$ref",
    "/applications/{applicationId}/$value"
)]
pub struct Application {
    #[graph(key)]
    pub id: String,
}

fn count(id: &ApplicationId) -> Path<Count<Application>> {
    Application::v1().application_count(id)
}

fn main() {}
