//! Tests that a request does not reach its time limit while nobody polls it (case C2).

use std::pin::Pin;
use std::task::Poll;

use bytes::Bytes;
use tokio::sync::oneshot;
use tokio::time::{Instant, sleep};

use super::*;
use crate::auth::Cached;
use crate::transport::{ResponseFuture, Retry, Timeout};

const LIMIT: Duration = Duration::from_secs(3);

/// A service that responds at once, but in eight steps. Each step needs a poll, as a connection does.
#[derive(Clone, Default)]
struct InSteps;

impl Transport for InSteps {
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_> {
        Box::pin(async move {
            for _ in 0..8 {
                let (sender, receiver) = oneshot::channel();
                tokio::spawn(async { sender.send(()) });
                receiver.await.unwrap();
            }
            let batch: crate::model::json::Json = serde_json::from_slice(request.body()).unwrap_or_default();
            let Some(requests) = batch["requests"].as_array() else {
                return Ok(http::Response::new(thing_json().into()));
            };
            let answers: Vec<_> =
                requests.iter().map(|request| serde_json::json!({"id": request["id"], "status": 204})).collect();
            Ok(http::Response::new(serde_json::json!({"responses": answers}).to_string().into()))
        })
    }
}

fn limited(transport: impl Transport) -> Client {
    Client::builder(transport, StaticToken::new(TOKEN)).timeout(LIMIT).build()
}

/// Creates `count` entities in a bulk with a consumer that calls `wait` after each result. Returns the number of failures.
async fn failures(graph: &Client, batch_size: usize, count: i32, wait: impl AsyncFn()) -> usize {
    let create = |n: i32| (n, graph.create(Thing::v1().things_collection(), Thing::patch().count(n)));
    let mut bulk = graph.bulk((0..count).map(create)).batch_size(batch_size);
    let (mut results, mut failures) = (0, 0);
    while let Some((_, result)) = bulk.next().await {
        results += 1;
        failures += usize::from(result.is_err());
        wait().await;
    }
    assert_eq!(results, count);
    failures
}

#[tokio::test(start_paused = true)]
async fn a_slow_consumer_loses_no_creation() {
    for wait in [40, 1_000, 10_000].map(Duration::from_millis) {
        for batch_size in [1, 20] {
            let lost = failures(&limited(InSteps), batch_size, 400, async || sleep(wait).await).await;
            assert_eq!(lost, 0, "{wait:?} for each result, {batch_size} in a batch");
            let lost = failures(&limited(Timeout::new(InSteps, LIMIT)), batch_size, 400, async || sleep(wait).await).await;
            assert_eq!(lost, 0, "{wait:?} for each result, {batch_size} in a batch, with a limit for each attempt");
        }
    }
}

/// A consumer that blocks the thread also blocks all connections. A bulk loses no creation nevertheless.
#[tokio::test]
async fn a_consumer_that_blocks_the_thread_loses_no_creation() {
    let limit = Duration::from_millis(100);
    let graph = Client::builder(InSteps, StaticToken::new(TOKEN)).timeout(limit).build();
    let lost = failures(&graph, 20, 100, async || std::thread::sleep(Duration::from_millis(10))).await;
    assert_eq!(lost, 0);
}

/// Polls the future once, leaves it unpolled for an hour, and then waits for its output.
async fn after_an_hour<T>(future: impl Future<Output = T> + Send) -> T {
    let mut future: Pin<Box<dyn Future<Output = T> + Send>> = Box::pin(future);
    std::future::poll_fn(|context| {
        assert!(future.as_mut().poll(context).is_pending());
        Poll::Ready(())
    })
    .await;
    sleep(Duration::from_secs(3600)).await;
    future.await
}

/// A credential whose sign-in has two steps, each of which takes a second.
struct SlowSignIn;

impl Credential for SlowSignIn {
    fn token<'a>(&'a self, _: TokenRequest<'a>) -> TokenFuture<'a> {
        Box::pin(async move {
            sleep(Duration::from_secs(1)).await;
            sleep(Duration::from_secs(1)).await;
            AccessToken::new(TOKEN)
        })
    }
}

#[tokio::test(start_paused = true)]
async fn an_hour_without_a_poll_does_not_count_for_any_limit() {
    let read = |graph: Client| async move { graph.get(thing()).await.map(drop) };
    after_an_hour(read(limited(InSteps))).await.expect("the limit of the client");
    let cached = Client::builder(InSteps, Cached::new(SlowSignIn)).timeout(LIMIT).build();
    after_an_hour(read(cached)).await.expect("the wait for a token");

    let refusals = || Script::new([answer(503, &[("Retry-After", "1")], ""), answer(200, &[], thing_json())]);
    let retry = |script| Retry::new(script).first_wait(Duration::ZERO).budget(LIMIT);
    after_an_hour(read(limited(retry(refusals())))).await.expect("the budget and the deadline of a retry");
    let request = || http::Request::get("/x").body(Bytes::new()).unwrap();
    let late = || {
        Script::new([
            Step::Late(Duration::from_secs(1), http::Response::builder().status(503).body(Bytes::new()).unwrap()),
            answer(200, &[], ""),
        ])
    };
    let response = after_an_hour(retry(late()).send(request())).await.unwrap();
    assert_eq!(response.status(), 200, "the budget of a retry without a client");

    let batch = r#"{"responses":[{"id":"1","status":429,"headers":{"Retry-After":"1"}}]}"#;
    let again = r#"{"responses":[{"id":"2","status":204}]}"#;
    let script = Script::new([answer(200, &[], batch), answer(200, &[], again)]);
    let mut batch = limited(script).batch();
    let handle = batch.patch(thing(), Thing::patch().count(1));
    let mut results = after_an_hour(batch.send()).await.unwrap();
    results.take(handle).expect("the limit of a batch");
}

#[cfg(feature = "rate-limit")]
#[tokio::test(start_paused = true)]
async fn an_hour_without_a_poll_does_not_make_a_turn_late() {
    let ten = std::num::NonZeroU32::new(10).unwrap();
    let graph = limited(crate::transport::RateLimit::new(InSteps, ten, Duration::from_secs(10)));
    graph.get(thing()).await.unwrap();
    let read = async { graph.get(thing()).await.map(drop) };
    after_an_hour(read).await.unwrap();
}

/// If the service never responds, the request fails nevertheless: at the time limit, or after some polls.
#[tokio::test(start_paused = true)]
async fn a_service_that_hangs_ends_at_the_limit() {
    let start = Instant::now();
    let error = limited(Script::new([Step::Hang])).get(thing()).await.unwrap_err();
    assert!(matches!(error, Error::Transport(error) if error.kind() == TransportErrorKind::Timeout));
    assert_eq!(start.elapsed(), LIMIT);
    // C3: no request was sent, so this is an error of the credential.
    struct Hanging;
    impl Credential for Hanging {
        fn token<'a>(&'a self, _: TokenRequest<'a>) -> TokenFuture<'a> {
            Box::pin(std::future::pending())
        }
    }
    let graph = Client::builder(Script::default(), Hanging).timeout(LIMIT).build();
    let error = graph.get(thing()).await.unwrap_err();
    assert!(matches!(error, Error::Credential(_)), "{error}");
    assert_eq!(start.elapsed(), LIMIT * 2);
}
