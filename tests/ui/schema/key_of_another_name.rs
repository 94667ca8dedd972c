use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.deviceConfigurationUserStatus", schema = "schema/beta.graph")]
struct UserStatus {
    id: String,
    #[graph(key, rename = "userPrincipalName")]
    name: String,
}

async fn use_user_status(graph: Client, path: model::Path<UserStatus>) -> Result<UserStatus, Error> {
    graph.patch(path.clone(), UserStatus::patch()).await?;
    Ok(graph.get(path).await?.body)
}

fn main() {}
