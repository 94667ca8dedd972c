//! Bulks: send any number of requests, with bounded memory and as fast as the service allows.

mod attempt;
mod concurrency;
mod keyed;
mod progress;
mod queue;
pub(super) mod retry;
mod send;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::fmt;
use std::hash::Hash;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use futures_util::stream::FuturesUnordered;
use tokio::time::{Instant, Sleep, sleep_until};

use self::attempt::{Attempt, Pending};
use self::concurrency::{Concurrency, Tally, later};
use self::progress::{CompletionLog, Resumed};
use self::queue::Queue;
use self::retry::{decide, wait_for_all, wants_new_connection, with_common_waits};
use self::send::{Sending, Sent, send};
use super::batch::split::MAX_BATCH_SIZE;
use super::operation::{Batchable, Decode, Operation};
use super::pipeline::Pipeline;
use super::response::Response;
use crate::error::Error;
use crate::model::path::ApiVersion;
use crate::transport::backoff::Backoff;
use crate::transport::classify::RetryDecision;

pub use keyed::KeyedRequest;
pub use progress::BulkProgress;

/// The maximum number of requests in memory, as a multiple of the number that can be under way at once.
const IN_MEMORY: usize = 4;

/// The most requests that one poll takes from the source. Without this limit, skipping many finished requests would block the other tasks
/// of the thread.
const MAX_SKIPPED_PER_POLL: usize = 1000;

/// A stream that sends many requests and yields `(key, result)` for each, in the order of completion; see
/// [`Client::bulk`](super::Client::bulk).
///
/// Call [`next`](Self::next) for the results, or use the stream with any stream library. Requests are sent only while the stream is
/// polled. Dropping the stream stops the bulk.
///
/// - **Batches:** up to [`batch_size`](Self::batch_size) requests are sent as one batch, and up to [`concurrency`](Self::concurrency)
///   batches are under way at once. Memory holds at most four times as many requests and results as can be under way at once.
/// - **Order:** requests to the same entity are sent one after the other, in the order of the source. Creations are sent in any order.
/// - **Throttling:** the bulk sends nothing until the longest `Retry-After` is over, up to [`max_wait`](Self::max_wait). Then it sends
///   only the refused requests again, with fewer batches at once if the service refused many.
/// - **No connection or no access token:** the bulk pauses too, at first for up to a second and later for up to a minute. A credential's
///   [permanent](crate::auth::CredentialError::is_permanent) failure is not retried.
/// - **Refused token:** requests that the service refuses with 401 are sent once more with a new token, as in a
///   [`Batch`](super::Batch).
/// - **Giving up:** a refused request fails if its `Retry-After` is longer than [`max_wait`](Self::max_wait). It also fails after
///   [`max_attempts`](Self::max_attempts) pauses in a row if the service has processed no request between them.
/// - **Other transient failures** are retried up to [`max_attempts`](Self::max_attempts): 503 (over a new connection) and, for idempotent
///   requests, 408, 500, 502, 504 and a lost response. Deletions, creations and patches with `If-Match` are not idempotent. A
///   [`Retry`](crate::transport::Retry) layer in the client's transport does not retry requests of a bulk.
/// - **Creations** fail after a 503 and are not sent again, because the service may have carried them out. The rest of the bulk waits for
///   the `Retry-After` of the 503. [`CreateRequest::idempotency`](super::CreateRequest::idempotency) allows retries.
/// - **Time limits:** the client's time limit applies to each HTTP request. The bulk as a whole has no time limit. Time between two polls
///   of the stream does not count, so a slow loop loses no request.
#[must_use = "requests are sent only while the stream is polled"]
pub struct Bulk<'a, K, T> {
    pipeline: Pipeline,
    /// The source, which yields the requests that the bulk has not taken yet; `None` after the last request.
    source: Option<Source<'a, K, T>>,
    batch_size: usize,
    max_concurrency: usize,
    max_attempts: u32,
    max_wait: Duration,
    log: Option<Box<dyn CompletionLog<K> + 'a>>,
    queue: Queue<K, T>,
    /// The requests gathered for the next batch of each API version: first v1.0, then beta.
    gathered: [Vec<Pending<K, T>>; 2],
    concurrency: Concurrency,
    sending: FuturesUnordered<Sending<'a, K, T>>,
    /// The id that the next request gets inside its batch. Ids are unique within a bulk.
    next_id: u64,
    timer: Option<Pin<Box<Sleep>>>,
    results: VecDeque<(K, Result<Response<T>, Error>)>,
}

