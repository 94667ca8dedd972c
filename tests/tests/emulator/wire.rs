//! Tests that the emulator writes headers and bodies as the service does.

use std::time::Duration;

use super::entities::*;
use super::*;
use graph_core::emulator::{Fault, RetryAfter};
use http::StatusCode;
use serde_json::json;

const OVERVIEW: &str = "/beta/deviceManagement/deviceConfigurations/a%20b/userStatusOverview";
pub const JSON: &str = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

// E8
#[tokio::test]
async fn success_has_odatas_headers() {
    let emulator = Emulator::new().with::<Thing>();
    for response in [get(&emulator, "/v1.0/things/1").await, get(&emulator, "/v1.0/things").await] {
        assert_eq!(response.headers()["content-type"], JSON);
        assert_eq!(response.headers()["odata-version"], "4.0");
        assert_eq!(response.headers()["cache-control"], "no-cache");
    }
    let error = get(&emulator, "/v1.0/nothing").await;
    assert_eq!(error.headers()["content-type"], "application/json");
}

// E8
#[tokio::test]
async fn every_body_has_its_context() {
    let emulator = Emulator::new().with::<Thing>().with::<Bag>().with::<graph_intune::DeviceConfigurationUserOverview>();
    let context = async |path: &str| {
        let context = whole_json(&get(&emulator, path).await)["@odata.context"].as_str().unwrap().to_owned();
        context.strip_prefix("https://graph.microsoft.com/").unwrap().to_owned()
    };
    assert_eq!(context("/v1.0/things/1").await, "v1.0/$metadata#things/$entity");
    assert_eq!(context("/beta/things").await, "beta/$metadata#things");
    assert_eq!(context("/v1.0/things?$select=id,place/city").await, "v1.0/$metadata#things(id,place/city)");
    assert_eq!(context("/v1.0/things('1')/tags").await, "v1.0/$metadata#things('1')/tags");
    assert_eq!(context("/v1.0/things/it's/tags").await, "v1.0/$metadata#things('it%27%27s')/tags");
    assert_eq!(context("/beta/things/a/gadgets/b/only").await, "beta/$metadata#things('a')/gadgets('b')/only/$entity");
    let overview = context(OVERVIEW).await;
    assert_eq!(overview, "beta/$metadata#deviceManagement/deviceConfigurations('a%20b')/userStatusOverview/$entity");
}

// E8
#[tokio::test]
async fn a_client_can_do_without_control_information() {
    let emulator = Emulator::new().with::<Thing>().page_size(1);
    get(&emulator, "/v1.0/things/1").await;
    get(&emulator, "/v1.0/things/2").await;
    let none = request("GET", "/v1.0/things?$count=true&$select=place").header("accept", "application/json;odata.metadata=none");
    let response = send(&emulator, none, "").await;
    assert!(response.headers()["content-type"].to_str().unwrap().contains("odata.metadata=none"));
    let body = whole_json(&response);
    assert_eq!((&body["@odata.count"], &body["value"]), (&json!(2), &json!([{"place": null}])));
    assert!(body.get("@odata.nextLink").is_some() && body.get("@odata.context").is_none());
}

// E8: the codes of https://learn.microsoft.com/graph/errors.
#[tokio::test]
async fn an_injected_status_has_the_code_of_the_service() {
    let emulator = Emulator::new().with::<Thing>();
    for (status, code) in [
        (400, "BadRequest"),
        (409, "Conflict"),
        (423, "Locked"),
        (429, "TooManyRequests"),
        (500, "InternalServerError"),
        (501, "NotImplemented"),
        (503, "ServiceUnavailable"),
        (504, "GatewayTimeout"),
        (507, "InsufficientStorage"),
        (509, "BandwidthLimitExceeded"),
    ] {
        emulator.fail_next([Fault::status(StatusCode::from_u16(status).unwrap())]);
        assert_eq!(json(&get(&emulator, "/v1.0/things/1").await)["error"]["code"], code, "{status}");
    }
}

