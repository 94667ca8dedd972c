use graph_core::*;

graph_ids! { DeviceConfigurationId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.deviceConfigurationUserOverview")]
#[graph_paths(beta, elided_cast("/deviceManagement/deviceConfigurations/{deviceConfigurationId}/userStatusOverview"))]
struct UserOverview {
    #[graph(key)]
    id: String,
    pending_count: i32,
}

async fn use_user_overview(graph: Client, path: model::Path<UserOverview>) -> Result<UserOverview, Error> {
    graph.patch(path.clone(), UserOverview::patch()).await?;
    Ok(graph.get(path).await?.body)
}

fn main() {}
