mod harness;

use graph_core::transport::ReqwestTransport;
use graph_core::{Client, GraphEntity, Host, StaticToken, graph_ids, graph_paths};

graph_ids! { pub UserId; }

#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", tag = "never")]
#[graph_paths(v1, "/users/{userId}")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
    pub job_title: Option<String>,
    pub office_location: Option<String>,
    pub mobile_phone: Option<String>,
    pub account_enabled: Option<bool>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let plan = harness::Plan::read();
    let transport = ReqwestTransport::new().expect("a transport");
    let graph = Client::builder(transport, StaticToken::new("a-token")).host(Host::loopback(plan.port as u16)).build();
    let id = UserId::new("87d349ed-44d7-43e1-9a83-5f2406dee5bd").expect("an id");
    plan.run(move || {
        let patch = User::patch()
            .display_name("Adele Vance")
            .job_title("Retail Manager")
            .office_location("18/2111")
            .mobile_phone("+1 425 555 0109")
            .account_enabled(true);
        let request = graph.patch(User::v1().users(&id), patch);
        async move {
            let user = request.await.expect("a response").body.expect("a user");
            assert_eq!(user.job_title.as_deref(), Some("Retail Manager"));
        }
    })
    .await;
}
