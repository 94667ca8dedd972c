use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.deviceConfigurationUserStatus", schema = "schema/beta.graph")]
struct UserStatus {
    #[graph(key)]
    id: String,
    user_display_nam: Option<String>,
    #[graph(rename = "deviceCount")]
    devices: i32,
    weather: Option<String>,
}

async fn use_user_status(graph: Client, path: model::Path<UserStatus>) -> Result<UserStatus, Error> {
    graph.patch(path.clone(), UserStatus::patch()).await?;
    Ok(graph.get(path).await?.body)
}

fn main() {}
