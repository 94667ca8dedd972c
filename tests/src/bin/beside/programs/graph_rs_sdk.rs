mod harness;

use graph_rs_sdk::http::Url;
use graph_rs_sdk::{Graph, GraphClientConfiguration};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job_title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub office_location: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mobile_phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_enabled: Option<bool>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let plan = harness::Plan::read();
    let mut graph = Graph::from(GraphClientConfiguration::new().access_token("a-token").https_only(false));
    let host = format!("http://127.0.0.1:{}/v1.0", plan.port);
    graph.use_test_endpoint(&Url::parse(&host).expect("a URL"));
    plan.run(move || {
        let graph = graph.clone();
        async move {
            let patch = User {
                display_name: Some("Adele Vance".to_owned()),
                job_title: Some("Retail Manager".to_owned()),
                office_location: Some("18/2111".to_owned()),
                mobile_phone: Some("+1 425 555 0109".to_owned()),
                account_enabled: Some(true),
                ..User::default()
            };
            let request = graph.user("87d349ed-44d7-43e1-9a83-5f2406dee5bd").update_user(&patch);
            let response = request.send().await.expect("a response").error_for_status().expect("a success");
            let user: User = response.json().await.expect("a user");
            assert_eq!(user.job_title.as_deref(), Some("Retail Manager"));
        }
    })
    .await;
}
