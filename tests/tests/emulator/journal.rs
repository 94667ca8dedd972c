use super::entities::*;
use super::*;
use graph_core::emulator::Fault;
use graph_intune::{DeviceConfigurationId, DeviceConfigurationUserOverview};

#[tokio::test]
async fn the_journal_shows_requests_without_tokens() {
    let emulator = Emulator::new().with::<DeviceConfigurationUserOverview>();
    let path = DeviceConfigurationUserOverview::v1().user_status_overview(&DeviceConfigurationId::new("a b").unwrap());
    let body = r##"{"@odata.type":"#microsoft.graph.deviceConfigurationUserOverview","pendingCount":12,"successCount":3}"##;
    patch(&emulator, &format!("/v1.0{}", path.as_str()), body).await;
    patch(&emulator, &format!("/v1.0{}", path.as_str()), r#"{"wrong":1}"#).await;
    get(&emulator, "/v1.0/elsewhere").await;

    let journal = emulator.journal();
    assert_eq!((journal.len(), journal.at(&path).count()), (3, 2));
    assert_eq!(
        journal.patched::<DeviceConfigurationUserOverview>(),
        [DeviceConfigurationUserOverview::patch().pending_count(12).success_count(3)]
    );
    let first = journal.at(&path).next().unwrap();
    assert_eq!(first.properties(), ["pendingCount", "successCount"]);
    assert_eq!(first.header("authorization"), Some("Bearer [redacted]"));
    let text = journal.to_string();
    assert!(!format!("{text}{journal:?}").contains("secret-token"));
    assert_eq!(
        text,
        r##"PATCH /v1.0/deviceManagement/deviceConfigurations/a%20b/userStatusOverview
authorization: Bearer [redacted]
content-type: application/json

{
  "@odata.type": "#microsoft.graph.deviceConfigurationUserOverview",
  "pendingCount": 12,
  "successCount": 3
}
=> 200 OK

PATCH /v1.0/deviceManagement/deviceConfigurations/a%20b/userStatusOverview
authorization: Bearer [redacted]
content-type: application/json

{
  "wrong": 1
}
=> 400 Bad Request

GET /v1.0/elsewhere
authorization: Bearer [redacted]
=> 404 Not Found
"##
    );
    emulator.clear_journal();
    assert!(emulator.journal().is_empty());
}

#[tokio::test]
async fn the_journal_names_the_fault_that_a_request_met() {
    let emulator = Emulator::new().with::<Thing>();
    let second = std::time::Duration::from_secs(1);
    let unavailable = Fault::status(http::StatusCode::SERVICE_UNAVAILABLE);
    let faults = [
        (unavailable, "=> 503 Service Unavailable (fault: status)"),
        (Fault::Redirect("https://example.com/".parse().unwrap()), "=> 307 Temporary Redirect (fault: redirect)"),
        (Fault::Reset, "=> no answer (fault: reset)"),
        (Fault::LostAnswer, "=> no answer (fault: lost answer)"),
        (Fault::Silence(second), "=> no answer (fault: silence)"),
        (Fault::TruncatedBody, "=> no answer (fault: truncated body)"),
        (Fault::SlowBody(second), "=> 200 OK (fault: slow body)"),
        (Fault::OtherBody("no".into()), "=> 200 OK (fault: other body)"),
    ];
    tokio::time::pause();
    for (fault, line) in faults {
        emulator.fail_next([fault.clone()]);
        let _ = emulator.send(request("GET", "/v1.0/things/1").body(Bytes::new()).unwrap()).await;
        let journal = emulator.journal();
        assert_eq!(
            (journal.last().unwrap().to_string().lines().last(), journal.last().unwrap().fault()),
            (Some(line), Some(&fault))
        );
    }
    get(&emulator, "/v1.0/things/1").await;
    assert_eq!(emulator.journal().last().unwrap().fault(), None);
}

#[tokio::test]
async fn the_journal_keeps_the_latest() {
    let emulator = Emulator::new().with::<Thing>().journal_capacity(2);
    for id in ["1", "2", "3"] {
        get(&emulator, &format!("/v1.0/things/{id}")).await;
    }
    let paths: Vec<_> = emulator.journal().iter().map(|exchange| exchange.url().path().to_owned()).collect();
    assert_eq!(paths, ["/v1.0/things/2", "/v1.0/things/3"]);
}

#[tokio::test]
async fn secrets_of_any_scheme_are_redacted() {
    let emulator = Emulator::new();
    let mut marked = http::HeaderValue::from_static("secret-mark");
    marked.set_sensitive(true);
    let request = Request::get(format!("{HOST}/v1.0/a"))
        .header("authorization", "secret-plain")
        .header("proxy-authorization", "Basic secret-proxy")
        .header("cookie", "a=secret-cookie")
        .header("x-mark", marked);
    send(&emulator, request, "").await;
    let journal = emulator.journal();
    assert!(!format!("{journal} {journal:?}").contains("secret"));
}
