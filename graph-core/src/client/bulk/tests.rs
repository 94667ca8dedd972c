mod bounds;

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use tokio::sync::mpsc;

use super::*;
use crate::auth::StaticToken;
use crate::client::Client;
use crate::error::BatchProblem;
use crate::model::GraphId;
use crate::model::Json;
use crate::path::Path;
use crate::testing::{TOKEN, Thing, ThingId, thing_json};
use crate::transport::{NewConnection, ResponseFuture, Retry, Transport, TransportError, TransportErrorKind};

fn thing(id: impl ToString) -> Path<Thing> {
    Thing::v1().things(&ThingId::new(id.to_string()).unwrap())
}

fn patch(graph: &Client, id: usize) -> (usize, crate::client::PatchRequest<Thing>) {
    (id, graph.patch(thing(id), Thing::patch().count(i32::try_from(id).unwrap())))
}

fn patches(graph: &Client, ids: impl IntoIterator<Item = usize, IntoIter: Send>) -> Bulk<'static, usize, Option<Thing>> {
    let requests: Vec<_> = ids.into_iter().map(|id| patch(graph, id)).collect();
    graph.bulk(requests)
}

/// What the service does with one request: a status and a `Retry-After`.
type Rule = dyn Fn(&str, usize) -> (u16, Option<u64>) + Send + Sync;

/// What happens to the n-th HTTP request as a whole.
type Fate = dyn Fn(usize) -> Option<Result<(u16, Option<u64>), TransportErrorKind>> + Send + Sync;

/// A service that goes by two rules and notes what it is asked.
#[derive(Clone)]
struct Fake {
    rule: Arc<Rule>,
    fate: Arc<Fate>,
    latency: Duration,
    start: Instant,
    notes: Arc<Mutex<Notes>>,
}

#[derive(Default)]
struct Notes {
    /// When each HTTP request came, and the urls in it.
    requests: Vec<(f64, Vec<String>)>,
    /// The HTTP requests themselves.
    raw: Vec<http::Request<Bytes>>,
    /// The bodies that were carried out at each url, in order.
    done: HashMap<String, Vec<Json>>,
    tries: HashMap<String, usize>,
    under_way: usize,
    most_under_way: usize,
}

impl Fake {
    fn new(rule: impl Fn(&str, usize) -> (u16, Option<u64>) + Send + Sync + 'static) -> Self {
        let notes = Arc::default();
        Self { rule: Arc::new(rule), fate: Arc::new(|_| None), latency: Duration::ZERO, start: Instant::now(), notes }
    }

    fn fine() -> Self {
        Self::new(|_, _| (200, None))
    }

    fn fate(
        self,
        fate: impl Fn(usize) -> Option<Result<(u16, Option<u64>), TransportErrorKind>> + Send + Sync + 'static,
    ) -> Self {
        Self { fate: Arc::new(fate), ..self }
    }

    fn latency(self, latency: Duration) -> Self {
        Self { latency, ..self }
    }

    fn client(&self) -> Client {
        Client::new(self.clone(), StaticToken::new(TOKEN))
    }

    fn requests(&self) -> Vec<(f64, Vec<String>)> {
        self.notes.lock().unwrap().requests.clone()
    }

    fn sizes(&self) -> Vec<usize> {
        self.requests().iter().map(|(_, urls)| urls.len()).collect()
    }

    fn item(&self, notes: &mut Notes, url: &str, body: Json) -> (u16, Option<u64>) {
        let tries = notes.tries.entry(url.to_owned()).or_default();
        *tries += 1;
        let (status, wait) = (self.rule)(url, *tries);
        if status == 200 {
            notes.done.entry(url.to_owned()).or_default().push(body);
        }
        (status, wait)
    }

