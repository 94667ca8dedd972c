use std::time::Duration;

use bytes::Bytes;
use graph_core::emulator::{Emulator, Fault, RetryAfter, Throttle};
use graph_core::{GraphEntity, graph_ids, graph_paths};
use graph_intune::{DeviceConfigurationUserOverview, DeviceConfigurationUserStatus};
use http::{Method, StatusCode};
use serde_json::json;

use super::{Step, both, statuses};

graph_ids! { pub NoteId; }

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.note")]
#[graph_paths(v1, "/notes/{noteId}")]
struct Note {
    #[graph(key)]
    id: String,
    text: Option<String>,
    #[graph(etag)]
    etag: Option<String>,
}

const OVERVIEW: &str = "/beta/deviceManagement/deviceConfigurations/a%2Fb/rootCertificate/userStatusOverview";
const STATUS: &str = "/v1.0/deviceManagement/deviceConfigurations/a/userStatuses/%C3%BC%20%3F";

fn emulator() -> Emulator {
    Emulator::new()
        .with::<DeviceConfigurationUserOverview>()
        .with::<DeviceConfigurationUserStatus>()
        .with::<Note>()
        .page_size(2)
        .random_seed(11)
}

fn send(method: Method, path: &str, more: &[(&'static str, &str)], body: impl Into<Bytes>) -> Step {
    let mut headers = vec![("authorization", "Bearer secret".to_owned()), ("client-request-id", "mine".to_owned())];
    headers.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
    Step::Send { method, path: path.to_owned(), headers, body: body.into() }
}

fn get(path: &str) -> Step {
    send(Method::GET, path, &[], "")
}

fn write(method: Method, path: &str, body: impl Into<Bytes>) -> Step {
    send(method, path, &[("content-type", "application/json")], body)
}

fn patch(path: &str, body: impl Into<Bytes>) -> Step {
    write(Method::PATCH, path, body)
}

#[tokio::test]
async fn updates() {
    let minimal = [("content-type", "application/json"), ("prefer", "return=minimal")];
    let seen = both(
        emulator,
        vec![
            get(OVERVIEW),
            patch(OVERVIEW, r#"{"pendingCount":12,"lastUpdateDateTime":"2016-12-31T23:58:21.6459442-08:00"}"#),
            get(OVERVIEW),
            get(&format!("{OVERVIEW}?$select=id,pendingCount")),
            send(Method::PATCH, OVERVIEW, &minimal, r#"{"pendingCount":13}"#),
            patch(STATUS, r#"{"userDisplayName":"Zoë \u0000 \"","status":"compliant"}"#),
            patch(STATUS, r#"{"userDisplayName":null}"#),
            patch(STATUS, "{}"),
        ],
    )
    .await;
    assert_eq!(statuses(&seen), [200, 200, 200, 200, 204, 200, 200, 200]);
}

#[tokio::test]
async fn refusals() {
    let without = |headers: &[(&'static str, &str)]| Step::Send {
        method: Method::GET,
        path: STATUS.into(),
        headers: headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(),
        body: Bytes::new(),
    };
    let seen = both(
        emulator,
        vec![
            without(&[]),
            without(&[("authorization", "Basic x")]),
            get("/beta/deviceManagement/deviceConfigurations/a/elsewhere"),
            get(&OVERVIEW.replace("beta", "v1.0")),
            get("/v3/x"),
            get("/v1.0/notes/%ff"),
            get("/"),
            write(Method::POST, STATUS, "{}"),
            patch(STATUS, ""),
            patch(STATUS, "[1]"),
            patch(STATUS, r#"{"status":"unknownMember"}"#),
            patch(STATUS, r#"{"devicesCount":null}"#),
            patch(STATUS, r#"{"nothing":1}"#),
            patch(STATUS, vec![0xff, 0xfe]),
            patch(STATUS, vec![b' '; (4 << 20) + 1]),
            send(Method::PATCH, STATUS, &[("content-type", "text/plain")], "{}"),
            send(Method::PATCH, STATUS, &[], "{}"),
        ],
    )
    .await;
    assert_eq!(statuses(&seen), [401, 401, 404, 404, 400, 400, 400, 405, 400, 400, 400, 400, 400, 400, 413, 415, 415]);
}

#[tokio::test]
async fn etags() {
    let seen = both(
        emulator,
        vec![
            patch("/v1.0/notes/n", r#"{"text":"a"}"#),
            Step::Guarded(None),
            Step::Guarded(Some("W/\"stale\"")),
            Step::Guarded(Some("*")),
            send(Method::GET, "/v1.0/notes/n", &[("if-none-match", "W/\"4\"")], ""),
        ],
    )
    .await;
    assert_eq!(statuses(&seen), [200, 200, 412, 200, 304]);
}

#[tokio::test]
async fn create_read_patch_list_and_delete() {
    let note = |text: &str| write(Method::POST, "/v1.0/notes", format!(r#"{{"text":"{text}"}}"#));
    let seen = both(
        emulator,
        vec![
            note("a"),
            Step::Follow("location"),
            note("b"),
            note("b"),
            get("/v1.0/notes?$count=true"),
            Step::Follow("@odata.nextLink"),
            get("/v1.0/notes?$filter=text%20eq%20%27b%27&$top=1"),
            get("/v1.0/notes?$orderby=text"),
            write(Method::POST, "/v1.0/notes", r#"{"id":"mine"}"#),
            write(Method::POST, "/v1.0/notes", r#"{"id":"mine"}"#),
            patch("/v1.0/notes/x", r#"{"text":"x"}"#),
            send(Method::DELETE, "/v1.0/notes/x", &[], ""),
            get("/v1.0/notes/x"),
            send(Method::DELETE, "/v1.0/notes", &[], ""),
        ],
    )
    .await;
    assert_eq!(statuses(&seen), [201, 200, 201, 201, 200, 200, 200, 200, 201, 409, 200, 204, 404, 405]);
}

#[tokio::test]
async fn batches() {
    let item = |id: &str, note: &str| {
        json!({"id": id, "method": "PATCH", "url": format!("/notes/{note}"), "headers": {"Content-Type": "application/json"},
            "body": {"text": id}})
    };
    let batch = |requests: serde_json::Value| write(Method::POST, "/v1.0/$batch", json!({ "requests": requests }).to_string());
    let mut after = item("4", "d");
    after["dependsOn"] = json!(["3"]);
    let many: Vec<_> = (0..21).map(|id| item(&id.to_string(), "a")).collect();
    let seen = both(
        || emulator().throttle(Throttle::intune().writes(4)),
        vec![
            batch(json!([item("1", "a"), item("2", "b"), json!({"id": "3", "method": "GET", "url": "/none"}), after])),
            batch(json!([item("1", "a"), item("2", "b"), item("3", "c")])),
            batch(json!([item("3", "c")])),
            Step::Wait(Duration::from_secs(40)),
            batch(json!([item("3", "c")])),
            batch(many.into()),
            batch(json!([item("a", "a"), item("A", "b")])),
        ],
    )
    .await;
    assert_eq!(statuses(&seen), [200, 200, 200, 200, 400, 400]);
}

#[tokio::test]
async fn throttling() {
    for form in [RetryAfter::Seconds, RetryAfter::Missing] {
        let throttle = Throttle::intune().writes(1).retry_after(form);
        let seen = both(
            || emulator().throttle(throttle.clone()),
            vec![
                patch(STATUS, "{}"),
                patch(STATUS, r#"{"devicesCount":1}"#),
                patch(STATUS, r#"{"devicesCount":1}"#),
                get(STATUS),
                Step::Wait(Duration::from_secs(30)),
                patch(STATUS, r#"{"devicesCount":1}"#),
            ],
        )
        .await;
        assert_eq!(statuses(&seen), [200, 429, 429, 200, 200], "{form:?}");
    }
}

#[tokio::test]
async fn tokens() {
    let set_up = || {
        let emulator = emulator();
        emulator.grant("secret", ["User.Read"]);
        emulator.challenge("revoked", r#"{"access_token":{}}"#);
        emulator
    };
    let with = |token: &str| Step::Send {
        method: Method::GET,
        path: OVERVIEW.into(),
        headers: vec![("authorization", format!("Bearer {token}"))],
        body: Bytes::new(),
    };
    let seen = both(set_up, vec![get(OVERVIEW), get("/v1.0/notes/n"), with("revoked"), with("unknown")]).await;
    assert_eq!(statuses(&seen), [403, 200, 401, 401]);
}

#[tokio::test]
async fn faults() {
    let short = Duration::from_millis(20);
    let wait = Duration::from_secs(2);
    let faults = [
        Fault::status(StatusCode::SERVICE_UNAVAILABLE),
        Fault::Status { status: StatusCode::GATEWAY_TIMEOUT, wait, form: RetryAfter::Seconds },
        Fault::Redirect("https://example.com/".parse().unwrap()),
        Fault::Reset,
        Fault::LostAnswer,
        Fault::Silence(short),
        Fault::TruncatedBody,
        Fault::SlowBody(short),
        Fault::OtherBody("<html>".into()),
        Fault::OtherBody(Bytes::new()),
    ];
    let mut story = Vec::new();
    for (count, fault) in faults.into_iter().enumerate() {
        story.push(Step::Fail(fault));
        story.push(patch(STATUS, format!(r#"{{"devicesCount":{count}}}"#)));
        story.push(get(STATUS));
    }
    let seen = both(emulator, story).await;
    let [faults, after]: [Vec<u16>; 2] = [0, 1].map(|part| statuses(&seen).into_iter().skip(part).step_by(2).collect());
    assert_eq!(faults, [503, 504, 307, 0, 0, 0, 0, 200, 200, 200]);
    assert!(after.iter().all(|status| *status == 200));
}

#[tokio::test]
async fn faults_of_responses_without_a_body() {
    let seen = both(
        || emulator().no_content(),
        vec![
            Step::Fail(Fault::TruncatedBody),
            patch(STATUS, "{}"),
            Step::Fail(Fault::SlowBody(Duration::from_millis(20))),
            patch(STATUS, "{}"),
            patch(STATUS, "{}"),
        ],
    )
    .await;
    assert_eq!(statuses(&seen), [0, 204, 204]);
}
