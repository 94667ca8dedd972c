//! Tests of batches against a scripted transport.

mod malformed;
mod media;
mod renewal;

use std::time::Duration;

use tokio::time::Instant;

use super::*;
use crate::auth::StaticToken;
use crate::client::{Client, Host};
use crate::error::{BatchResponseProblem, DecodeProblem};
use crate::model::json::Json;
use crate::model::path::Path;
use crate::testing::{Script, Step, TOKEN, Thing, ThingId, answer, thing_json};
use crate::transport::{Idempotency, Retry, TransportErrorKind};

fn thing(id: &str) -> Path<Thing> {
    Thing::v1().things(&ThingId::new(id).unwrap())
}

fn beta(id: &str) -> Path<Thing> {
    Thing::beta().things(&ThingId::new(id).unwrap())
}

fn count(count: i32) -> <Thing as Structured>::Patch {
    Thing::patch().count(count)
}

/// Returns the JSON of one response inside a batch response.
fn item(id: u32, status: u16, headers: &str, body: &str) -> String {
    format!(r#"{{"id":"{id}","status":{status},"headers":{{{headers}}},"body":{body}}}"#)
}

fn done(id: u32) -> String {
    item(id, 200, "", &thing_json())
}

fn throttled(id: u32, wait: &str) -> String {
    item(id, 429, &format!(r#""Retry-After":"{wait}""#), r#"{"error":{"code":"TooManyRequests"}}"#)
}

/// Returns the JSON of the response (424) to a request whose dependency has failed.
fn failed(id: u32) -> String {
    item(id, 424, "", r#"{"error":{"code":"FailedDependency"}}"#)
}

/// Creates a batch of three requests, each of which depends on the one before.
fn chain(graph: &Client) -> Batch {
    let mut batch = graph.batch();
    let a = batch.patch(thing("a"), count(1));
    let b = batch.add_after(&a, graph.patch(thing("b"), count(2)));
    let _ = batch.add_after(&b, graph.get(thing("c")));
    batch
}

fn batch_answer(status: u16, items: impl IntoIterator<Item = String>) -> Step {
    let items: Vec<String> = items.into_iter().collect();
    answer(status, &[("Date", "Sun, 22 Nov 2026 08:00:00 GMT")], format!(r#"{{"responses":[{}]}}"#, items.join(",")))
}

/// Returns, for each batch that was sent, the JSON of the requests inside.
fn sent(script: &Script) -> Vec<Vec<Json>> {
    let requests = |request: http::Request<bytes::Bytes>| {
        let body: Json = serde_json::from_slice(request.body()).unwrap();
        body["requests"].as_array().unwrap().clone()
    };
    script.requests().into_iter().map(requests).collect()
}

fn texts(batch: &[Json], member: &str) -> Vec<String> {
    batch.iter().map(|item| item[member].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn requests_are_sent_as_one_and_have_typed_results() {
    let script = Script::new([batch_answer(
        200,
        [
            item(
                3,
                404,
                r#""Request-Id":"r3""#,
                r#"{"error":{"code":"ResourceNotFound","message":"No token s3cr3t.t0ken-value"}}"#,
            ),
            item(2, 200, r#""ETag":"W/\"9\"","Content-Type":"application/json""#, &thing_json()),
            r#"{"id":"1","status":204}"#.to_owned(),
        ],
    )]);
    let graph = script.client();
    let mut batch = graph.batch();
    let changed = batch.add(graph.patch(thing("a/b"), count(3).clear_name()).if_match("W/\"7\"").return_minimal());
    let read = batch.get(thing("ü"));
    let missing = batch.patch(thing("c"), count(4));
    assert_eq!((batch.len(), batch.is_empty()), (3, false));
    let mut results = batch.send().await.unwrap();

    assert!(!results.all_succeeded());
    assert_eq!(results.failures().count(), 1);
    let read: Response<Thing> = results.take(read).unwrap();
    assert_eq!((read.body.count, read.etag.as_deref()), (3, Some("W/\"9\"")));
    let changed: Response<Option<Thing>> = results.take(changed).unwrap();
    assert_eq!((changed.body, changed.status.as_u16()), (None, 204));
    let error = results.take(missing).unwrap_err();
    assert!(error.is_not_found() && error.request_id() == Some("r3") && !error.to_string().contains(TOKEN), "{error}");
    assert_eq!(error.request().unwrap().template.text, "/things/{thingId}");

    let [request] = &script.requests()[..] else { panic!() };
    assert_eq!(
        (request.method().as_str(), request.uri().to_string()),
        ("POST", "https://graph.microsoft.com/v1.0/$batch".into())
    );
    assert_eq!(request.extensions().get::<crate::model::Template>().unwrap().text, "/$batch");
    assert!(request.headers().contains_key("authorization") && request.headers().contains_key("client-request-id"));
    let items = &sent(&script)[0];
    assert_eq!(texts(items, "id"), ["1", "2", "3"]);
    assert_eq!(texts(items, "method"), ["PATCH", "GET", "PATCH"]);
    assert_eq!(texts(items, "url"), ["/things/a%2Fb", "/things/%C3%BC", "/things/c"]);
    assert_eq!(items[0]["body"].to_string(), r##"{"@odata.type":"#microsoft.graph.thing","count":3,"name":null}"##);
    let headers = items[0]["headers"].as_object().unwrap();
    let (first, rest): (&str, Vec<_>) = (headers["client-request-id"].as_str().unwrap(), headers.iter().skip(1).collect());
    assert_eq!(first, changed.client_request_id);
    let rest: Vec<_> = rest.into_iter().map(|(name, value)| (name.as_str(), value.as_str().unwrap())).collect();
    assert_eq!(rest, [("Content-Type", "application/json"), ("if-match", "W/\"7\""), ("prefer", "return=minimal")]);
    assert!(items[1].get("body").is_none() && items[1]["headers"].get("Content-Type").is_none());
    assert!(!String::from_utf8_lossy(request.body()).contains(TOKEN), "the token is on the batch alone");
}

#[tokio::test]
async fn a_batch_has_at_most_twenty_requests_of_one_version() {
    let script = Script::new([
        batch_answer(200, (1..=20).map(done)),
        batch_answer(200, (21..=40).map(done)),
        batch_answer(200, [done(41)]),
        batch_answer(200, (42..=43).map(done)),
    ]);
    let mut batch = script.client().batch();
    let mut items: Vec<_> = (0..30).map(|n| batch.patch(thing(&n.to_string()), count(n))).collect();
    items.push(batch.patch(beta("x"), count(1)));
    items.extend((30..42).map(|n| batch.patch(thing(&n.to_string()), count(n))));
    let mut results = batch.send().await.unwrap();
    assert!(results.all_succeeded());
    for item in items {
        results.take(item).unwrap();
    }
    let sent = sent(&script);
    assert_eq!(sent.iter().map(Vec::len).collect::<Vec<_>>(), [20, 20, 1, 2]);
    let urls: Vec<_> = script.requests().iter().map(|request| request.uri().path().to_owned()).collect();
    assert_eq!(urls, ["/v1.0/$batch", "/v1.0/$batch", "/beta/$batch", "/v1.0/$batch"]);
    let mut ids: Vec<_> = sent.iter().flat_map(|batch| texts(batch, "id")).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 43, "an answer of one batch cannot be taken for that of another");
}

/// A batch is repeated after a lost response only if each of its requests may be repeated.
#[tokio::test(start_paused = true)]
async fn a_batch_that_only_reads_is_repeated_after_a_lost_response() {
    let attempts = async |writes: usize| {
        let script =
            Script::new([Step::Fail(TransportErrorKind::Interrupted), batch_answer(200, [done(1), done(2), done(3), done(4)])]);
        let graph = Client::new(Retry::new(script.clone()), StaticToken::new(TOKEN));
        let mut batch = graph.batch();
        let _ = batch.get(thing("a"));
        if writes > 0 {
            let _ = batch.patch(thing("b"), count(1));
        }
        if writes > 1 {
            let _ = batch.add(graph.delete(thing("c")));
        }
        if writes > 2 {
            let _ = batch.add(graph.create(Thing::v1().things_collection(), count(1)));
        }
        let _ = batch.send().await;
        let requests = script.requests();
        (requests[0].extensions().get::<Idempotency>().copied(), requests.len())
    };
    assert_eq!(attempts(0).await, (Some(Idempotency::Safe), 2));
    assert_eq!(attempts(1).await, (Some(Idempotency::Idempotent), 1));
    assert_eq!(attempts(2).await, (Some(Idempotency::FailsWhenRepeated), 1));
    assert_eq!(attempts(3).await, (Some(Idempotency::NotIdempotent), 1));
}

#[tokio::test]
async fn an_empty_batch_sends_nothing() {
    let results = Script::default().client().batch().send().await.unwrap();
    assert!(results.all_succeeded());
}

#[tokio::test(start_paused = true)]
async fn only_throttled_requests_are_sent_again_after_the_longest_wait() {
    // If some requests inside are throttled, the service sends the batch response with status 200. Its documentation names 424 and 429.
    for status in [200, 424, 429] {
        let date = item(4, 429, r#""retry-after":"Sun, 22 Nov 2026 08:00:07 GMT""#, "null");
        let script = Script::new([
            batch_answer(status, [throttled(2, "2.128"), done(1), date, item(3, 404, "", "null")]),
            batch_answer(200, [done(6), throttled(5, "0.5")]),
            batch_answer(200, [done(7)]),
        ]);
        let mut batch = script.client().batch();
        let items: Vec<_> = ["a", "b", "c", "d"].map(|id| batch.patch(thing(id), count(1))).into();
        let mut results = batch.send().await.unwrap();
        let results: Vec<_> = items.into_iter().map(|item| results.take(item).is_ok()).collect();
        assert_eq!(results, [true, true, false, true]);
        let urls: Vec<_> = sent(&script).iter().map(|batch| texts(batch, "url")).collect();
        assert_eq!(urls[1..], [vec!["/things/b", "/things/d"], vec!["/things/b"]]);
        let times = script.times();
        assert!((7.0..7.6).contains(&times[1]) && (0.5..1.1).contains(&(times[2] - times[1])), "{times:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn throttled_requests_are_given_up_after_the_last_attempt_or_at_the_time_limit() {
    let script = Script::new((1..=4).map(|id| batch_answer(200, [throttled(id, "3")])));
    let mut batch = script.client().batch();
    let item = batch.patch(thing("a"), count(1));
    let error = batch.send().await.unwrap().take(item).unwrap_err();
    assert!(error.is_throttled() && error.service().unwrap().attempts == 4, "{error}");

    let start = Instant::now();
    let script = Script::new([batch_answer(200, std::iter::once(throttled(1, "3")).chain((2..=20).map(done)))]);
    let mut batch = script.client().batch().timeout(Duration::from_secs(2));
    let items: Vec<_> = (0..22).map(|n| batch.patch(thing(&n.to_string()), count(n))).collect();
    let mut results = batch.send().await.unwrap();
    let errors: Vec<_> = items.into_iter().filter_map(|item| results.take(item).err()).collect();
    assert_eq!(start.elapsed(), Duration::ZERO, "it does not start a wait that exceeds the time limit");
    assert!(errors[0].is_throttled());
    assert!(matches!(&errors[1], Error::Batch(error) if matches!(error.problem, BatchProblem::NotSent(_))), "{}", errors[1]);
    assert_eq!(errors.len(), 3);
}

#[tokio::test]
async fn requests_that_throttling_leaves_no_time_for_name_it_as_their_cause() {
    let answers = [throttled(1, "7"), throttled(2, "200")].into_iter().chain((3..=20).map(done));
    let mut batch = Script::new([batch_answer(200, answers)]).client().batch();
    let items: Vec<_> = (0..40).map(|n| batch.patch(thing(&n.to_string()), count(n))).collect();
    let mut results = batch.send().await.unwrap();
    assert!(results.failures().count() == 22 && results.failures().all(Error::is_throttled));
    let error = items.into_iter().filter_map(|item| results.take(item).err()).last().unwrap();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(200)));
    let text = "PATCH /v1.0/things/{thingId}: not sent, because an earlier batch failed (";
    assert!(error.to_string().starts_with(text), "{error}");
    assert!(format!("{error:#}").contains("): PATCH /v1.0/things/{thingId}: 429"), "{error:#}");
}

#[tokio::test]
async fn a_chain_or_a_star_of_dependencies_is_one_batch() {
    let script = Script::new([
        batch_answer(200, [done(1), done(2), done(3)]),
        batch_answer(200, [done(4), done(5), done(6)]),
        batch_answer(200, [done(7)]),
    ]);
    let graph = script.client();
    let mut batch = graph.batch();
    let a = batch.patch(thing("a"), count(1));
    let b = batch.add_after(&a, graph.patch(thing("b"), count(2)));
    let _c = batch.add_after(&b, graph.get(thing("c")));
    let x = batch.patch(thing("x"), count(1));
    let _y = batch.add_after(&x, graph.get(thing("y")));
    let _z = batch.add_after(&x, graph.get(thing("z")));
    let _alone = batch.get(thing("alone"));
    assert!(batch.send().await.unwrap().all_succeeded());
    let sent = sent(&script);
    let urls: Vec<_> = sent.iter().map(|batch| texts(batch, "url").join(" ")).collect();
    assert_eq!(urls, ["/things/a /things/b /things/c", "/things/x /things/y /things/z", "/things/alone"]);
    let after: Vec<_> = sent.iter().flatten().map(|item| item["dependsOn"][0].as_str().unwrap_or("-").to_owned()).collect();
    assert_eq!(after, ["-", "1", "2", "-", "4", "4", "-"]);
}

#[tokio::test]
async fn other_dependencies_are_split_into_several_batches() {
    // A chain of 25 requests. `x` and `y`, two requests of the other API version, depend on the last request of the chain. `z` depends on
    // `y`.
    let script = Script::new([
        batch_answer(200, (1..=20).map(done)),
        batch_answer(200, (21..=25).map(done)),
        batch_answer(200, [done(26)]),
        batch_answer(200, [done(27), done(28)]),
    ]);
    let graph = script.client();
    let mut batch = graph.batch();
    let mut last = batch.patch(thing("0"), count(0));
    for n in 1..25 {
        last = batch.add_after(&last, graph.patch(thing(&n.to_string()), count(n)));
    }
    let _ = batch.add_after(&last, graph.get(beta("x")));
    let y = batch.add_after(&last, graph.get(beta("y")));
    let _ = batch.add_after(&y, graph.get(beta("z")));
    assert!(batch.send().await.unwrap().all_succeeded());
    let sent = sent(&script);
    assert_eq!(sent.iter().map(Vec::len).collect::<Vec<_>>(), [20, 5, 1, 2]);
    assert!(sent[1][0].get("dependsOn").is_none() && sent[1][1]["dependsOn"][0] == "21");
}

#[tokio::test(start_paused = true)]
async fn a_throttled_chain_is_sent_again_from_the_throttled_request() {
    let script = Script::new([batch_answer(200, [done(1), throttled(2, "1"), failed(3)]), batch_answer(200, [done(4), done(5)])]);
    let graph = script.client();
    assert!(chain(&graph).send().await.unwrap().all_succeeded());
    let again = &sent(&script)[1];
    assert_eq!(texts(again, "url"), ["/things/b", "/things/c"]);
    assert!(again[0].get("dependsOn").is_none() && again[1]["dependsOn"][0] == "4");
}

#[tokio::test]
async fn dependents_of_a_failed_request_are_not_sent() {
    let script = Script::new([batch_answer(200, [item(1, 404, "", "null"), failed(2)])]);
    let graph = script.client();
    let mut batch = graph.batch();
    let a = batch.patch(thing("a"), count(1));
    let b = batch.add_after(&a, graph.patch(thing("b"), count(2)));
    let c = batch.add_after(&b, graph.get(beta("c")));
    let d = batch.add_after(&c, graph.get(beta("d")));
    let mut results = batch.send().await.unwrap();
    assert_eq!(results.take(b).unwrap_err().service().unwrap().code(), Some("FailedDependency"));
    for error in [results.take(c).unwrap_err(), results.take(d).unwrap_err()] {
        assert!(
            error.to_string().starts_with("GET /beta/things/{thingId}: not sent, because the request that it depends on failed"),
            "{error}"
        );
    }
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test]
async fn a_request_that_cannot_be_sent_fails_alone() {
    let script = Script::new([batch_answer(200, [done(1)])]);
    let graph = script.client();
    let mut batch = graph.batch();
    let empty = batch.patch(thing("a"), Thing::patch());
    let after = batch.add_after(&empty, graph.get(thing("b")));
    let fine = batch.get(thing("c"));
    let mut results = batch.send().await.unwrap();
    assert!(matches!(results.take(empty), Err(Error::EmptyPatch(_))));
    assert!(matches!(results.take(after), Err(Error::Batch(error)) if matches!(error.problem, BatchProblem::Dependency)));
    results.take(fine).unwrap();
    assert_eq!(texts(&sent(&script)[0], "url"), ["/things/c"]);
}

#[tokio::test]
async fn requests_and_handles_of_another_client_or_batch_are_refused() {
    let script = Script::new([batch_answer(200, [done(1)]), batch_answer(200, [done(1)])]);
    let graph = script.client();
    let other = Client::builder(script.clone(), StaticToken::new("another tenant's")).host(Host::china()).build();
    let (mut first, mut second) = (graph.batch(), graph.batch());
    let a = first.get(thing("a"));
    let foreign = second.add(other.get(thing("b")));
    let after = second.add_after(&a, graph.get(thing("c")));
    let _b = second.get(thing("d"));
    let mut results = second.send().await.unwrap();
    for error in [results.take(foreign).unwrap_err(), results.take(after).unwrap_err(), results.take(a).unwrap_err()] {
        assert!(error.to_string().contains("belongs to another batch or another client"), "{error}");
    }
    assert_eq!(texts(&sent(&script)[0], "url"), ["/things/d"]);
}

#[tokio::test]
async fn a_missing_or_repeated_response_is_an_error_of_its_request() {
    let script = Script::new([batch_answer(200, [done(1), done(3), done(3)])]);
    let mut batch = script.client().batch();
    let items = ["a", "b", "c"].map(|id| batch.patch(thing(id), count(1)));
    let mut results = batch.send().await.unwrap();
    let [a, b, c] = items.map(|item| results.take(item).map(drop));
    a.unwrap();
    let (b, c) = (b.unwrap_err(), c.unwrap_err());
    assert!(matches!(&b, Error::Batch(error) if matches!(error.problem, BatchProblem::NoResponse)), "{b}");
    assert!(
        b.to_string()
            .starts_with("PATCH /v1.0/things/{thingId}: its batch has a response, but no part of it belongs to this request ("),
        "{b}"
    );
    assert!(matches!(&c, Error::Batch(error) if matches!(error.problem, BatchProblem::SeveralResponses)), "{c}");
}

#[tokio::test]
async fn a_failed_batch_is_an_error_of_send_until_a_request_was_answered() {
    for (status, throttled) in [(401, false), (403, false), (429, true), (424, false), (500, false), (302, false), (202, false)] {
        let script = Script::new([answer(status, &[("Retry-After", "3")], "")]);
        let mut batch = script.client().batch();
        let _ = batch.patch(thing("a"), count(1));
        let error = batch.send().await.unwrap_err();
        assert_eq!(error.is_throttled(), throttled, "{error}");
    }

    let script = Script::new([batch_answer(200, (1..=20).map(done)), answer(429, &[("Retry-After", "3")], "")]);
    let mut batch = script.client().batch();
    let items: Vec<_> = (0..41).map(|n| batch.patch(thing(&n.to_string()), count(n))).collect();
    let mut results = batch.send().await.unwrap();
    let errors: Vec<_> = items.into_iter().filter_map(|item| results.take(item).err()).collect();
    assert_eq!(errors.len(), 21);
    for error in &errors {
        assert!(error.is_throttled() && error.retry_after() == Some(Duration::from_secs(3)), "{error}");
    }
    let [failed, not_sent] = [&errors[0], &errors[20]].map(|error| format!("{error:#}"));
    assert!(failed.contains("its batch failed (") && failed.contains("): POST /v1.0/$batch: 429"), "{failed}");
    assert!(not_sent.contains("not sent, because an earlier batch failed (") && not_sent.contains("): POST"), "{not_sent}");
    assert!(errors[20].service().is_none() && !errors[20].is_permission());
}

#[tokio::test]
async fn hostile_responses_are_read_in_linear_time() {
    let many: Vec<String> = (0..50_000).map(|n| format!(r#""{n}":1"#)).collect();
    let deep = format!(r#"{{"responses":[{{"id":"1","status":200,"body":{}"#, "[".repeat(1 << 20));
    let responses = |responses: &str| format!(r#"{{"responses":[{responses}]}}"#);
    let strays = responses(&["{\"id\":\"x\"}"; 50_000].join(","));
    let repeated = responses(&["{\"id\":\"1\",\"status\":200}"; 50_000].join(","));
    let members = responses(&format!("{{{}}}", many.join(",")));
    for (body, fails_as_a_whole) in
        [(format!("{{{}}}", many.join(",")), true), (deep, true), (members, false), (strays, false), (repeated, false)]
    {
        let script = Script::new([answer(200, &[], body)]);
        let mut batch = script.client().batch();
        let patched = batch.patch(thing("a"), count(1));
        match batch.send().await {
            Err(_) => assert!(fails_as_a_whole),
            Ok(mut results) => assert!(!fails_as_a_whole && results.take(patched).is_err()),
        }
        assert_eq!(script.requests().len(), 1);
    }
}

#[test]
fn a_batch_is_send() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    drop(is_send(is_send(Script::default().client().batch()).send()));
}