// E8
#[tokio::test]
async fn headers_in_a_batch_have_the_case_of_the_service() {
    let emulator = Emulator::new().with::<Thing>();
    emulator.fail_at(
        &Thing::v1().things(&ThingId::new("b").unwrap()),
        [Fault::Status { status: StatusCode::TOO_MANY_REQUESTS, wait: Duration::from_secs(2), form: RetryAfter::Seconds }],
    );
    let parts = json!({"requests": [
        {"id": "1", "method": "GET", "url": "/things/a"},
        {"id": "2", "method": "GET", "url": "/things/b"},
        {"id": "3", "method": "POST", "url": "/things", "headers": {"content-type": "application/json"}, "body": {"shape": {"@odata.type": "#microsoft.graph.square", "side": 1.0}}},
    ]});
    let post = request("POST", "/v1.0/$batch").header("content-type", "application/json");
    let body = json(&send(&emulator, post, parts.to_string()).await);
    let headers = |id: &str| {
        let response = body["responses"].as_array().unwrap().iter().find(|response| response["id"] == id).unwrap().clone();
        response["headers"].as_object().unwrap().keys().cloned().collect::<Vec<_>>()
    };
    for name in ["ETag", "OData-Version", "Content-Type", "Cache-Control", "request-id", "client-request-id"] {
        assert!(headers("1").contains(&name.to_owned()), "{name} in {:?}", headers("1"));
    }
    assert!(headers("2").contains(&"Retry-After".to_owned()));
    assert!(headers("3").contains(&"Location".to_owned()));
}

#[tokio::test]
async fn head_is_get_without_a_body() {
    let emulator = Emulator::new().with::<Thing>();
    let full = get(&emulator, "/v1.0/things/1").await;
    let head = send(&emulator, request("HEAD", "/v1.0/things/1"), "").await;
    assert_eq!((head.status().as_u16(), head.body().len()), (200, 0));
    assert_eq!(head.headers()["content-length"], full.body().len().to_string());
    assert_eq!(head.headers()["etag"], full.headers()["etag"]);
    assert_eq!(send(&emulator, request("HEAD", "/v1.0/things"), "").await.status(), 200);
    assert_eq!(send(&emulator, request("HEAD", "/v1.0/nothing"), "").await.status(), 404);
}

// E4: PATCH and POST each choose whether their response has a body.
#[tokio::test]
async fn updates_and_creations_are_answered_without_a_body_each_on_its_own() {
    let post = |emulator: &Emulator| {
        let emulator = emulator.clone();
        async move { send(&emulator, request("POST", "/v1.0/bags").header("content-type", "application/json"), "{}").await }
    };
    for (emulator, updated, created) in [
        (Emulator::new(), 200, 201),
        (Emulator::new().no_content(), 204, 201),
        (Emulator::new().create_no_content(), 200, 204),
        (Emulator::new().no_content().create_no_content(), 204, 204),
    ] {
        let emulator = emulator.with::<Bag>();
        assert_eq!(patch(&emulator, "/v1.0/bags/1", "{}").await.status(), updated);
        let response = post(&emulator).await;
        assert_eq!(response.status(), created);
        assert!(response.headers().contains_key("location"));
        assert_eq!(response.headers().contains_key("odata-entityid"), created == 204);
    }
}

// E9: over a socket, the emulator's clock is the system clock.
#[tokio::test]
async fn the_clock_of_a_server_is_the_walls() {
    let server = Emulator::new().with::<Thing>().serve(0).await.unwrap();
    let wall = time::OffsetDateTime::now_utc();
    assert!((server.emulator().now() - wall).abs() < time::Duration::seconds(5));
    let chosen = time::OffsetDateTime::UNIX_EPOCH;
    let server = Emulator::new().starting_at(chosen).serve(0).await.unwrap();
    assert!((server.emulator().now() - chosen).abs() < time::Duration::seconds(5), "unless a test chose another");
}

// E9
#[tokio::test]
async fn a_server_listens_on_the_port_it_is_given() {
    let first = Emulator::new().serve(0).await.unwrap();
    let port = first.address().port();
    assert!(Emulator::new().serve(port).await.is_err(), "taken");
    assert_eq!(first.url(), format!("http://127.0.0.1:{port}"));
}
