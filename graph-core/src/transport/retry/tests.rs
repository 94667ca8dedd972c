use std::time::Duration;

use http::Method;

use super::*;
use crate::testing::{Script, Step, Thing, answer, thing, thing_json};
use crate::transport::error::TransportErrorKind;
use crate::{Client, Error, StaticToken};

fn done() -> Step {
    answer(200, &[], thing_json())
}

/// Checks the waits between requests against `waits`: the minimum (inclusive) and maximum (exclusive) of each, in seconds.
fn waits_are(script: &Script, waits: &[(f64, f64)]) {
    let times = script.times();
    let found: Vec<f64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let fits = |(wait, (least, most)): (&f64, &(f64, f64))| least <= wait && wait < most;
    assert!(found.len() == waits.len() && found.iter().zip(waits).all(fits), "{found:?} is not {waits:?}");
}

/// Sends one patch through the retry layer, and returns its error, if any.
async fn patch(retry: Retry<Script>) -> Result<(), Error> {
    let graph = Client::builder(retry, StaticToken::new("t")).timeout(Duration::from_secs(1000)).build();
    graph.patch(thing(), Thing::patch().count(3)).await.map(drop)
}

async fn send(retry: &Retry<Script>, method: Method) -> Result<u16, TransportErrorKind> {
    let request = http::Request::builder().method(method).body(Bytes::new()).unwrap();
    retry.send(request).await.map(|response| response.status().as_u16()).map_err(|error| error.kind())
}

#[tokio::test(start_paused = true)]
async fn no_attempt_comes_before_its_retry_after() {
    let date = [("Retry-After", "Sun, 22 Nov 2026 08:00:09 GMT"), ("Date", "Sun, 22 Nov 2026 08:00:00 GMT")];
    let script = Script::new([
        answer(429, &[("Retry-After", "2.128")], ""),
        answer(503, &[("Retry-After", "7")], ""),
        answer(504, &date, ""),
        answer(429, &[("Retry-After", "0")], ""),
        done(),
    ]);
    patch(Retry::new(script.clone()).max_attempts(5)).await.unwrap();
    waits_are(&script, &[(2.128, 2.7), (7.0, 7.6), (9.0, 9.6), (0.0, 0.6)]);
}

#[tokio::test(start_paused = true)]
async fn without_retry_after_the_waits_grow_with_jitter() {
    let mut first = Vec::new();
    for _ in 0..8 {
        let script = Script::new([
            answer(429, &[], ""),
            answer(503, &[("Retry-After", "soon")], ""),
            answer(504, &[], ""),
            answer(429, &[], ""),
            done(),
        ]);
        patch(Retry::new(script.clone()).max_attempts(5).max_wait(Duration::from_secs(6))).await.unwrap();
        waits_are(&script, &[(0.5, 1.1), (1.0, 2.1), (2.0, 4.1), (3.0, 6.1)]);
        first.push((script.times()[1] * 1000.0) as u64);
    }
    first.dedup();
    assert!(first.len() > 1, "jitter: {first:?}");
}

#[tokio::test(start_paused = true)]
async fn each_attempt_is_the_same_request_and_counted() {
    let script = Script::new([answer(503, &[], ""), answer(429, &[], ""), done()]);
    patch(Retry::new(script.clone())).await.unwrap();
    let requests = script.requests();
    let attempts: Vec<_> = requests.iter().map(|request| request.headers().get("retry-attempt").cloned()).collect();
    assert_eq!(attempts, [None, Some("1".parse().unwrap()), Some("2".parse().unwrap())]);
    let fresh: Vec<_> = requests.iter().map(|request| request.extensions().get::<NewConnection>().is_some()).collect();
    assert_eq!(fresh, [false, true, false], "only after a 503");
    for request in &requests[1..] {
        let mut headers = request.headers().clone();
        headers.remove("retry-attempt");
        assert_eq!(&headers, requests[0].headers());
        assert_eq!(
            (request.uri(), request.body(), request.method()),
            (requests[0].uri(), requests[0].body(), requests[0].method())
        );
    }
}

