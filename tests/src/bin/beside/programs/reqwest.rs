mod harness;

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
    let http = reqwest::Client::new();
    let users = format!("http://127.0.0.1:{}/v1.0/users", plan.port);
    plan.run(move || {
        let (http, users) = (http.clone(), users.clone());
        async move {
            let patch = User {
                display_name: Some("Adele Vance".to_owned()),
                job_title: Some("Retail Manager".to_owned()),
                office_location: Some("18/2111".to_owned()),
                mobile_phone: Some("+1 425 555 0109".to_owned()),
                account_enabled: Some(true),
                ..User::default()
            };
            let url = format!("{users}/87d349ed-44d7-43e1-9a83-5f2406dee5bd");
            let request = http.patch(url).bearer_auth("a-token").header("content-type", "application/json");
            let request = request.body(serde_json::to_vec(&patch).expect("a body"));
            let response = request.send().await.expect("a response").error_for_status().expect("a success");
            let user: User = serde_json::from_slice(&response.bytes().await.expect("a body")).expect("a user");
            assert_eq!(user.job_title.as_deref(), Some("Retail Manager"));
        }
    })
    .await;
}
