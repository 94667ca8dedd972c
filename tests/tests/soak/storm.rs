//! Sends patches through an emulator that fails a third of all requests, and asserts what must hold for any number of patches.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use graph_core::emulator::{Emulator, Fault, RetryAfter, Throttle};
use graph_core::model::Path;
use graph_core::transport::{ResponseFuture, Retry, Transport, retry_after};
use graph_core::{Client, StaticToken};
use graph_intune::{DeviceConfigurationId, DeviceConfigurationUserOverview as Overview, DeviceConfigurationUserOverviewPatch};
use http::StatusCode;
use tokio::task::JoinSet;
use tokio::time::Instant;

/// The maximum number of requests in flight.
const AT_ONCE: usize = 64;

/// A run that sends many patches through an emulator: the numbers of patches and objects, and the way to send the patches.
#[derive(Clone, Copy, Debug)]
pub struct Storm {
    pub patches: usize,
    /// The number of objects to patch. With fewer objects than patches, each object gets several patches, and the last patch must win.
    pub objects: usize,
    pub way: Way,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The patches are sent in bulk, through `$batch`.
    Batches,
    /// The patches are sent in bulk, without batches: each patch is a request of its own.
    Singles,
    /// The patches are sent by tasks. Each task sends one request at a time, through `Retry`.
    Tasks,
}

/// The measurements of one run.
#[derive(Debug)]
pub struct Figures {
    /// The number of HTTP requests; a batch counts as one.
    pub requests: u64,
    /// The number of requests that the service received, including those inside batches.
    pub calls: u64,
    /// The largest number of requests that were in flight at once.
    pub most_under_way: usize,
    /// The time that the run took on the paused clock.
    pub time: Duration,
}

/// Returns faults of every kind that a client can recover from. The emulator picks each fault equally often.
fn faults() -> Vec<Fault> {
    let status = |status, seconds, form| Fault::Status { status, wait: Duration::from_secs_f64(seconds), form };
    vec![
        status(StatusCode::TOO_MANY_REQUESTS, 3.0, RetryAfter::Any),
        status(StatusCode::TOO_MANY_REQUESTS, 0.249, RetryAfter::Fractional),
        status(StatusCode::SERVICE_UNAVAILABLE, 2.128, RetryAfter::Any),
        Fault::status(StatusCode::SERVICE_UNAVAILABLE),
        Fault::status(StatusCode::GATEWAY_TIMEOUT),
        Fault::Reset,
        Fault::LostAnswer,
        Fault::Silence(Duration::from_secs(30)),
        Fault::Silence(Duration::from_secs(200)),
        Fault::TruncatedBody,
        Fault::SlowBody(Duration::from_secs(5)),
    ]
}

impl Storm {
    /// Sends the patches on a paused clock, checks the result and returns the measurements.
    pub fn run(self) -> Figures {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(self.happen())
    }

    async fn happen(self) -> Figures {
        let start = Instant::now();
        let emulator = Emulator::new()
            .with::<Overview>()
            .journal_capacity(0)
            .latency(Duration::from_millis(20))
            .throttle(Throttle::intune().writes(2_000).requests(4_000).retry_after(RetryAfter::Any))
            .random_faults(0.3, faults())
            .random_seed(7);
        let watch = Watch { inner: emulator.clone(), notes: Arc::default() };
        match self.way {
            Way::Batches => self.in_bulk(&watch, 20).await,
            Way::Singles => self.in_bulk(&watch, 1).await,
            Way::Tasks => self.in_tasks(&watch).await,
        }
        self.check(&emulator);
        let notes = watch.notes.lock().unwrap();
        assert_eq!(notes.early, 0, "requests during a pause that applies to all");
        let journal = emulator.journal();
        assert_eq!(journal.violations(), 0, "requests before their own Retry-After");
        Figures { requests: notes.requests, calls: journal.total(), most_under_way: notes.most_under_way, time: start.elapsed() }
    }

    async fn in_bulk(self, watch: &Watch, batch_size: usize) {
        watch.notes.lock().unwrap().pause_is_for_all = true;
        let graph = Client::new(watch.clone(), StaticToken::new("emulated"));
        let requests = (0..self.patches).map(|n| (n, graph.patch(self.path(n), self.patch(n))));
        let mut bulk = graph.bulk(requests).batch_size(batch_size).concurrency(AT_ONCE).max_attempts(100);
        let mut answered = vec![false; self.patches];
        while let Some((n, result)) = bulk.next().await {
            result.unwrap_or_else(|error| panic!("{n}: {error}"));
            assert!(!std::mem::replace(&mut answered[n], true), "{n} has two results");
        }
        assert!(answered.into_iter().all(|answered| answered), "every patch has its result");
    }