    fn answer(&self, request: &http::Request<Bytes>, carried_out: bool) -> http::Response<Bytes> {
        let mut notes = self.notes.lock().unwrap();
        let url = request.uri().path();
        let body: Json = serde_json::from_slice(request.body()).unwrap_or_default();
        let Some(requests) = body["requests"].as_array().filter(|_| carried_out) else {
            let (status, wait) = self.item(&mut notes, url.trim_start_matches("/v1.0"), body);
            return response(status, wait, thing_json());
        };
        let answers = requests.iter().rev().map(|request| {
            let (status, wait) = self.item(&mut notes, request["url"].as_str().unwrap(), request["body"].clone());
            let headers = wait.map(|wait| serde_json::json!({"Retry-After": wait.to_string()})).unwrap_or_default();
            let body: Json = serde_json::from_str(&thing_json()).unwrap();
            serde_json::json!({"id": request["id"], "status": status, "headers": headers, "body": body})
        });
        let body = serde_json::json!({"responses": answers.collect::<Vec<_>>()});
        response(200, None, body.to_string())
    }
}

fn response(status: u16, wait: Option<u64>, body: String) -> http::Response<Bytes> {
    let mut response = http::Response::builder().status(status);
    if let Some(wait) = wait {
        response = response.header("Retry-After", wait.to_string());
    }
    response.body(body.into()).unwrap()
}

fn urls(request: &http::Request<Bytes>) -> Vec<String> {
    let body: Json = serde_json::from_slice(request.body()).unwrap_or_default();
    match body["requests"].as_array() {
        Some(requests) => requests.iter().map(|request| request["url"].as_str().unwrap().to_owned()).collect(),
        None => vec![request.uri().path().to_owned()],
    }
}

impl Transport for Fake {
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_> {
        Box::pin(async move {
            let count = {
                let mut notes = self.notes.lock().unwrap();
                notes.requests.push((self.start.elapsed().as_secs_f64(), urls(&request)));
                notes.raw.push(request.clone());
                notes.under_way += 1;
                notes.most_under_way = notes.most_under_way.max(notes.under_way);
                notes.requests.len()
            };
            tokio::time::sleep(self.latency).await;
            self.notes.lock().unwrap().under_way -= 1;
            match (self.fate)(count) {
                None => Ok(self.answer(&request, true)),
                Some(Ok((status, wait))) => Ok(response(status, wait, String::new())),
                Some(Err(kind)) => {
                    if kind == TransportErrorKind::Interrupted {
                        self.answer(&request, true);
                    }
                    Err(TransportError::new(kind, None))
                }
            }
        })
    }
}

type Outcome = Result<Response<Option<Thing>>, Error>;

async fn all<'a, K: Send + 'a>(mut bulk: Bulk<'a, K, Option<Thing>>) -> Vec<(K, Outcome)> {
    let mut results = Vec::new();
    while let Some(result) = bulk.next().await {
        results.push(result);
    }
    results
}

fn keys(results: &[(usize, Outcome)]) -> Vec<usize> {
    let mut keys: Vec<usize> = results.iter().map(|(key, _)| *key).collect();
    keys.sort_unstable();
    keys
}

#[tokio::test(start_paused = true)]
async fn every_request_has_its_result_with_its_key() {
    let fake = Fake::new(|url, _| if url.ends_with("/7") { (404, None) } else { (200, None) });
    let results = all(patches(&fake.client(), 0..45)).await;
    assert_eq!(keys(&results), (0..45).collect::<Vec<_>>());
    for (key, result) in results {
        assert_eq!(result.is_err(), key == 7, "{key}: {result:?}");
    }
    assert_eq!(fake.sizes(), [20, 20, 5]);
    let notes = fake.notes.lock().unwrap();
    for id in (0..45).filter(|id| *id != 7) {
        assert_eq!(notes.done[&format!("/things/{id}")].iter().map(|body| &body["count"]).collect::<Vec<_>>(), [&Json::from(id)]);
    }
}

