//! Tests that a request makes progress even if another request of the same client has started and is not polled (case C1).

use std::num::NonZeroU32;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;

use bytes::Bytes;
use tokio::time::Instant;

use super::*;
use crate::auth::Cached;
use crate::testing::Record;
use crate::transport::{FromService, IntoService, RateLimit, ResponseFuture, Retry, Timeout, Trace};

/// A part of a client that can make a request wait.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Layer {
    /// A rate limit that lets one request pass at once, and then one every 1.1 s.
    RateLimit,
    /// A cached credential that takes 1 s for a token.
    Cached,
    /// The same credential as `Cached`, at a time at which its token is due for renewal.
    CachedAndDue,
    Retry,
    Timeout,
    Trace,
    Tower,
    Record,
}

const LAYERS: [Layer; 8] = [
    Layer::RateLimit,
    Layer::Cached,
    Layer::CachedAndDue,
    Layer::Retry,
    Layer::Timeout,
    Layer::Trace,
    Layer::Tower,
    Layer::Record,
];

/// A service that answers after 100 ms, and refuses some requests at once.
#[derive(Clone, Default)]
struct Service {
    /// How many of the next requests are refused.
    refusals: Arc<AtomicUsize>,
}

impl Transport for Service {
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_> {
        Box::pin(async move {
            let count = |refusals: usize| refusals.checked_sub(1);
            let is_refused = self.refusals.fetch_update(Ordering::Relaxed, Ordering::Relaxed, count).is_ok();
            let response = http::Response::builder();
            if is_refused {
                return Ok(response.status(429).header("retry-after", "2").body(Bytes::new()).unwrap());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
            let batch: crate::model::json::Json = serde_json::from_slice(request.body()).unwrap_or_default();
            let Some(requests) = batch["requests"].as_array() else {
                return Ok(response.status(200).body(thing_json().into()).unwrap());
            };
            let answers: Vec<_> =
                requests.iter().map(|request| serde_json::json!({"id": request["id"], "status": 204})).collect();
            Ok(response.status(200).body(serde_json::json!({"responses": answers}).to_string().into()).unwrap())
        })
    }
}

struct SlowSignIn;

impl Credential for SlowSignIn {
    fn token<'a>(&'a self, _: TokenRequest<'a>) -> TokenFuture<'a> {
        Box::pin(async move {
            tokio::time::sleep(Duration::from_secs(1)).await;
            Ok(AccessToken::new(TOKEN)?.expires_in(Duration::from_secs(3600)))
        })
    }
}

/// Returns a client whose requests pass through the layers `outside` and `inside`, in this order, to the service. Also returns the service.
fn client([outside, inside]: [Layer; 2]) -> (Client, Service) {
    let service = Service::default();
    let mut transport: Box<dyn Transport> = Box::new(service.clone());
    let mut credential: Box<dyn Credential> = Box::new(SlowSignIn);
    let mut has_cache = false;
    for layer in [inside, outside] {
        match layer {
            Layer::RateLimit => {
                let limit = NonZeroU32::new(10).unwrap();
                transport = Box::new(RateLimit::new(transport, limit, Duration::from_secs(10)));
            }
            Layer::Cached | Layer::CachedAndDue => {
                credential = Box::new(Cached::new(credential));
                has_cache = true;
            }
            Layer::Retry => transport = Box::new(Retry::new(transport).first_wait(Duration::ZERO)),
            Layer::Timeout => transport = Box::new(Timeout::new(transport, Duration::from_secs(60))),
            Layer::Trace => transport = Box::new(Trace::new(transport)),
            Layer::Tower => transport = Box::new(FromService::new(IntoService::new(transport))),
            Layer::Record => transport = Box::new(Record::new(transport)),
        }
    }
    if !has_cache {
        credential = Box::new(StaticToken::new(TOKEN));
    }
    (Client::new(transport, credential), service)
}

async fn read(graph: Client) {
    graph.get(thing()).await.unwrap();
}

/// Brings the client into a state in which the next request waits in `layer`, and starts that request.
async fn start_outer(graph: &Client, service: &Service, layer: Layer) -> Pin<Box<dyn Future<Output = ()> + Send>> {
    let wait = match layer {
        Layer::Cached => None,
        Layer::RateLimit => Some(Duration::ZERO),
        Layer::CachedAndDue => Some(Duration::from_secs(3400)),
        _ => Some(Duration::from_secs(100)),
    };
    if let Some(wait) = wait {
        read(graph.clone()).await;
        tokio::time::sleep(wait).await;
    }
    service.refusals.store(usize::from(layer == Layer::Retry), Ordering::Relaxed);
    let mut outer: Pin<Box<dyn Future<Output = ()> + Send>> = Box::pin(read(graph.clone()));
    std::future::poll_fn(|context| {
        assert!(outer.as_mut().poll(context).is_pending());
        Poll::Ready(())
    })
    .await;
    outer
}

/// Starts an outer request that waits in the layer `outer_in`, and returns how long a second request, the inner one, takes. `is_polled`:
/// whether the outer request is polled during that time.
async fn time_of_inner(layers: [Layer; 2], outer_in: Layer, is_polled: bool) -> Duration {
    let (graph, service) = client(layers);
    let outer = start_outer(&graph, &service, outer_in).await;
    let start = Instant::now();
    if is_polled {
        let outer = tokio::spawn(outer);
        read(graph).await;
        let time = start.elapsed();
        outer.await.unwrap();
        time
    } else {
        read(graph).await;
        let time = start.elapsed();
        outer.await;
        time
    }
}

/// Tests every pair of layers, in both orders: if nobody polls the outer request, the inner request does not take longer.
#[tokio::test(start_paused = true)]
async fn an_outer_request_that_is_not_polled_blocks_no_inner_request() {
    for outside in LAYERS {
        for inside in LAYERS {
            for outer_in in [outside, inside] {
                let layers = [outside, inside];
                let polled = time_of_inner(layers, outer_in, true).await;
                let unpolled = time_of_inner(layers, outer_in, false).await;
                assert!(unpolled <= polled, "{layers:?}, outer in {outer_in:?}: {unpolled:?} instead of {polled:?}");
            }
        }
    }
}

/// A credential that takes 200 ms for a token, which is valid for 10 s.
struct ShortLived;

impl Credential for ShortLived {
    fn token<'a>(&'a self, _: TokenRequest<'a>) -> TokenFuture<'a> {
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(200)).await;
            Ok(AccessToken::new(TOKEN)?.expires_in(Duration::from_secs(10)))
        })
    }
}

