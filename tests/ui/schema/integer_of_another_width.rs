use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.deviceConfigurationUserStatus", schema = "schema/beta.graph")]
struct UserStatus {
    #[graph(key)]
    id: String,
    devices_count: i64,
}

async fn use_user_status(graph: Client, path: model::Path<UserStatus>) -> Result<UserStatus, Error> {
    graph.patch(path.clone(), UserStatus::patch()).await?;
    Ok(graph.get(path).await?.body)
}

fn main() {}