    async fn in_tasks(self, watch: &Watch) {
        let retry = Retry::new(watch.clone()).max_attempts(100).retry_ambiguous_writes().budget(Duration::MAX);
        let graph = Client::builder(retry, StaticToken::new("emulated")).timeout(Duration::from_secs(100_000)).build();
        let mut tasks = JoinSet::new();
        for task in 0..AT_ONCE {
            let graph = graph.clone();
            tasks.spawn(async move {
                // Each task has its own objects, so that the patches of one object are sent in order.
                for n in (0..self.patches).filter(|n| n % self.objects % AT_ONCE == task) {
                    graph.patch(self.path(n), self.patch(n)).await.unwrap_or_else(|error| panic!("{n}: {error}"));
                }
            });
        }
        tasks.join_all().await;
    }

    fn path(self, n: usize) -> Path<Overview> {
        Overview::beta().root_certificate(&DeviceConfigurationId::new(format!("object-{}", n % self.objects)).unwrap())
    }

    fn patch(self, n: usize) -> DeviceConfigurationUserOverviewPatch {
        let number = |n: usize| i32::try_from(n).unwrap();
        Overview::patch().pending_count(number(n)).success_count(number(n % self.objects))
    }

    /// Asserts that every object has exactly the properties of its last patch.
    fn check(self, emulator: &Emulator) {
        for object in 0..self.objects {
            let last = (self.patches - 1 - object) / self.objects * self.objects + object;
            let stored = emulator.stored(&self.path(object)).unwrap();
            let found = (stored.pending_count as usize, stored.success_count as usize);
            assert_eq!(found, (last, object), "the state of object {object}");
        }
    }
}

/// A transport to the emulator. It checks, without the emulator's help, that every request respects `Retry-After`.
#[derive(Clone)]
struct Watch {
    inner: Emulator,
    notes: Arc<Mutex<Notes>>,
}

#[derive(Default)]
struct Notes {
    pause_is_for_all: bool,
    until: Option<Instant>,
    early: u64,
    requests: u64,
    under_way: usize,
    most_under_way: usize,
}

/// A request in flight, which ends when this guard is dropped. Cancelling the request drops the guard too.
struct UnderWay<'a>(&'a Watch);

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.notes.lock().unwrap().under_way -= 1;
    }
}

impl Transport for Watch {
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_> {
        Box::pin(async move {
            let under_way = self.arrives();
            let response = self.inner.send(request).await;
            drop(under_way);
            let response = response?;
            if let Some(wait) = throttled_for(&response) {
                let mut notes = self.notes.lock().unwrap();
                notes.until = notes.until.max(Some(Instant::now() + wait));
            }
            Ok(response)
        })
    }
}

impl Watch {
    fn arrives(&self) -> UnderWay<'_> {
        let mut notes = self.notes.lock().unwrap();
        notes.requests += 1;
        notes.under_way += 1;
        notes.most_under_way = notes.most_under_way.max(notes.under_way);
        notes.early += u64::from(notes.pause_is_for_all && notes.until.is_some_and(|until| Instant::now() < until));
        UnderWay(self)
    }
}

/// Returns the longest `Retry-After` in the response, or in the responses inside its batch.
fn throttled_for(response: &http::Response<Bytes>) -> Option<Duration> {
    if [StatusCode::TOO_MANY_REQUESTS, StatusCode::SERVICE_UNAVAILABLE].contains(&response.status()) {
        return retry_after(response.headers());
    }
    let body: serde_json::Value = serde_json::from_slice(response.body()).ok()?;
    let answers = body.get("responses")?.as_array()?.iter().filter(|answer| answer["status"] == 429 || answer["status"] == 503);
    let wait = |answer: &serde_json::Value| {
        let headers: HashMap<String, String> = serde_json::from_value(answer["headers"].clone()).unwrap();
        retry_after(&http::HeaderMap::try_from(&headers).unwrap())
    };
    answers.filter_map(wait).max()
}
