use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code)]
struct UserOverview {
    id: String,
    pending_count: i32,
    success_count: i32,
    #[serde(with = "time::serde::rfc3339")]
    last_update_date_time: OffsetDateTime,
    user_display_name: Option<String>,
}

#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct UserOverviewPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    pending_count: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    success_count: Option<i32>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let token = std::env::var("GRAPH_TOKEN")?;
    let url = "https://graph.microsoft.com/v1.0/deviceManagement/deviceConfigurations/a1b2/userStatusOverview";
    let patch = UserOverviewPatch { pending_count: Some(12), success_count: Some(3) };
    let request = reqwest::Client::new().patch(url).bearer_auth(token).header("content-type", "application/json");
    let response = request.body(serde_json::to_vec(&patch)?).send().await?.error_for_status()?;
    let overview: UserOverview = serde_json::from_slice(&response.bytes().await?)?;
    println!("{overview:?}");
    Ok(())
}
