//! As many requests as there are, with bounded memory and at the speed that the service allows.

mod pace;
mod progress;
mod queue;
mod send;
#[cfg(test)]
mod tests;
mod verdict;

use std::collections::VecDeque;
use std::fmt;
use std::hash::Hash;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use futures_util::stream::FuturesUnordered;
use tokio::time::{Instant, Sleep, sleep_until};

use super::batch::{Batchable, Decode, LARGEST, Prepared};
use super::{Client, Response};
use crate::error::Error;
use crate::model::path::ApiVersion;
use crate::transport::Backoff;
use pace::{Pace, Tally, later};
pub use progress::BulkProgress;
use progress::{Log, Resumed};
use queue::{Item, Queue};
use send::{Load, Sending, Sent};
use verdict::{Verdict, asks_for_new_connection};

const BACKOFF: Backoff = Backoff { first: Duration::from_secs(1), longest: Duration::from_secs(60) };

/// How many times as many requests are in memory at most as can be under way.
const IN_MEMORY: usize = 4;

/// How many keys are passed over at most before others get their turn on the thread.
const AT_A_STRETCH: usize = 1000;

/// The results of many requests, each with the caller's key, as they come in; see [`Client::bulk`].
///
/// A [`Stream`] of `(key, result)`; [`next`](Self::next) gives one without any further crate. Requests are sent while it is polled:
/// dropping it stops, and so does not polling it.
///
/// - Up to twenty requests go in one batch, several batches at once. So [`concurrency`](Self::concurrency) times
///   [`batch_size`](Self::batch_size) requests are under way; no more than four times as many are in memory, results included.
/// - Requests to the same object are carried out one after the other, in the order of the source. Creations have none yet: they are
///   carried out in any order.
/// - When the service throttles, nothing is sent until the longest `Retry-After` is over, if that is no more than
///   [`max_wait`](Self::max_wait), and then as many at once as it takes; so too when there is no connection, for a second at first and
///   for up to a minute later. Only what was refused is sent again, and it is not given up as long as anything gets through.
/// - What fails otherwise, and may get better, is tried again up to [`max_tries`](Self::max_tries): after 503 (over a new connection),
///   and, if carrying it out twice is the same as once, also after 408, 500, 502, 504 and a lost answer. That is all but deletions,
///   creations and patches with `If-Match`. A [`Retry`](crate::transport::Retry) in the client's transport keeps out of it.
/// - Each request, each batch that is, has the client's time limit; the bulk as a whole has none.
#[must_use = "nothing is sent until it is polled"]
pub struct Bulk<'a, K, T> {
    client: Client,
    /// `None` when it has come to its end.
    source: Option<Source<'a, K, T>>,
    batch_size: usize,
    concurrency: usize,
    max_tries: u32,
    max_wait: Duration,
    log: Option<Box<dyn Log<K> + 'a>>,
    queue: Queue<K, T>,
    /// What goes into the next batch of each version.
    gathered: [Vec<Item<K, T>>; 2],
    pace: Pace,
    sending: FuturesUnordered<Sending<'a, K, T>>,
    /// The id of the next request in a batch.
    next_id: u64,
    timer: Option<Pin<Box<Sleep>>>,
    results: VecDeque<(K, Result<Response<T>, Error>)>,
}

type Source<'a, K, T> = Pin<Box<dyn Stream<Item = (K, Prepared<T>)> + Send + 'a>>;

impl<'a, K: Send + 'a, T: 'a> Bulk<'a, K, T> {
    pub(super) fn new<R: Batchable<Output = T>>(client: Client, requests: impl Stream<Item = (K, R)> + Send + 'a) -> Self {
        use futures_util::StreamExt;
        let concurrency = 4;
        Self {
            client,
            source: Some(Box::pin(requests.map(|(key, request)| (key, request.prepare())))),
            batch_size: LARGEST,
            concurrency,
            max_tries: 10,
            max_wait: Duration::from_secs(180),
            log: None,
            queue: Queue::new(),
            gathered: [Vec::new(), Vec::new()],
            pace: Pace::new(concurrency, BACKOFF),
            sending: FuturesUnordered::new(),
            next_id: 1,
            timer: None,
            results: VecDeque::new(),
        }
    }

