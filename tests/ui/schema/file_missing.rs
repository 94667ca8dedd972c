use graph_core::*;

graph_ids! { DeviceConfigurationId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.deviceConfigurationUserOverview")]
#[graph_paths(beta, schema = "schema/betta.graph", "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/userStatusOverview")]
struct UserOverview {
    #[graph(key)]
    id: String,
    pending_count: i32,
}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.setting", schema = "/schema/beta.graph")]
struct Setting {}

async fn use_user_overview(graph: Client, path: model::Path<UserOverview>) -> Result<UserOverview, Error> {
    graph.patch(path.clone(), UserOverview::patch()).await?;
    Ok(graph.get(path).await?.body)
}

fn use_setting(text: &str) -> Option<Setting> {
    let _ = serde_json::to_string(&Setting::patch());
    serde_json::from_str(text).ok()
}

fn main() {}