#[tokio::test(start_paused = true)]
async fn the_attempts_are_limited() {
    let script = Script::new(std::iter::repeat_with(|| answer(429, &[("Retry-After", "1")], "")).take(4));
    let error = patch(Retry::new(script.clone())).await.unwrap_err();
    assert_eq!((script.requests().len(), error.service().unwrap().attempts), (4, 4));
    assert!(error.to_string().contains("sent 4 times"), "{error}");

    let script = Script::new([answer(429, &[], "")]);
    let error = patch(Retry::new(script.clone()).max_attempts(1)).await.unwrap_err();
    assert_eq!((script.requests().len(), error.service().unwrap().status.as_u16()), (1, 429));
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_is_too_long_is_left_to_the_caller() {
    for (retry, limit) in [
        (Retry::new(Script::default()).max_wait(Duration::from_secs(29)), 1000),
        (Retry::new(Script::default()).budget(Duration::from_secs(29)), 1000),
        (Retry::new(Script::default()), 29),
    ] {
        let start = Instant::now();
        let script = Script::new([answer(429, &[("Retry-After", "30")], "")]);
        let retry = Retry { inner: script.clone(), ..retry };
        let graph = Client::builder(retry, StaticToken::new("t")).timeout(Duration::from_secs(limit)).build();
        let error = graph.get(thing()).await.unwrap_err();
        assert_eq!(error.retry_after(), Some(Duration::from_secs(30)), "{error}");
        assert_eq!((script.requests().len(), start.elapsed()), (1, Duration::ZERO));
    }
    let script = Script::new(std::iter::repeat_with(|| answer(429, &[("Retry-After", "30")], "")).take(4));
    patch(Retry::new(script.clone()).budget(Duration::from_secs(70)).max_attempts(9)).await.unwrap_err();
    assert_eq!(script.requests().len(), 3, "two waits of 30 s fit into 70 s");
}

#[tokio::test(start_paused = true)]
async fn other_statuses_are_final() {
    for status in [200, 204, 302, 400, 401, 403, 404, 408, 409, 412, 500, 501, 502, 507] {
        let script = Script::new([answer(status, &[("Retry-After", "1")], "")]);
        assert_eq!(send(&Retry::new(script.clone()), Method::PATCH).await, Ok(status));
        assert_eq!(script.requests().len(), 1, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_lost_response_is_retried_for_reads_and_on_request_for_writes() {
    use TransportErrorKind::*;
    let attempts = async |kind, ambiguous: bool, method| {
        let script = Script::new([Step::Fail(kind), done()]);
        let retry = Retry::new(script.clone());
        let retry = if ambiguous { retry.retry_ambiguous_writes() } else { retry };
        let _ = send(&retry, method).await;
        script.requests().len()
    };
    for kind in [Timeout, Interrupted] {
        assert_eq!(attempts(kind, false, Method::PATCH).await, 1);
        assert_eq!(attempts(kind, true, Method::PATCH).await, 2);
        assert_eq!(attempts(kind, false, Method::DELETE).await, 1);
        for read in [Method::GET, Method::HEAD] {
            assert_eq!(attempts(kind, false, read).await, 2, "it changes nothing");
        }
        assert_eq!(attempts(kind, true, Method::POST).await, 1, "it may create a second object");
    }
    assert_eq!(attempts(Connect, false, Method::POST).await, 2, "the service has not seen it");
    assert_eq!(attempts(TooLarge, true, Method::GET).await, 1);
    assert_eq!(attempts(Request, true, Method::GET).await, 1);

    let script = Script::new(std::iter::repeat_with(|| Step::Fail(Connect)).take(4));
    let error = patch(Retry::new(script)).await.unwrap_err();
    assert!(error.to_string().contains("sent 4 times"), "{error}");

    let script = Script::new(std::iter::repeat_with(|| Step::Fail(Interrupted)).take(4));
    assert_eq!(send(&Retry::new(script.clone()), Method::GET).await, Err(Interrupted));
    waits_are(&script, &[(0.5, 1.1), (1.0, 2.1), (2.0, 4.1)]);
}

#[tokio::test(start_paused = true)]
async fn a_request_that_is_not_idempotent_is_retried_only_if_it_was_not_carried_out() {
    let attempts = async |status, lost: bool, request: http::request::Builder| {
        let script = Script::new([answer(status, &[], ""), done()]);
        let retry = if lost { Retry::new(script.clone()).retry_ambiguous_writes() } else { Retry::new(script.clone()) };
        retry.send(request.uri("/x").body(Bytes::new()).unwrap()).await.unwrap();
        script.requests().len()
    };
    let method = |method| http::Request::builder().method(method);
    let of_etag = || http::Request::patch("/x").header("If-Match", "\"1\"");
    for request in [|| http::Request::builder().method("POST"), || http::Request::builder().method("DELETE"), of_etag] {
        let statuses =
            [attempts(429, false, request()).await, attempts(503, false, request()).await, attempts(504, false, request()).await];
        // C6: a creation that was answered with 503 may have been carried out.
        let after_503 = if request().method_ref() == Some(&Method::POST) { 1 } else { 2 };
        assert_eq!(statuses, [2, after_503, 1]);
    }
    for idempotent in [method("PATCH"), method("GET"), method("POST").extension(Idempotency::Idempotent)] {
        assert_eq!(attempts(504, false, idempotent).await, 2);
    }
    assert_eq!([attempts(504, true, method("DELETE")).await, attempts(504, true, of_etag()).await], [2, 2], "on request");
    assert_eq!(attempts(504, true, method("POST")).await, 1);
}

#[tokio::test(start_paused = true)]
async fn a_wait_can_be_cancelled() {
    let script = Script::new([answer(429, &[("Retry-After", "60")], ""), done()]);
    let retry = Retry::new(script.clone());
    let cancelled = tokio::time::timeout(Duration::from_secs(1), send(&retry, Method::PATCH)).await;
    assert!(cancelled.is_err());
    tokio::time::sleep(Duration::from_secs(120)).await;
    assert_eq!(script.requests().len(), 1, "nothing goes on in the background");
}