type Source<'a, K, T> = Pin<Box<dyn Stream<Item = (K, Operation<T>)> + Send + 'a>>;

impl<'a, K: Send + 'a, T: 'a> Bulk<'a, K, T> {
    pub(super) fn new<R: Batchable<Output = T>>(pipeline: Pipeline, requests: impl Stream<Item = (K, R)> + Send + 'a) -> Self {
        use futures_util::StreamExt;
        let max_concurrency = 4;
        Self {
            pipeline,
            source: Some(Box::pin(requests.map(|(key, request)| (key, request.into_operation())))),
            batch_size: MAX_BATCH_SIZE,
            max_concurrency,
            max_attempts: 10,
            max_wait: Duration::from_secs(180),
            log: None,
            queue: Queue::new(),
            gathered: [Vec::new(), Vec::new()],
            concurrency: Concurrency::new(max_concurrency, Backoff::SERVICE),
            sending: FuturesUnordered::new(),
            next_id: 1,
            timer: None,
            results: VecDeque::new(),
        }
    }

    /// Limits the number of HTTP requests that are under way at once; default: 4. The bulk sends fewer at once while the service throttles.
    pub fn concurrency(self, concurrency: usize) -> Self {
        let max_concurrency = concurrency.max(1);
        Self { max_concurrency, concurrency: Concurrency::new(max_concurrency, Backoff::SERVICE), ..self }
    }

    /// Sets the maximum number of requests in a batch; default and maximum: 20. With 1, each request is sent alone, without a batch.
    pub fn batch_size(self, batch_size: usize) -> Self {
        Self { batch_size: batch_size.clamp(1, MAX_BATCH_SIZE), ..self }
    }

    /// Limits how often a failing request is sent; default: 10. Attempts that the service refused by throttling do not count.
    ///
    /// It also limits the pauses, for throttling or for a missing connection or token. If the service has processed no request between this
    /// many pauses in a row, the refused requests fail.
    pub fn max_attempts(self, max_attempts: u32) -> Self {
        Self { max_attempts, ..self }
    }

    /// Sets the longest `Retry-After` that the bulk waits for; default: 180 s.
    ///
    /// A request whose error response asks for a longer wait fails with that error. The other requests continue after `max_wait`.
    pub fn max_wait(self, max_wait: Duration) -> Self {
        Self { max_wait, ..self }
    }

    /// Skips requests whose keys are in `progress` when this method is called, and adds the key of each request that succeeds.
    ///
    /// Give each request its own key. If several requests have the same key, this bulk sends all of them. But if one of them succeeds, the
    /// next bulk skips them all, even those that have failed.
    ///
    /// If the bulk is dropped or the program ends while a request is under way, its key is not in `progress`, but the service may have
    /// carried it out. The next bulk sends the request again, which is harmless for a patch.
    ///
    /// ```
    /// # use graph_core::{Client, GraphEntity};
    /// # use graph_core::client::{BulkProgress, PatchRequest};
    /// # use graph_core::model::Structured;
    /// # async fn example<E: GraphEntity + Structured>(graph: Client, patches: Vec<(String, PatchRequest<E>)>, saved: &str)
    /// # -> Result<(), Box<dyn std::error::Error>> {
    /// let progress: BulkProgress<String> = serde_json::from_str(saved)?;
    /// let mut bulk = graph.bulk(patches).resume(&progress);
    /// while let Some((key, result)) = bulk.next().await {
    ///     if let Err(error) = result {
    ///         eprintln!("{key}: {error:#}");
    ///     }
    /// }
    /// let save = serde_json::to_string(&progress)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn resume(self, progress: &BulkProgress<K>) -> Self
    where
        K: Clone + Eq + Hash,
    {
        Self { log: Some(Box::new(Resumed::from(progress))), ..self }
    }