#[tokio::test(start_paused = true)]
async fn results_come_as_soon_as_they_are_there() {
    let fake = Fake::fine().latency(Duration::from_secs(1));
    let mut bulk = patches(&fake.client(), 0..200).concurrency(2);
    for _ in 0..40 {
        bulk.next().await.unwrap().1.unwrap();
        assert_eq!(fake.start.elapsed().as_secs(), 1);
    }
    bulk.next().await.unwrap().1.unwrap();
    assert_eq!(fake.start.elapsed().as_secs(), 2, "the next two batches were under way meanwhile");
}

#[tokio::test(start_paused = true)]
async fn no_more_are_taken_than_are_under_way() {
    let fake = Fake::fine().latency(Duration::from_secs(1));
    let graph = fake.client();
    let taken = Arc::new(AtomicUsize::new(0));
    let counted = taken.clone();
    let requests = (0..1000).map(|id| {
        counted.fetch_add(1, Ordering::Relaxed);
        patch(&graph, id)
    });
    let mut bulk = graph.bulk(requests).concurrency(3);
    for given in 0..1000 {
        bulk.next().await.unwrap().1.unwrap();
        let ahead = taken.load(Ordering::Relaxed) - given;
        // Those under way, and as many results that are still to be given out.
        assert!(ahead <= 2 * 3 * 20, "{ahead}");
    }
    assert!(bulk.next().await.is_none());
    assert_eq!(fake.notes.lock().unwrap().most_under_way, 3);
    assert_eq!(fake.requests().len(), 50);
}

