use graph_core::*;

graph_ids! { DeviceConfigurationId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.deviceConfigurationUserOverview")]
#[graph_paths(v1, schema = "schema/v1.0.graph", "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/userStatusOverveiw")]
#[graph_paths(
    beta,
    schema = "schema/beta.graph",
    root = "/deviceManagment/deviceConfigurations/{deviceConfigurationId}/userStatusOverview",
    cast = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/microsoft.graph.iosScepCertificatProfile/rootCertificate/userStatusOverview",
    key = "/deviceManagement/deviceConfigurations/userStatusOverview",
    end = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/deviceStatusOverview"
)]
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
