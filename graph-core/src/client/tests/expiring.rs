//! Tests of tokens that expire while their requests wait.

use bytes::Bytes;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::time::{Instant, sleep};

use super::*;
use crate::auth::Cached;
use crate::transport::{RateLimit, ResponseFuture, Transport};

const LIFETIME: Duration = Duration::from_secs(10);

/// A service that refuses expired tokens, and the credential that issues its tokens. The text of a token contains its expiry.
#[derive(Clone)]
struct Service {
    start: Instant,
    sent: Arc<AtomicUsize>,
    /// The lifetime of the credential's tokens.
    lifetime: Duration,
    /// Whether every token is refused.
    refuses_all: bool,
}

impl Service {
    fn new() -> Self {
        Self { start: Instant::now(), sent: Arc::default(), lifetime: LIFETIME, refuses_all: false }
    }

    fn client(&self) -> Client {
        Client::new(RateLimit::intune(self.clone()), Cached::new(self.clone()))
    }
}

impl Credential for Service {
    fn token<'a>(&'a self, _: TokenRequest<'a>) -> TokenFuture<'a> {
        Box::pin(async move {
            sleep(Duration::from_millis(200)).await;
            let expiry = (self.start.elapsed() + self.lifetime).as_millis();
            Ok(AccessToken::new(format!("token-with-expiry-{expiry}"))?.expires_in(self.lifetime))
        })
    }
}

impl Transport for Service {
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_> {
        Box::pin(async move {
            self.sent.fetch_add(1, Ordering::Relaxed);
            let expiry: u128 = header(&request, "authorization").unwrap().rsplit('-').next().unwrap().parse().unwrap();
            let is_refused = self.refuses_all || expiry < self.start.elapsed().as_millis();
            sleep(Duration::from_millis(100)).await;
            if is_refused {
                let body = r#"{"error":{"code":"InvalidAuthenticationToken","message":"the token is expired"}}"#;
                return Ok(http::Response::builder().status(401).body(body.into()).unwrap());
            }
            let batch: crate::model::json::Json = serde_json::from_slice(request.body()).unwrap_or_default();
            let Some(requests) = batch["requests"].as_array() else { return Ok(http::Response::new(thing_json().into())) };
            let answers: Vec<_> =
                requests.iter().map(|request| serde_json::json!({"id": request["id"], "status": 204})).collect();
            Ok(http::Response::new(serde_json::json!({"responses": answers}).to_string().into()))
        })
    }
}

fn creations(graph: &Client, count: i32) -> Bulk<'static, i32, Option<Thing>> {
    let create = |n| (n, graph.create(Thing::v1().things_collection(), Thing::patch().count(n)));
    graph.bulk((0..count).map(create).collect::<Vec<_>>())
}

// C1, C2: requests wait in the rate limit while the consumer is busy for longer than a token lives.
#[tokio::test(start_paused = true)]
async fn a_consumer_slower_than_the_lifetime_of_a_token_loses_nothing() {
    for wait in [3, 15, 100].map(Duration::from_secs) {
        for batch_size in [1, 20] {
            let mut bulk = creations(&Service::new().client(), 60).batch_size(batch_size);
            let mut results = 0;
            while let Some((_, result)) = bulk.next().await {
                result.unwrap_or_else(|error| panic!("{wait:?}, {batch_size} in a batch: {error:#}"));
                results += 1;
                sleep(wait).await;
            }
            assert_eq!(results, 60);
        }
    }
}

// C1: the outer bulk is not polled while the inner bulk runs.
#[tokio::test(start_paused = true)]
async fn a_bulk_inside_the_loop_of_a_bulk_loses_nothing() {
    let graph = Service::new().client();
    let mut outer = creations(&graph, 100);
    let (mut outer_results, mut inner_results) = (0, 0);
    while let Some((_, result)) = outer.next().await {
        result.unwrap();
        outer_results += 1;
        if outer_results % 10 == 0 {
            let mut inner = creations(&graph, 25);
            while let Some((_, result)) = inner.next().await {
                result.unwrap();
                inner_results += 1;
            }
        }
    }
    assert_eq!((outer_results, inner_results), (100, 250));
}

// C1
#[tokio::test(start_paused = true)]
async fn a_service_that_refuses_every_token_is_asked_a_limited_number_of_times() {
    for (lifetime, expected) in [(LIFETIME, 2), (Duration::from_millis(50), 9)] {
        let service = Service { refuses_all: true, lifetime, ..Service::new() };
        let error = service.client().get(thing()).await.unwrap_err();
        assert_eq!((error.status().map(|status| status.as_u16()), service.sent.load(Ordering::Relaxed)), (Some(401), expected));
    }
}