#[tokio::test(start_paused = true)]
async fn versions_go_apart_and_one_by_one_if_asked() {
    let fake = Fake::fine();
    let graph = fake.client();
    let mixed = |graph: &Client| {
        let paths = (0..12).map(|id| {
            let id = ThingId::new(format!("{id}")).unwrap();
            if id.as_id().as_str().len() == 1 { Thing::v1().things(&id) } else { Thing::beta().things(&id) }
        });
        paths.map(|path| ((), graph.patch(path, Thing::patch().count(1)))).collect::<Vec<_>>()
    };
    assert_eq!(all(graph.bulk(mixed(&graph))).await.len(), 12);
    let paths = |fake: &Fake| {
        let notes = fake.notes.lock().unwrap();
        notes.raw.iter().map(|request| request.uri().path().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!((paths(&fake), fake.sizes()), (vec!["/v1.0/$batch".into(), "/beta/$batch".into()], vec![10, 2]));

    let fake = Fake::fine();
    let graph = fake.client();
    assert_eq!(all(graph.bulk(mixed(&graph)).batch_size(1)).await.len(), 12);
    assert_eq!((paths(&fake)[0].as_str(), paths(&fake)[11].as_str()), ("/v1.0/things/0", "/beta/things/11"));
}

#[tokio::test(start_paused = true)]
async fn when_one_is_throttled_all_wait_and_only_it_is_sent_again() {
    let fake = Fake::new(|url, tries| if url.ends_with("/5") && tries < 3 { (429, Some(10)) } else { (200, None) });
    let fake = fake.latency(Duration::from_secs(1));
    let results = all(patches(&fake.client(), 0..200).concurrency(3)).await;
    assert!(results.iter().all(|(_, result)| result.is_ok()));
    let requests = fake.requests();
    let in_pause = |(at, _): &&(f64, Vec<String>)| (1.0..11.0).contains(at) || (12.0..22.0).contains(at);
    let early: Vec<_> = requests.iter().filter(|(at, _)| *at > 1.0).filter(in_pause).collect();
    assert!(early.is_empty(), "{early:?}");
    assert_eq!(requests.iter().map(|(_, urls)| urls.len()).sum::<usize>(), 202);
    assert_eq!(fake.notes.lock().unwrap().tries["/things/5"], 3);
}

#[tokio::test(start_paused = true)]
async fn a_batch_that_is_throttled_as_a_whole_puts_all_off() {
    for status in [429, 503] {
        let fake = Fake::fine().fate(move |count| (count == 2).then_some(Ok((status, Some(7)))));
        let fake = fake.latency(Duration::from_secs(1));
        let mut bulk = patches(&fake.client(), 0..100).concurrency(3);
        for _ in 0..40 {
            bulk.next().await.unwrap().1.unwrap();
        }
        let until = bulk.paused_until().expect("a pause");
        assert!((7.0..8.0).contains(&(until - Instant::now()).as_secs_f64()));
        assert!(all(bulk).await.iter().all(|(_, result)| result.is_ok()));
        let starts: Vec<f64> = fake.requests().iter().map(|(at, _)| *at).collect();
        assert!(starts.iter().all(|at| *at <= 1.0 || *at >= 8.0), "{starts:?}");
        let fresh: Vec<bool> =
            fake.notes.lock().unwrap().raw.iter().map(|request| request.extensions().get::<NewConnection>().is_some()).collect();
        assert_eq!(fresh.iter().filter(|fresh| **fresh).count(), usize::from(status == 503), "a new connection after 503");
    }
}

#[tokio::test(start_paused = true)]
async fn the_service_is_not_asked_over_and_over_for_what_it_does_not_give() {
    // 100 writes in 20 s, as Intune has it.
    let window = Arc::new(Mutex::new((Instant::now(), 0)));
    let fake = Fake::new(move |_, _| {
        let mut window = window.lock().unwrap();
        if window.0.elapsed() >= Duration::from_secs(20) {
            *window = (Instant::now(), 0);
        }
        window.1 += 1;
        if window.1 <= 100 { (200, None) } else { (429, Some(20 - window.0.elapsed().as_secs())) }
    });
    let fake = fake.latency(Duration::from_millis(200));
    let results = all(patches(&fake.client(), 0..3000).concurrency(64)).await;
    assert!(results.iter().all(|(_, result)| result.is_ok()));
    let calls: usize = fake.sizes().iter().sum();
    assert!(calls < 4500, "{calls} calls for 3000 requests");
    let time = fake.start.elapsed().as_secs();
    assert!((580..720).contains(&time), "{time} s");
}

#[tokio::test(start_paused = true)]
async fn what_may_get_better_is_tried_again() {
    let fake = Fake::new(|url, tries| {
        let statuses = [408, 429, 500, 502, 503, 504];
        let id: usize = url.rsplit('/').next().unwrap().parse().unwrap();
        if tries == 1 { (statuses[id % 6], None) } else { (200, None) }
    });
    let fates = [
        Err(TransportErrorKind::Connect),
        Err(TransportErrorKind::Timeout),
        Err(TransportErrorKind::Interrupted),
        Ok((502, None)),
    ];
    let fake = fake.fate(move |count| fates.get(count - 1).copied());
    let results = all(patches(&fake.client(), 0..60).max_attempts(4)).await;
    assert_eq!(keys(&results), (0..60).collect::<Vec<_>>());
    for (key, result) in results {
        result.unwrap_or_else(|error| panic!("{key}: {error}"));
    }
}

#[tokio::test(start_paused = true)]
async fn what_will_not_get_better_is_told_at_once_and_tries_end() {
    let fake = Fake::new(|url, _| match url.rsplit('/').next().unwrap() {
        "0" => (400, None),
        "1" => (412, None),
        "2" => (501, None),
        "3" => (500, None),
        _ => (200, None),
    });
    let results = all(patches(&fake.client(), 0..5).max_attempts(3)).await;
    let errors: HashMap<usize, Error> = results.into_iter().filter_map(|(key, result)| Some((key, result.err()?))).collect();
    assert!(errors.len() == 4 && errors[&1].is_precondition_failed(), "{errors:?}");
    assert_eq!(errors[&3].service().unwrap().attempts, 3);
    let notes = fake.notes.lock().unwrap();
    assert_eq!([0, 1, 2, 3].map(|id| notes.tries[&format!("/things/{id}")]), [1, 1, 1, 3]);
}

#[tokio::test(start_paused = true)]
async fn a_patch_of_an_etag_is_not_repeated_when_it_may_have_been_carried_out() {
    let lost = |fate| async move {
        let fake = Fake::fine().fate(move |count| (count == 1).then_some(fate));
        let graph = fake.client();
        let requests = ["a", "b"].map(|id| (id, graph.patch(thing(id), Thing::patch().count(1)).if_match("W/\"1\"")));
        all(graph.bulk(requests)).await
    };
    for fate in [Err(TransportErrorKind::Interrupted), Err(TransportErrorKind::Timeout), Ok((504, None)), Ok((500, None))] {
        for (_, result) in lost(fate).await {
            let error = result.unwrap_err();
            assert!(matches!(&error, Error::Batch(error) if matches!(error.problem, BatchProblem::Failed(_))), "{error}");
            assert!(
                error.to_string().starts_with("PATCH /v1.0/things/{thingId}: its batch failed (")
                    && format!("{error:#}").contains("): POST /v1.0/$batch: "),
                "{error}"
            );
        }
    }
    for fate in [Err(TransportErrorKind::Connect), Ok((503, None)), Ok((429, None))] {
        assert!(lost(fate).await.iter().all(|(_, result)| result.is_ok()));
    }
}

#[tokio::test(start_paused = true)]
async fn who_is_throttled_for_ever_is_told() {
    let fake = Fake::new(|_, _| (429, Some(2)));
    let results = all(patches(&fake.client(), 0..45).max_attempts(3)).await;
    assert!(results.len() == 45 && results.iter().all(|(_, result)| result.as_ref().is_err_and(Error::is_throttled)));
}

#[tokio::test(start_paused = true)]
async fn requests_to_one_object_keep_their_order_whatever_happens() {
    let fake = Fake::new(|_, tries| {
        if tries % 3 == 1 {
            (429, Some(1))
        } else if tries % 3 == 2 {
            (500, None)
        } else {
            (200, None)
        }
    });
    let graph = fake.client();
    let requests: Vec<_> = (0..300).map(|n| (n, graph.patch(thing(n % 3), Thing::patch().count(n)))).collect();
    let results = all(graph.bulk(requests)).await;
    assert!(results.len() == 300 && results.iter().all(|(_, result)| result.is_ok()));
    let notes = fake.notes.lock().unwrap();
    for object in 0..3 {
        let counts: Vec<i64> =
            notes.done[&format!("/things/{object}")].iter().map(|body| body["count"].as_i64().unwrap()).collect();
        assert_eq!(counts, (0..100).map(|n| n * 3 + object).collect::<Vec<_>>());
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_dropped_is_not_sent() {
    let fake = Fake::fine().latency(Duration::from_secs(1));
    let mut bulk = patches(&fake.client(), 0..1000).concurrency(2);
    bulk.next().await.unwrap().1.unwrap();
    drop(bulk);
    let sent = fake.requests().len();
    tokio::time::sleep(Duration::from_secs(100)).await;
    assert_eq!(fake.requests().len(), sent);

    let mut bulk = patches(&fake.client(), 0..1000).concurrency(2);
    assert!(tokio::time::timeout(Duration::from_millis(10), bulk.next()).await.is_err());
    bulk.stop();
    assert_eq!(all(bulk).await.len(), 40, "what was taken comes to its end");
}

#[tokio::test(start_paused = true)]
async fn what_succeeded_is_never_sent_again() {
    let fake = Fake::new(|url, tries| {
        let id: usize = url.rsplit('/').next().unwrap().parse().unwrap();
        if tries == 1 && id.is_multiple_of(7) { (400, None) } else { (200, None) }
    });
    let graph = fake.client();
    let progress = BulkProgress::new();
    assert!(progress.is_empty());
    let mut bulk = patches(&graph, 0..500).resume(&progress).concurrency(1);
    for _ in 0..110 {
        let _ = bulk.next().await.unwrap();
    }
    drop(bulk);
    let saved = serde_json::to_string(&progress).unwrap();
    let done = progress.len();
    assert!(done >= 94, "recorded when the answer came, not when it was looked at: {done}");

    let restored: BulkProgress<usize> = serde_json::from_str(&saved).unwrap();
    let results = all(patches(&graph, 0..500).resume(&restored)).await;
    assert_eq!(results.len(), 500 - done);
    let failed = results.iter().filter(|(_, result)| result.is_err()).count();
    assert_eq!(all(patches(&graph, 0..500).resume(&restored)).await.len(), failed);
    assert_eq!((restored.len(), restored.contains(&499)), (500, true));
    let once_each = |notes: &Notes| notes.done.len() == 500 && notes.done.values().all(|bodies| bodies.len() == 1);
    assert!(once_each(&fake.notes.lock().unwrap()));

    assert!(all(patches(&graph, 0..100_000).resume(&(0..100_000).collect())).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_sent_is_told_and_holds_nothing_up() {
    let fake = Fake::fine();
    let (graph, other) = (fake.client(), fake.client());
    let requests = (0..1000).map(|id| match id % 3 {
        0 => (id, graph.patch(thing(id), Thing::patch())),
        1 => (id, other.patch(thing(id), Thing::patch().count(1))),
        _ => patch(&graph, id),
    });
    let results = all(graph.bulk(requests.collect::<Vec<_>>())).await;
    assert_eq!(keys(&results), (0..1000).collect::<Vec<_>>());
    for (id, result) in results {
        match id % 3 {
            0 => assert!(matches!(result, Err(Error::EmptyPatch(_)))),
            1 => assert!(matches!(result, Err(Error::Batch(error)) if matches!(error.problem, BatchProblem::Foreign))),
            _ => assert!(result.is_ok()),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_comes_slowly_does_not_wait_for_a_full_batch() {
    struct Receiver(mpsc::Receiver<usize>, Client);

    impl Stream for Receiver {
        type Item = (usize, crate::client::PatchRequest<Thing>);

        fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            let id = ready!(self.0.poll_recv(context));
            Poll::Ready(id.map(|id| patch(&self.1, id)))
        }
    }

    let fake = Fake::fine();
    let (sender, receiver) = mpsc::channel(100);
    let graph = fake.client();
    let mut bulk = graph.bulk_stream(Receiver(receiver, graph.clone()));
    sender.send(1).await.unwrap();
    assert_eq!(bulk.next().await.unwrap().0, 1);
    sender.send(2).await.unwrap();
    sender.send(3).await.unwrap();
    let mut keys = [bulk.next().await.unwrap().0, bulk.next().await.unwrap().0];
    keys.sort_unstable();
    assert_eq!(keys, [2, 3]);
    drop(sender);
    assert!(bulk.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_retry_layer_keeps_out_of_it() {
    let fake = Fake::fine().fate(|count| (count == 1).then_some(Ok((429, Some(5)))));
    let graph = Client::new(Retry::new(fake.clone()), StaticToken::new(TOKEN));
    let mut bulk = patches(&graph, 0..40).concurrency(1);
    assert!(tokio::time::timeout(Duration::from_secs(1), bulk.next()).await.is_err());
    assert!(bulk.paused_until().is_some(), "the bulk sees that it is throttled");
    assert!(all(bulk).await.iter().all(|(_, result)| result.is_ok()));

    let fake = Fake::new(|_, tries| if tries < 3 { (504, None) } else { (200, None) });
    assert!(all(patches(&fake.client(), [1])).await[0].1.is_ok());
    let attempts: Vec<_> =
        fake.notes.lock().unwrap().raw.iter().map(|request| request.headers().get("retry-attempt").cloned()).collect();
    assert_eq!(attempts, [None, Some("1".parse().unwrap()), Some("2".parse().unwrap())]);
}

#[test]
fn a_bulk_may_move_between_threads_whatever_its_keys() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    let graph = Client::new(Retry::new(crate::testing::Script::default()), StaticToken::new(TOKEN));
    let keys_of_one_thread = [(std::cell::Cell::new(1), graph.get(thing(1)))];
    let mut bulk = is_send(graph.bulk(keys_of_one_thread));
    drop(is_send(bulk.next()));
}