/// Runs a bulk, and sends another request after each of the bulk's results. Returns the longest time that such a request took.
async fn slowest_inside_a_bulk(graph: Client, batch_size: usize) -> Duration {
    let patch = |id: usize| {
        let path = Thing::v1().things(&ThingId::new(id.to_string()).unwrap());
        graph.patch(path, Thing::patch().count(1))
    };
    let mut bulk = graph.bulk((0..200).map(|id| (id, patch(id)))).batch_size(batch_size);
    let (mut slowest, mut results) = (Duration::ZERO, 0);
    while let Some((_, result)) = bulk.next().await {
        result.unwrap();
        let start = Instant::now();
        patch(1000).await.unwrap();
        slowest = slowest.max(start.elapsed());
        results += 1;
    }
    assert_eq!(results, 200);
    slowest
}

/// A request that is sent in the loop over a bulk's results waits only for its turn at the rate limit and for a new token.
#[tokio::test(start_paused = true)]
async fn a_request_in_the_loop_of_a_bulk_is_as_fast_as_its_layers_allow() {
    let service = Duration::from_millis(100);
    let sign_in = Duration::from_millis(200);
    let limited = || RateLimit::intune(Service::default());
    for (batch_size, batch) in [(1, 1), (20, 20)] {
        // The rate limit allows one write in 0.223 s. Each of the four batches that are not polled costs 10 ms.
        let turn = Duration::from_millis(223 * batch + 4 * 10);
        let slowest = slowest_inside_a_bulk(Client::new(limited(), StaticToken::new(TOKEN)), batch_size).await;
        assert!(slowest <= service + turn, "{slowest:?} with a rate limit");
        let slowest = slowest_inside_a_bulk(Client::new(Service::default(), Cached::new(ShortLived)), batch_size).await;
        assert!(slowest <= service + sign_in, "{slowest:?} with a cached token");
        let slowest = slowest_inside_a_bulk(Client::new(limited(), Cached::new(ShortLived)), batch_size).await;
        assert!(slowest <= service + turn + sign_in, "{slowest:?} with both");
    }
}