    /// Stops taking requests from the source. Requests that were already taken are still sent.
    pub fn stop(&mut self) {
        self.source = None;
    }

    /// Returns the time at which the current pause ends, or `None` if the bulk does not pause. The bulk pauses for throttling and for a
    /// missing connection or token.
    pub fn paused_until(&self) -> Option<Instant> {
        self.concurrency.paused_until(Instant::now())
    }

    /// Returns the key and the result of the next finished request, or `None` after the last one. Cancel safe: dropping the future loses no
    /// result.
    pub async fn next(&mut self) -> Option<(K, Result<Response<T>, Error>)> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Settles the requests of a finished batch: each request gets its result or is queued for a retry.
    fn settle(&mut self, sent: Sent<K, T>) {
        let now = Instant::now();
        let max_wait = self.max_wait;
        let is_too_long = |wait| wait > Some(max_wait);
        let mut tally = Tally { requests: sent.requests.len(), ..Tally::default() };
        let (mut refused, mut failed) = (Vec::new(), Vec::new());
        for (mut pending, outcome) in sent.requests.into_iter().zip(sent.outcomes) {
            pending.attempt.earlier += 1;
            let error = match outcome {
                Ok(response) => {
                    tally.got_through += 1;
                    self.finish(pending, |decode| decode(response));
                    continue;
                }
                Err(error) => error,
            };
            match decide(&error, pending.attempt.request.idempotency()) {
                RetryDecision::Pause(wait) => {
                    tally.refused += 1;
                    tally.retry_after = tally.retry_after.max(wait.map(|wait| wait.min(max_wait)));
                    refused.push((pending, wait, error));
                }
                RetryDecision::Retry(wait) if pending.failures + 1 < self.max_attempts && !is_too_long(wait) => {
                    pending.failures += 1;
                    pending.attempt.new_connection = wants_new_connection(&error);
                    failed.push((wait, pending));
                }
                _ => {
                    match wait_for_all(&error) {
                        Some(wait) => {
                            tally.refused += 1;
                            tally.retry_after = tally.retry_after.max(Some(wait.min(max_wait)));
                        }
                        None => tally.got_through += usize::from(error.service().is_some()),
                    }
                    self.finish(pending, |_| Err(error));
                }
            }
        }
        for (wait, pending) in with_common_waits(failed) {
            self.queue.retry_at(later(now, wait), pending);
        }
        self.concurrency.record(tally, sent.started, now);
        for (mut pending, wait, error) in refused {
            if self.concurrency.stalls() >= self.max_attempts || is_too_long(wait) {
                self.finish(pending, |_| Err(error));
            } else {
                pending.attempt.new_connection = wants_new_connection(&error);
                self.queue.retry_at(self.concurrency.paused_until(now).unwrap_or(now), pending);
            }
        }
    }

    fn finish(&mut self, pending: Pending<K, T>, result: impl FnOnce(Decode<T>) -> Result<Response<T>, Error>) {
        self.queue.finish(&pending.attempt);
        let result = result(pending.decode);
        let is_done = result.as_ref().map_or_else(Error::is_carried_out, |_| true);
        if let Some(log) = self.log.as_ref().filter(|_| is_done) {
            log.record(&pending.key);
        }
        self.results.push_back((pending.key, result));
    }

    /// Polls the batches under way. The requests of each finished batch get their results, or are queued for a retry.
    fn receive(&mut self, context: &mut Context<'_>) {
        while let Poll::Ready(Some(sent)) = Pin::new(&mut self.sending).poll_next(context) {
            self.settle(sent);
        }
    }

    /// Starts HTTP requests until the concurrency limit is reached, and returns whether it started any.
    fn start(&mut self, context: &mut Context<'_>) -> bool {
        let mut started = false;
        while self.sending.len() < self.concurrency.limit() {
            let now = Instant::now();
            let wake = match self.concurrency.paused_until(now) {
                Some(until) => Some(until),
                None => match self.gather(now, context) {
                    Some(requests) => {
                        let first_id = self.next_id;
                        self.next_id += requests.len() as u64;
                        self.sending.push(send(self.pipeline.clone(), requests, first_id));
                        started = true;
                        continue;
                    }
                    None => self.queue.next_retry(),
                },
            };
            if wake.is_none_or(|at| self.sleep_until(at, context).is_pending()) {
                break;
            }
        }
        started
    }

