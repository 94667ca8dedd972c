//! Several requests in one: `$batch`.

mod plan;
mod request;
mod round;
#[cfg(test)]
mod tests;
mod wire;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::Instant;

use super::call::Call;
use super::{Client, Response};
use crate::error::{BatchError, BatchProblem, Error, SendError, ServiceError};
use crate::model::path::ApiVersion;
use crate::model::path::Path;
use crate::model::structured::{GraphEntity, Structured};
use crate::transport::{TransportError, TransportErrorKind};
use plan::{Entry, Plan};
pub use request::Batchable;
pub(super) use request::{Decode, Prepared, sealed};
pub(super) use round::{LARGEST, Outcome, Part};

/// Requests that go to the service together, up to twenty in one; see [`Client::batch`].
///
/// - More than twenty, or requests of both versions of the API, go as several batches, one after the other.
/// - What is throttled inside of a batch, and nothing else, is sent again when the longest `Retry-After` of the batch is over, unless
///   that is after the [time limit](Self::timeout).
/// - What becomes of a batch as a whole is the business of the transport, which sees no more than that:
///   [`Retry`](crate::transport::Retry) sends it again.
#[derive(Debug)]
#[must_use = "nothing is sent until `send` is called"]
pub struct Batch {
    client: Client,
    id: u64,
    entries: Vec<Entry>,
    max_tries: u32,
    timeout: Option<Duration>,
}

/// The place of a request in its [`Batch`], which gives its result from the [`BatchAnswers`].
#[must_use = "the result is only to be had with it"]
pub struct BatchItem<T> {
    batch: u64,
    place: usize,
    decode: Decode<T>,
}

impl<T> fmt::Debug for BatchItem<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchItem").field("batch", &self.batch).field("place", &self.place).finish()
    }
}

/// What has become of the requests of a [`Batch`].
#[derive(Debug)]
#[must_use = "each request may have failed: `take` and `failures` tell"]
pub struct BatchAnswers {
    batch: u64,
    outcomes: Vec<Option<Outcome>>,
}

impl Batch {
    pub(super) fn new(client: Client) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self { client, id: NEXT.fetch_add(1, Ordering::Relaxed), entries: Vec::new(), max_tries: 4, timeout: None }
    }

    /// Adds a patch; [`add`](Self::add) takes one with options.
    pub fn patch<E: GraphEntity + Structured>(&mut self, path: Path<E>, patch: E::Patch) -> BatchItem<Option<E>> {
        self.add(self.client.patch(path, patch))
    }

    /// Adds a read.
    pub fn get<E: GraphEntity>(&mut self, path: Path<E>) -> BatchItem<E> {
        self.add(self.client.get(path))
    }

    /// Adds a request of the same client.
    ///
    /// ```
    /// # use graph_core::{Client, GraphEntity};
    /// # use graph_core::model::{Path, Structured};
    /// # async fn example<E: GraphEntity + Structured>(graph: Client, path: Path<E>, patch: E::Patch) -> Result<(), graph_core::Error> {
    /// let mut batch = graph.batch();
    /// let updated = batch.add(graph.patch(path, patch).if_match("W/\"7\"").return_minimal());
    /// let updated = batch.send().await?.take(updated)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn add<R: Batchable>(&mut self, request: R) -> BatchItem<R::Output> {
        self.push(request.prepare(), None)
    }

    /// Adds a request that is only carried out when `earlier` has succeeded (`dependsOn`).
    ///
    /// ```
    /// # use graph_core::{Client, GraphEntity};
    /// # use graph_core::model::{Path, Structured};
    /// # async fn example<E: GraphEntity + Structured>(graph: Client, path: Path<E>, patch: E::Patch) -> Result<(), graph_core::Error> {
    /// let mut batch = graph.batch();
    /// let change = batch.patch(path.clone(), patch);
    /// let changed = batch.add_after(&change, graph.get(path));
    /// let changed = batch.send().await?.take(changed)?.body;
    /// # Ok(())
    /// # }
    /// ```
    pub fn add_after<T, R: Batchable>(&mut self, earlier: &BatchItem<T>, request: R) -> BatchItem<R::Output> {
        let mut prepared = request.prepare();
        if earlier.batch != self.id {
            prepared.call = prepared.call.and_then(|call| Err(BatchError::because(call.info(), BatchProblem::Foreign)));
        }
        self.push(prepared, Some(earlier.place))
    }

    fn push<T>(&mut self, prepared: Prepared<T>, after: Option<usize>) -> BatchItem<T> {
        let (call, decode) = prepared.by(&self.client);
        let place = self.entries.len();
        self.entries.push(Entry::new(call, after));
        BatchItem { batch: self.id, place, decode }
    }

    /// How many requests it has.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How often a throttled request is sent at most; 4 unless set.
    pub fn max_tries(self, max_tries: u32) -> Self {
        Self { max_tries, ..self }
    }

    /// How long all of it may take, waits included; the client's time limit unless set.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout: Some(timeout), ..self }
    }

    /// Sends them. An empty batch sends nothing.
    ///
    /// # Errors
    /// When the service answered none of them. Once it has answered one, each has its own result, also those that could not be sent
    /// any more.
    pub async fn send(self) -> Result<BatchAnswers, Error> {
        let deadline = Instant::now().checked_add(self.timeout.unwrap_or(self.client.shared.timeout));
        let is_late = |at: Instant| deadline.is_some_and(|deadline| deadline <= at);
        let mut plan = Plan::new(self.entries);
        let mut first_id = 1;
        let mut answered = false;
        while let Some((version, places)) = plan.next() {
            let now = Instant::now();
            if answered && is_late(now) {
                plan.fail_rest(&Arc::new(out_of_time(version)));
                break;
            }
            let mut around = Call::batch(version);
            around.timeout = deadline.map(|deadline| deadline.saturating_duration_since(now));
            let parts = plan.parts(&places);
            let sent = self.client.ask_together(around, &parts, first_id).await;
            first_id += parts.len() as u64;
            match sent {
                Ok(outcomes) => {
                    answered = true;
                    let waits = plan.waits(&places, &outcomes, self.max_tries);
                    let throttled = throttling(&waits, &outcomes);
                    let end = throttled.as_ref().and_then(|(wait, _)| Instant::now().checked_add(*wait));
                    let again = end.filter(|end| !is_late(*end));
                    plan.settle(&places, outcomes, again.is_some().then_some(&*waits));
                    match (again, throttled) {
                        (Some(end), _) => tokio::time::sleep_until(end).await,
                        (None, Some((_, error))) => plan.fail_rest(&Arc::new(Error::Service(Box::new(error)))),
                        (None, None) => {}
                    }
                }
                Err(error) if !answered => return Err(error),
                Err(error) => {
                    let error = Arc::new(error);
                    plan.fail(&places, &error);
                    plan.fail_rest(&error);
                }
            }
        }
        Ok(BatchAnswers { batch: self.id, outcomes: plan.into_outcomes() })
    }
}