    /// How many batches, or requests if they go one by one, are under way at once; 4 unless set. Fewer while the service throttles.
    pub fn concurrency(self, concurrency: usize) -> Self {
        let concurrency = concurrency.max(1);
        Self { concurrency, pace: Pace::new(concurrency, BACKOFF), ..self }
    }

    /// How many requests go in one batch: 20 unless set, which is the most. With 1 each goes by itself, without a batch around it.
    pub fn batch_size(self, batch_size: usize) -> Self {
        Self { batch_size: batch_size.clamp(1, LARGEST), ..self }
    }

    /// How often a request that fails is sent at most, refusals aside; 10 unless set. It is also how often in a row everything may
    /// be refused, by throttling or for want of a connection, before a request is given up.
    pub fn max_tries(self, max_tries: u32) -> Self {
        Self { max_tries, ..self }
    }

    /// The longest `Retry-After` that is waited for; 180 s unless set. A request that is to wait for longer is given up, with the error
    /// that says so; the others go on after this time.
    pub fn max_wait(self, max_wait: Duration) -> Self {
        Self { max_wait, ..self }
    }

    /// Passes over the requests whose keys are in there now, and adds the keys of those that succeed, at the moment when their answers
    /// come in.
    ///
    /// Requests with equal keys are all sent, and have a result each; but once one of them has succeeded, the next bulk passes all of
    /// them over. So each needs a key of its own if some may fail.
    ///
    /// What was under way when a bulk was dropped, or the program ended, may have been carried out without being in there, and is
    /// sent once more. For a patch that makes no difference.
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
    ///         eprintln!("{key}: {error}");
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

    /// Takes nothing more from the source. What was taken comes to its end.
    pub fn stop(&mut self) {
        self.source = None;
    }

    /// Until when nothing is sent, while the service throttles or there is no connection.
    pub fn paused_until(&self) -> Option<Instant> {
        self.pace.paused(Instant::now())
    }

    /// The next result; `None` when there are no more. Giving up waiting for it loses nothing.
    pub async fn next(&mut self) -> Option<(K, Result<Response<T>, Error>)> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Sorts what has come back.
    fn settle(&mut self, sent: Sent<K, T>) {
        let now = Instant::now();
        let max_wait = self.max_wait;
        let too_long = |asked| asked > Some(max_wait);
        let mut tally = Tally { parts: sent.items.len(), ..Tally::default() };
        let mut refused = Vec::new();
        for (mut item, outcome) in sent.items.into_iter().zip(sent.outcomes) {
            item.load.tries += 1;
            let error = match outcome {
                Ok(answer) => {
                    tally.got_through += 1;
                    self.finish(item, |decode| decode(answer));
                    continue;
                }
                Err(error) => error,
            };
            match Verdict::on(&error, item.load.call.is_repeatable()) {
                Verdict::Refused(asked) => {
                    tally.refused += 1;
                    tally.asked = tally.asked.max(asked.map(|asked| asked.min(max_wait)));
                    refused.push((item, asked, error));
                    continue;
                }
                Verdict::Again(asked) if item.failures + 1 < self.max_tries && !too_long(asked) => {
                    item.failures += 1;
                    item.load.new_connection = asks_for_new_connection(&error);
                    self.queue.send_again(later(now, BACKOFF.wait(asked, item.failures)), item);
                }
                _ => {
                    tally.got_through += usize::from(error.service().is_some());
                    self.finish(item, |_| Err(error));
                }
            }
        }
        self.pace.go_by(tally, sent.started, now);
        for (mut item, asked, error) in refused {
            if self.pace.stalls() >= self.max_tries || too_long(asked) {
                self.finish(item, |_| Err(error));
            } else {
                item.load.new_connection = asks_for_new_connection(&error);
                self.queue.send_again(self.pace.paused(now).unwrap_or(now), item);
            }
        }
    }

