use super::entities::*;
use super::*;
use graph_intune::{DeviceConfigurationId, DeviceConfigurationUserOverview};

#[tokio::test]
async fn only_declared_paths_are_served_and_per_version() {
    let emulator = Emulator::new().with::<DeviceConfigurationUserOverview>();
    let id = DeviceConfigurationId::new("a1").unwrap();
    let beta = DeviceConfigurationUserOverview::beta().root_certificate(&id);
    assert_eq!(get(&emulator, &format!("/beta{}", beta.as_str())).await.status(), 200);
    let message = refused(&get(&emulator, &format!("/v1.0{}", beta.as_str())).await, 404);
    assert!(message.contains("declared for beta, not for v1.0"), "{message}");

    let message = refused(&get(&emulator, "/beta/deviceManagement/deviceConfigurations/a1/rootCertificates/x").await, 404);
    assert!(message.contains("'rootCertificates'"), "{message}");
    let message = refused(&get(&emulator, "/beta/deviceManagement/deviceConfigurations").await, 404);
    assert!(message.contains("ends there"), "{message}");
    assert!(refused(&get(&emulator, "/v2.0/things/1").await, 400).contains("'v2.0'"));
    refused(&get(&emulator, "/").await, 400);
}

#[tokio::test]
async fn ids_are_decoded_strictly() {
    let emulator = Emulator::new().with::<Thing>();
    for (sent, id) in [("a%2Fb", "a/b"), ("%2520", "%20"), ("%C3%BC", "ü"), ("$1", "$1"), ("a%24", "a$")] {
        let response = get(&emulator, &format!("/v1.0/things/{sent}")).await;
        if sent.starts_with('$') {
            refused(&response, 404);
        } else {
            assert_eq!(json(&response)["id"], id);
        }
    }
    for sent in ["%zz", "%", "%ff", "%2E%2E", "%00", "/"] {
        refused(&get(&emulator, &format!("/v1.0/things/{sent}")).await, 400);
    }
}

#[tokio::test]
async fn other_methods_are_named_in_allow() {
    let emulator = Emulator::new().with::<Thing>();
    let response = send(&emulator, request("POST", "/v1.0/things/1"), "{}").await;
    refused(&response, 405);
    assert!(response.headers()["allow"].to_str().unwrap().contains("PATCH"));
}

#[tokio::test]
async fn a_request_without_bearer_token_gets_a_challenge() {
    let emulator = Emulator::new().with::<Thing>();
    for value in [None, Some("Basic abc"), Some("Bearer"), Some("Bearer "), Some("token")] {
        let mut request = Request::get(format!("{HOST}/v1.0/things/1"));
        if let Some(value) = value {
            request = request.header("authorization", value);
        }
        let response = send(&emulator, request, "").await;
        refused(&response, 401);
        assert!(response.headers()["www-authenticate"].to_str().unwrap().starts_with("Bearer "), "{value:?}");
        let mut request = Request::get(format!("{HOST}/v1.0/things/1"));
        if let Some(value) = value {
            request = request.header("authorization", value);
        }
        let anonymous = send(&Emulator::new().anonymous().with::<Thing>(), request, "").await;
        assert_eq!(anonymous.status().is_success(), value.is_none(), "{value:?}");
    }
}

#[tokio::test]
async fn literal_segments_win_and_shared_paths_serve_all_types() {
    let emulator = Emulator::new().with::<Lamp>().with::<Gear>().with::<Lamp>();
    let gear = |body: &'static str| patch(&emulator, "/v1.0/gadgets/a", body);
    assert!(refused(&gear(r#"{"teeth":3}"#).await, 400).contains("@odata.type"));
    assert_eq!(json(&gear(r##"{"@odata.type":"#microsoft.graph.gear","teeth":3}"##).await)["teeth"], 3);
    assert_eq!(json(&gear(r#"{"teeth":4}"#).await)["teeth"], 4);
    let message = refused(&gear(r##"{"@odata.type":"#microsoft.graph.lamp","watts":3}"##).await, 400);
    assert!(message.contains("microsoft.graph.gear"), "{message}");

    let body = json(&get(&emulator, "/v1.0/gadgets/first").await);
    assert_eq!(body["@odata.type"], "#microsoft.graph.gear");
}

#[tokio::test]
async fn other_hosts_and_plain_http_get_no_response() {
    let emulator = Emulator::new().with::<Thing>();
    for url in ["https://example.com/v1.0/things/1", "http://graph.microsoft.com/v1.0/things/1", "/v1.0/things/1"] {
        let request = Request::get(url).header("authorization", "Bearer x").body(Bytes::new()).unwrap();
        assert!(emulator.send(request).await.is_err(), "{url}");
    }
    for host in ["https://graph.microsoft.us", "http://127.0.0.1:80", "http://localhost"] {
        let request =
            Request::get(format!("{host}/v1.0/things/1")).header("authorization", "Bearer x").body(Bytes::new()).unwrap();
        assert_eq!(emulator.send(request).await.unwrap().status(), 200, "{host}");
    }
}
