//! Tests of long-running operations.

use std::time::Duration;

use proptest::prelude::*;
use tokio::time::Instant;

use super::*;
use crate::error::OperationProblem;
use crate::model::json::Json;

const OPERATION: &str = "https://graph.microsoft.com/v1.0/things('n')/operations('o')";

fn accepted(location: &str) -> Step {
    answer(202, &[("location", location), ("retry-after", "10"), ("request-id", "r0")], "")
}

fn progress(json: &str) -> Step {
    answer(200, &[("request-id", "r1")], json.to_owned())
}

async fn started(graph: &Client) -> RunningOperation<Option<Thing>> {
    let response = graph.create(Thing::v1().things_collection(), Thing::patch().count(3)).or_operation().await.unwrap();
    assert_eq!(response.status, 202);
    match response.body {
        Outcome::Running(operation) => operation,
        Outcome::Done(thing) => panic!("{thing:?}"),
    }
}

fn urls(script: &Script) -> Vec<String> {
    script.requests().iter().map(|request| request.uri().to_string()).collect()
}

#[tokio::test(start_paused = true)]
async fn an_operation_is_polled_until_its_result_can_be_read() {
    let script = Script::new([
        accepted("/things('n')/operations('o')"),
        answer(200, &[("retry-after", "30")], r#"{"status":"inProgress","attemptsCount":1}"#),
        progress(r#"{"status":"succeeded","targetResourceLocation":"/things/n"}"#),
        progress(&thing_json()),
    ]);
    let start = Instant::now();
    let operation = started(&script.client()).await;
    assert_eq!(operation.address().to_url(), OPERATION);
    assert_eq!(operation.until_done().await.unwrap().body.unwrap().count, 3);
    assert_eq!(urls(&script)[1..], [OPERATION, OPERATION, "https://graph.microsoft.com/v1.0/things/n"]);
    let waited = start.elapsed().as_secs();
    assert!((40..42).contains(&waited), "10 s and 30 s: {waited}");
    assert!(script.requests().iter().all(|request| header(request, "authorization").is_some()));
}

#[tokio::test(start_paused = true)]
async fn each_poll_gives_a_status_and_waits_longer() {
    let running = r#"{"status":"running","percentageComplete":5,"statusDetail":"a\nb"}"#;
    let done = r#"{"status":"succeeded","resourceId":"n"}"#;
    let script = Script::new(
        [vec![answer(202, &[("location", OPERATION)], "")], vec![progress(running); 8], vec![progress(done)]].concat(),
    );
    let mut operation = started(&script.client()).await;
    let mut waits = Vec::new();
    loop {
        let start = Instant::now();
        let status = operation.poll().await.unwrap();
        waits.push(start.elapsed());
        if status.is_done {
            assert_eq!(status.resource_id.as_deref(), Some("n"));
            break;
        }
        assert_eq!(
            (status.percent, status.status.as_deref(), status.detail.as_deref()),
            (Some(5.0), Some("running"), Some("a b"))
        );
    }
    assert!(waits[0] <= Duration::from_secs(1) && waits[7] >= Duration::from_secs(15), "{waits:?}");
    assert!(waits.iter().all(|wait| *wait <= Duration::from_secs(30)), "{waits:?}");
    assert!(operation.poll().await.unwrap().is_done);
    assert!(operation.until_done().await.unwrap().body.is_none(), "the operation names no place of its result");
    assert_eq!(script.requests().len(), 10);
}

#[tokio::test(start_paused = true)]
async fn another_host_gets_no_token() {
    let monitor = "https://contoso.sharepoint.com/_api/monitor/1?tempauth=s3cret-s3cret-s3cret";
    let script = Script::new([
        accepted(monitor),
        answer(202, &[], r#"{"status":"inProgress","percentageComplete":27.8}"#),
        answer(303, &[("location", "https://graph.microsoft.com/v1.0/things/n")], ""),
        progress(&thing_json()),
    ]);
    let operation = started(&script.client()).await;
    assert!(!format!("{operation:?}").contains("s3cret"), "{operation:?}");
    assert_eq!(operation.until_done().await.unwrap().body.unwrap().count, 3);
    let requests = script.requests();
    assert_eq!(urls(&script)[1..], [monitor, monitor, "https://graph.microsoft.com/v1.0/things/n"]);
    for request in &requests[1..3] {
        let names: Vec<_> = request.headers().keys().map(|name| name.as_str()).collect();
        assert_eq!(names, ["user-agent"]);
    }
    assert!(header(&requests[3], "authorization").is_some());

    let response = graph_response(monitor).await;
    assert!(!format!("{response:?}").contains("s3cret"), "{response:?}");

    let repeated = format!("{{\"error\":{{\"code\":\"a\",\"message\":\"{monitor}\"}}}}");
    let script = Script::new([accepted(monitor), answer(404, &[], repeated)]);
    let error = started(&script.client()).await.until_done().await.unwrap_err();
    assert!(error.is_not_found() && !format!("{error:?} {error:#} {}", error.report()).contains("s3cret"), "{error:?}");
}

/// Returns the response to a raw request that the service accepts (202) as an operation with the URL `monitor`.
async fn graph_response(monitor: &str) -> Response<RawBody> {
    let script = Script::new([accepted(monitor)]);
    script.client().request(Method::POST, RawPath::v1("/a").unwrap()).await.unwrap()
}

/// A `Retry-After` of a millisecond does not make the client poll a thousand times in a second.
#[tokio::test(start_paused = true)]
async fn a_wait_that_is_almost_none_counts_as_none() {
    for wait in ["0", "0.001", "0.0099"] {
        let running = answer(202, &[("retry-after", wait)], r#"{"status":"running"}"#);
        let script =
            Script::new([vec![accepted(OPERATION)], vec![running; 8], vec![progress(r#"{"status":"succeeded"}"#)]].concat());
        let start = Instant::now();
        started(&script.client()).await.until_done().await.unwrap();
        assert!(start.elapsed() >= Duration::from_secs(60), "{wait}: {:?}", start.elapsed());
    }
}

/// If the URL of an operation's result redirects to another host, waiting for the operation fails. It does not succeed without a result.
#[tokio::test(start_paused = true)]
async fn a_result_that_is_elsewhere_is_an_error() {
    let script = Script::new([
        accepted(OPERATION),
        answer(303, &[("location", "/v1.0/things/n")], ""),
        answer(302, &[("location", "https://other.example/n")], ""),
    ]);
    let error = started(&script.client()).await.until_done().await.unwrap_err();
    assert!(matches!(error, Error::Redirect(_)), "{error:?}");
}

#[tokio::test]
async fn an_address_that_cannot_be_polled_is_an_error_after_an_accepted_request() {
    let with_token = format!("https://evil.example/{TOKEN}");
    for location in [
        "http://evil.example/monitor",
        "http://127.0.0.1/evil",
        "//evil.example/m",
        "https://graph.microsoft.com@evil.example/",
        "ftp://a/b",
        &with_token,
    ] {
        let script = Script::new([accepted(location)]);
        let request = script.client().create(Thing::v1().things_collection(), Thing::patch().count(3)).or_operation();
        let error = request.await.unwrap_err();
        assert!(error.is_carried_out() && error.request_id() == Some("r0"), "{location}: {error:?}");
        assert!(error.to_string().starts_with("POST /v1.0/things: the service has accepted"), "{error}");
        assert!(!format!("{error:?} {error}").contains("evil"), "{error:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_failure_is_an_error_with_the_code_and_the_message() {
    let body = format!(r#"{{"status":"failed","error":{{"code":"quota","message":"a\nb Bearer {TOKEN}"}}}}"#);
    let script = Script::new([accepted(OPERATION), progress(&body)]);
    let error = started(&script.client()).await.until_done().await.unwrap_err();
    let text = format!("{error:?} {error:#} {}", error.report());
    let Error::Operation(operation) = &error else { panic!("{error}") };
    assert_eq!((operation.code(), operation.request_id.as_deref()), (Some("quota"), Some("r1")));
    assert!(error.to_string().contains("the operation ended with the status `failed`: quota: a b"), "{error}");
    assert!(!text.contains(TOKEN) && !error.is_carried_out(), "{text}");
}

#[tokio::test(start_paused = true)]
async fn the_time_limit_ends_the_wait_and_the_operation_goes_on() {
    let script = Script::new([accepted(OPERATION), progress(r#"{"status":"running"}"#), progress(r#"{"status":"running"}"#)]);
    let graph = script.client();
    let operation = started(&graph).await.time_limit(Duration::from_secs(11));
    let start = Instant::now();
    let error = operation.until_done().await.unwrap_err();
    assert!(start.elapsed() < Duration::from_secs(12));
    let Error::Operation(late) = &error else { panic!("{error}") };
    assert_eq!(late.problem, OperationProblem::TimedOut(Duration::from_secs(11)));
    assert!(error.to_string().contains("has not finished within 11 s: raise `time_limit`"), "{error}");

    let stored = serde_json::to_string(late.address().unwrap()).unwrap();
    let address: OperationAddress = serde_json::from_str(&stored).unwrap();
    let script = Script::new([progress(&thing_json())]);
    let resumed = script.client().resume_operation::<Thing>(address.clone()).until_done().await.unwrap();
    assert_eq!((resumed.body.count, &urls(&script)[0][..]), (3, OPERATION), "a body that reports no progress is the result");
    let script = Script::new([progress(r#"{"status":"succeeded","resourceLocation":"/things/n"}"#)]);
    script.client().resume_operation::<()>(address).until_done().await.unwrap();
    assert_eq!(script.requests().len(), 1, "`()` is not read");

    let endless = started(&Script::new([accepted(OPERATION), progress(r#"{"status":"succeeded"}"#)]).client()).await;
    assert!(endless.time_limit(Duration::MAX).until_done().await.is_ok());
    let script = Script::new([accepted(OPERATION), Step::Hang]);
    let start = Instant::now();
    let error = started(&script.client()).await.time_limit(Duration::from_secs(12)).until_done().await.unwrap_err();
    assert!(matches!(error, Error::Operation(_)) && start.elapsed() < Duration::from_secs(16), "{error} {:?}", start.elapsed());

    let again = started(&Script::new([accepted(OPERATION)]).client()).await.time_limit(Duration::from_secs(5));
    assert!(matches!(again.until_done().await, Err(Error::Operation(_))), "a wait beyond the limit fails at once");
}

#[tokio::test(start_paused = true)]
async fn a_poll_survives_transient_failures_but_not_six_in_a_row() {
    let lost = || Step::Fail(TransportErrorKind::Interrupted);
    let done = || progress(r#"{"status":"succeeded"}"#);
    let script =
        Script::new([accepted(OPERATION), answer(503, &[("retry-after", "7")], ""), lost(), answer(429, &[], ""), done()]);
    started(&script.client()).await.until_done().await.unwrap();
    assert_eq!(script.requests().len(), 5);

    let script = Script::new([vec![accepted(OPERATION)], vec![answer(503, &[], ""); 6], vec![done()]].concat());
    let error = started(&script.client()).await.until_done().await.unwrap_err();
    assert_eq!((error.status().map(|status| status.as_u16()), script.requests().len()), (Some(503), 7));
    let script = Script::new([accepted(OPERATION), answer(403, &[], "")]);
    assert!(started(&script.client()).await.until_done().await.unwrap_err().is_permission());
}

#[tokio::test]
async fn a_request_that_is_carried_out_at_once_is_done() {
    let script = Script::new([
        answer(201, &[("location", "/things/n")], thing_json()),
        answer(202, &[], ""),
        answer(202, &[("Operation-Location", OPERATION), ("location", "/things/n")], ""),
        answer(204, &[], ""),
        answer(202, &[("location", OPERATION)], ""),
    ]);
    let graph = script.client();
    let create = || graph.create(Thing::v1().things_collection(), Thing::patch().count(3)).or_operation();
    let created = create().await.unwrap();
    assert_eq!(created.created_id(), Some("n"));
    assert!(matches!(created.body, Outcome::Done(Some(Thing { count: 3, .. }))));
    assert!(matches!(create().await.unwrap().body, Outcome::Done(None)), "a 202 without an address");
    let running = create().await.unwrap();
    assert_eq!(running.created_id(), Some("n"));
    assert!(matches!(running.body, Outcome::Running(operation) if operation.address().to_url() == OPERATION));
    assert!(matches!(graph.delete(thing()).or_operation().await.unwrap().body, Outcome::Done(())));
    let raw = graph.request(Method::POST, RawPath::v1("/a").unwrap()).or_operation().await.unwrap();
    assert!(matches!(raw.body, Outcome::Running(_)));
}

#[tokio::test(start_paused = true)]
async fn a_batch_starts_operations() {
    let whole = format!(
        r#"{{"responses":[{{"id":"1","status":202,"headers":{{"Location":"{OPERATION}"}}}},{{"id":"2","status":204}}]}}"#
    );
    let script = Script::new([answer(200, &[], whole), progress(r#"{"status":"completed","x":1}"#)]);
    let graph = script.client();
    let request = || graph.request(Method::POST, RawPath::v1("/a").unwrap()).json(&1).or_operation();
    let mut batch = graph.batch();
    let [first, second] = [batch.add(request()), batch.add(request())];
    let mut results = batch.send().await.unwrap();
    let Outcome::Running(operation) = results.take(first).unwrap().body else { panic!() };
    assert!(matches!(results.take(second).unwrap().body, Outcome::Done(body) if body.is_empty()));
    let last = operation.until_done().await.unwrap();
    assert_eq!(last.body.json::<Json>().unwrap()["x"], 1, "a raw result without a place is the last response");
}

/// Returns a URL, or a text that is almost one.
fn hostile_url() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("https://graph.microsoft.com"),
        Just("https://evil.example"),
        Just("http://127.0.0.1"),
        Just("//evil.example"),
        Just("@evil.example"),
        Just("graph.microsoft.com"),
        Just("/v1.0/operations('o')"),
        Just("/.."),
        Just("\\\\evil.example"),
        Just("%2F%2Fevil.example"),
        Just("?a=https://evil.example"),
        Just("#"),
        Just(":"),
        Just("\t"),
        Just("ü"),
    ];
    prop_oneof![prop::collection::vec(part, 0..5).prop_map(|parts| parts.concat()), "[ -~]{0,40}"]
}

proptest! {
    /// Whatever URL or report the service sends, the client sends the token to no other host, and no error text contains a control
    /// character.
    #[test]
    fn no_url_of_the_service_moves_the_token(location in hostile_url(), resource in hostile_url(), status in "succeeded|failed|\\PC{0,9}|\n") {
        let report = Json::from_iter([("status", status), ("resourceLocation", resource)]).to_string();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        let Ok(value) = HeaderValue::from_bytes(location.as_bytes()) else { return Ok(()) };
        let mut accepted = http::Response::new(bytes::Bytes::new());
        *accepted.status_mut() = http::StatusCode::ACCEPTED;
        accepted.headers_mut().insert("location", value);
        let script = Script::new([Step::Respond(accepted), progress(&report), progress(&thing_json())]);
        let error = runtime.block_on(async {
            let create = script.client().create(Thing::v1().things_collection(), Thing::patch().count(3)).or_operation();
            match create.await?.body {
                Outcome::Running(operation) => operation.time_limit(Duration::from_secs(1)).until_done().await.map(drop),
                Outcome::Done(_) => Ok(()),
            }
        });
        for request in script.requests() {
            let is_own = request.uri().host() == Some("graph.microsoft.com") && request.uri().scheme_str() == Some("https");
            prop_assert!(is_own || header(&request, "authorization").is_none(), "{}", request.uri());
            prop_assert!(request.uri().scheme_str() == Some("https"), "{}", request.uri());
        }
        if let Err(error) = error {
            prop_assert!(!format!("{error:#} {error:?}").contains(char::is_control), "{error:?}");
        }
    }
}
