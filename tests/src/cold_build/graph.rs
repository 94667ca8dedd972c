use graph_core::transport::{ReqwestTransport, Retry};
use graph_core::{Client, DateTimeOffset, GraphEntity, StaticToken, graph_ids, graph_paths};

graph_ids! { pub DeviceConfigurationId; }

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.deviceConfigurationUserOverview")]
#[graph_paths(v1, "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/userStatusOverview")]
struct UserOverview {
    #[graph(key)]
    id: String,
    pending_count: i32,
    success_count: i32,
    last_update_date_time: DateTimeOffset,
    user_display_name: Option<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let credential = StaticToken::new(std::env::var("GRAPH_TOKEN")?);
    let graph = Client::new(Retry::new(ReqwestTransport::new()?), credential);
    let configuration = DeviceConfigurationId::new("a1b2")?;
    let path = UserOverview::v1().user_status_overview(&configuration);
    let patch = UserOverview::patch().pending_count(12).success_count(3);
    println!("{:?}", graph.patch(path, patch).await?.body);
    Ok(())
}
