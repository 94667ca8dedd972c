use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.deviceConfigurationUserStats", schema = "schema/beta.graph")]
struct UserStats {
    #[graph(key)]
    id: String,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.deviceConfiguration", schema = "schema/beta.graph")]
struct DeviceConfiguration {
    #[graph(key)]
    id: String,
}

#[derive(GraphEntity)]
#[graph(
    odata_type = "microsoft.graph.deviceConfigurationUserStatus",
    base("microsoft.graph.entity", "microsoft.graph.thing"),
    schema = "schema/beta.graph"
)]
struct UserStatus {
    #[graph(key)]
    id: String,
}

async fn use_user_stats(graph: Client, path: model::Path<UserStats>) -> Result<UserStats, Error> {
    graph.patch(path.clone(), UserStats::patch()).await?;
    Ok(graph.get(path).await?.body)
}

async fn use_device_configuration(graph: Client, path: model::Path<DeviceConfiguration>) -> Result<DeviceConfiguration, Error> {
    graph.patch(path.clone(), DeviceConfiguration::patch()).await?;
    Ok(graph.get(path).await?.body)
}

async fn use_user_status(graph: Client, path: model::Path<UserStatus>) -> Result<UserStatus, Error> {
    graph.patch(path.clone(), UserStatus::patch()).await?;
    Ok(graph.get(path).await?.body)
}

fn main() {}
