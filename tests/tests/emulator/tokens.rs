use super::entities::*;
use super::*;
use graph_intune::{DeviceConfigurationId, DeviceConfigurationUserOverview};

const PATH: &str = "/v1.0/deviceManagement/deviceConfigurations/a/userStatusOverview";
const WRITE: &str = "DeviceManagementConfiguration.ReadWrite.All";

fn with_token(method: &str, token: &str) -> http::request::Builder {
    Request::builder()
        .method(method)
        .uri(format!("{HOST}{PATH}"))
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
}

#[tokio::test]
async fn a_missing_permission_is_named() {
    let emulator = Emulator::new().with::<DeviceConfigurationUserOverview>();
    emulator.grant("reader", ["DeviceManagementConfiguration.Read.All"]);
    emulator.grant("writer", ["User.Read", WRITE]);
    emulator.grant("other", ["User.Read"]);
    let message = refused(&send(&emulator, with_token("PATCH", "reader"), "{}").await, 403);
    assert!(message.contains(WRITE), "{message}");
    refused(&send(&emulator, with_token("GET", "other"), "").await, 403);
    for (method, token) in [("GET", "reader"), ("GET", "writer"), ("PATCH", "writer")] {
        assert_eq!(send(&emulator, with_token(method, token), "{}").await.status(), 200, "{method} {token}");
    }
    refused(&send(&emulator, with_token("GET", "unknown"), "").await, 401);
}

#[tokio::test]
async fn a_client_sends_its_token() {
    let emulator = Emulator::new().with::<DeviceConfigurationUserOverview>();
    let overview = || DeviceConfigurationUserOverview::v1().user_status_overview(&DeviceConfigurationId::new("a").unwrap());
    let patch = || DeviceConfigurationUserOverview::patch().pending_count(1);
    emulator.client().get(overview()).await.unwrap();

    emulator.grant("reader", ["DeviceManagementConfiguration.Read.All"]);
    assert!(emulator.client().get(overview()).await.unwrap_err().is_unauthenticated());
    let reader = emulator.client_with("reader");
    reader.get(overview()).await.unwrap();
    let error = reader.patch(overview(), patch()).await.unwrap_err();
    assert!(error.is_permission());
    let text = error.to_string();
    assert!(
        text.contains(&format!(": The token carries none of the permissions that this takes: {WRITE} (request-id ")),
        "{text}"
    );
    assert_eq!(text.matches(WRITE).count(), 1, "{text}");

    emulator.grant("emulated", [WRITE]);
    emulator.client().patch(overview(), patch()).await.unwrap();
}

#[tokio::test]
async fn a_type_without_permissions_is_open_to_every_token() {
    let emulator = Emulator::new().with::<Thing>();
    emulator.grant("secret-token", ["User.Read"]);
    assert_eq!(patch(&emulator, "/v1.0/things/1", "{}").await.status(), 200);
}

#[tokio::test]
async fn expired_and_challenged_tokens_get_401() {
    let emulator = Emulator::new().with::<DeviceConfigurationUserOverview>();
    let challenge = |response: &Response<Bytes>| response.headers()["www-authenticate"].to_str().unwrap().to_owned();
    emulator.expire("old");
    let response = send(&emulator, with_token("GET", "old"), "").await;
    assert!(refused(&response, 401).contains("expired"));
    assert!(challenge(&response).contains("invalid_token"));

    let claims = r#"{"access_token":{"nbf":{"essential":true,"value":"1767268800"}}}"#;
    emulator.challenge("revoked", claims);
    let response = send(&emulator, with_token("GET", "revoked"), "").await;
    refused(&response, 401);
    let header = challenge(&response);
    assert!(header.contains(r#"error="insufficient_claims""#), "{header}");
    assert!(
        header.contains(r#"claims="eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwidmFsdWUiOiIxNzY3MjY4ODAwIn19fQ==""#)
    );
    assert_eq!(send(&emulator, with_token("GET", "fresh"), "").await.status(), 200);
}

#[tokio::test]
async fn a_token_sent_elsewhere_is_recorded() {
    let emulator = Emulator::new();
    let away = Request::get("https://example.com/v1.0/x").header("authorization", "Bearer secret").body(Bytes::new()).unwrap();
    let error = emulator.send(away).await.unwrap_err();
    assert_eq!(error.kind(), graph_core::transport::TransportErrorKind::Connect);
    let without = Request::get("https://example.com/v1.0/x").body(Bytes::new()).unwrap();
    emulator.send(without).await.unwrap_err();
    let journal = emulator.journal();
    assert_eq!((journal.len(), journal.violations()), (1, 1));
    assert_eq!(journal.last().unwrap().violation(), Some(&graph_core::emulator::Violation::TokenSentAway));
}