    fn sleep_until(&mut self, at: Instant, context: &mut Context<'_>) -> Poll<()> {
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(at)));
        if timer.deadline() != at {
            timer.as_mut().reset(at);
        }
        ready!(timer.as_mut().poll(context));
        self.timer = None;
        Poll::Ready(())
    }

    /// Takes the requests of the next batch: a full batch, or a smaller one when no more requests are ready.
    fn gather(&mut self, now: Instant, context: &mut Context<'_>) -> Option<Vec<Pending<K, T>>> {
        loop {
            if let Some(full) = self.gathered.iter_mut().find(|batch| batch.len() >= self.batch_size) {
                return Some(std::mem::take(full));
            }
            let pending = self.queue.pop(now).or_else(|| self.take(context));
            let Some(pending) = pending else { break };
            let [v1, beta] = &mut self.gathered;
            match pending.attempt.request.template.version {
                ApiVersion::V1 => v1.push(pending),
                ApiVersion::Beta => beta.push(pending),
            }
        }
        self.gathered.iter_mut().find(|batch| !batch.is_empty()).map(std::mem::take)
    }

    fn max_in_memory(&self) -> usize {
        self.max_concurrency.saturating_mul(self.batch_size).saturating_mul(IN_MEMORY)
    }

    /// Takes requests from the source until it finds one that may be sent now, and returns that one. Skips requests that have succeeded in
    /// an earlier bulk.
    fn take(&mut self, context: &mut Context<'_>) -> Option<Pending<K, T>> {
        for _ in 0..MAX_SKIPPED_PER_POLL {
            if self.queue.len().saturating_add(self.results.len()) >= self.max_in_memory() {
                return None;
            }
            let (key, operation) = match self.source.as_mut()?.as_mut().poll_next(context) {
                Poll::Ready(Some(next)) => next,
                Poll::Ready(None) => {
                    self.source = None;
                    return None;
                }
                Poll::Pending => return None,
            };
            if self.log.as_ref().is_some_and(|log| log.was_done(&key)) {
                continue;
            }
            let (request, decode) = operation.check_client(&self.pipeline);
            match request {
                Ok(request) => {
                    let attempt = Attempt { request, earlier: 0, new_connection: false };
                    if let Some(pending) = self.queue.admit(Pending { key, decode, failures: 0, attempt }) {
                        return Some(pending);
                    }
                }
                Err(error) => self.results.push_back((key, Err(error))),
            }
        }
        context.waker().wake_by_ref();
        None
    }
}

impl<'a, K: Send + 'a, T: 'a> Stream for Bulk<'a, K, T> {
    type Item = (K, Result<Response<T>, Error>);

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let bulk = self.get_mut();
        // Poll all requests under way, even if a result is ready: they progress only while they are polled. Settle finished requests before
        // starting new ones, because their responses may require a pause.
        bulk.receive(context);
        if let Some(result) = bulk.results.pop_front() {
            return Poll::Ready(Some(result));
        }
        while bulk.start(context) {
            bulk.receive(context);
            if !bulk.results.is_empty() {
                break;
            }
        }
        match bulk.results.pop_front() {
            Some(result) => Poll::Ready(Some(result)),
            None if bulk.source.is_none() && bulk.queue.is_empty() => Poll::Ready(None),
            None => Poll::Pending,
        }
    }
}

/// No field is structurally pinned, so a bulk can be moved between polls.
impl<K, T> Unpin for Bulk<'_, K, T> {}

impl<K, T> fmt::Debug for Bulk<'_, K, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Bulk");
        debug
            .field("pipeline", &self.pipeline)
            .field("under_way", &self.sending.len())
            .field("concurrency", &self.concurrency)
            .finish_non_exhaustive()
    }
}