/// The longest wait, and the error that asks for it.
fn throttling(waits: &[Option<Duration>], outcomes: &[Outcome]) -> Option<(Duration, ServiceError)> {
    // The first of several: what depends on a throttled request waits as long as that.
    let (wait, outcome) = waits.iter().zip(outcomes).rev().max_by_key(|(wait, _)| **wait)?;
    Some(((*wait)?, outcome.as_ref().err()?.service()?.clone()))
}

fn out_of_time(version: ApiVersion) -> Error {
    let source = TransportError::new(TransportErrorKind::Timeout, None);
    Error::Transport(Box::new(SendError { request: Call::batch(version).info(), source }))
}

impl BatchAnswers {
    /// The result of one request.
    ///
    /// # Errors
    /// Its own: that of the service, or [`Error::Batch`] when it has no answer of its own.
    ///
    /// ```
    /// # use graph_core::{Client, GraphEntity};
    /// # use graph_core::model::{Path, Structured};
    /// # async fn example<A: GraphEntity + Structured, B: GraphEntity>(graph: Client, a: Path<A>, patch: A::Patch, b: Path<B>)
    /// # -> Result<(), graph_core::Error> {
    /// let mut batch = graph.batch();
    /// let changed = batch.patch(a, patch);
    /// let read = batch.get(b);
    /// let mut answers = batch.send().await?;
    /// let read: B = answers.take(read)?.body;
    /// let changed: Option<A> = answers.take(changed)?.body;
    /// # Ok(())
    /// # }
    /// ```
    pub fn take<T>(&mut self, item: BatchItem<T>) -> Result<Response<T>, Error> {
        // There is one handle for each, so what it leads to was not taken before.
        let outcome = self.outcomes.get_mut(item.place).filter(|_| item.batch == self.batch).and_then(Option::take);
        outcome.unwrap_or_else(|| Err(BatchError::because(None, BatchProblem::Foreign))).and_then(item.decode)
    }

    /// Whether the service has carried all of them out.
    pub fn all_succeeded(&self) -> bool {
        self.failures().next().is_none()
    }

    /// The errors of those that did not succeed, in the order in which the requests were added, without those already taken.
    pub fn failures(&self) -> impl Iterator<Item = &Error> {
        self.outcomes.iter().flatten().filter_map(|outcome| outcome.as_ref().err())
    }
}
