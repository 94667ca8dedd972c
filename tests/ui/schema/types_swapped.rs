use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.deviceConfigurationUserStatus", schema = "schema/beta.graph")]
struct UserStatus {
    #[graph(key)]
    id: String,
    user_display_name: i32,
    devices_count: Option<String>,
    status: DateTimeOffset,
    last_reported_date_time: Vec<ComplianceStatus>,
}

#[derive(GraphEnum)]
enum ComplianceStatus {
    Unknown,
    #[graph(other)]
    Other(String),
}

async fn use_user_status(graph: Client, path: model::Path<UserStatus>) -> Result<UserStatus, Error> {
    graph.patch(path.clone(), UserStatus::patch()).await?;
    Ok(graph.get(path).await?.body)
}

fn use_compliance_status(value: &ComplianceStatus) -> Option<String> {
    serde_json::to_string(value).ok()
}

fn main() {}