    fn finish(&mut self, item: Item<K, T>, result: impl FnOnce(Decode<T>) -> Result<Response<T>, Error>) {
        self.queue.finish(&item.load);
        let result = result(item.decode);
        if let (Ok(_), Some(log)) = (&result, &self.log) {
            log.record(&item.key);
        }
        self.results.push_back((item.key, result));
    }

    /// Lets what is under way go on, and sorts what has come back.
    fn receive(&mut self, context: &mut Context<'_>) {
        while let Poll::Ready(Some(sent)) = Pin::new(&mut self.sending).poll_next(context) {
            self.settle(sent);
        }
    }

    /// Starts as many requests as may be under way; whether there was one to start.
    fn start(&mut self, context: &mut Context<'_>) -> bool {
        let mut started = false;
        while self.sending.len() < self.pace.limit() {
            let now = Instant::now();
            let wake = match self.pace.paused(now) {
                Some(until) => Some(until),
                None => match self.gather(now, context) {
                    Some(items) => {
                        let first_id = self.next_id;
                        self.next_id += items.len() as u64;
                        self.sending.push(send::send(self.client.clone(), items, first_id));
                        started = true;
                        continue;
                    }
                    None => self.queue.next_time(),
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

    /// What goes together: a whole batch, or less when there is no more at hand.
    fn gather(&mut self, now: Instant, context: &mut Context<'_>) -> Option<Vec<Item<K, T>>> {
        loop {
            if let Some(full) = self.gathered.iter_mut().find(|items| items.len() >= self.batch_size) {
                return Some(std::mem::take(full));
            }
            let item = self.queue.pop(now).or_else(|| self.take(context));
            let Some(item) = item else { break };
            let [v1, beta] = &mut self.gathered;
            match item.load.call.template.version {
                ApiVersion::V1 => v1.push(item),
                ApiVersion::Beta => beta.push(item),
            }
        }
        self.gathered.iter_mut().find(|items| !items.is_empty()).map(std::mem::take)
    }

    fn most_in_memory(&self) -> usize {
        self.concurrency.saturating_mul(self.batch_size).saturating_mul(IN_MEMORY)
    }

    /// The next request of the source that may be sent now.
    fn take(&mut self, context: &mut Context<'_>) -> Option<Item<K, T>> {
        for _ in 0..AT_A_STRETCH {
            if self.queue.len().saturating_add(self.results.len()) >= self.most_in_memory() {
                return None;
            }
            let (key, request) = match self.source.as_mut()?.as_mut().poll_next(context) {
                Poll::Ready(Some(next)) => next,
                Poll::Ready(None) => {
                    self.source = None;
                    return None;
                }
                Poll::Pending => return None,
            };
            if self.log.as_ref().is_some_and(|log| log.had(&key)) {
                continue;
            }
            let (call, decode) = request.by(&self.client);
            match call {
                Ok(call) => {
                    let item = Item { key, decode, failures: 0, load: Load { call, tries: 0, new_connection: false } };
                    if let Some(item) = self.queue.admit(item) {
                        return Some(item);
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
        if let Some(result) = bulk.results.pop_front() {
            return Poll::Ready(Some(result));
        }
        // All that has come back is looked at before anything is started: it may say that nothing must be.
        bulk.receive(context);
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

/// Nothing in it is pinned in place.
impl<K, T> Unpin for Bulk<'_, K, T> {}

impl<K, T> fmt::Debug for Bulk<'_, K, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Bulk");
        debug
            .field("client", &self.client)
            .field("under_way", &self.sending.len())
            .field("pace", &self.pace)
            .finish_non_exhaustive()
    }
}
