//! Batches: several requests sent as one HTTP request (`$batch`).

pub(crate) mod body;
pub(super) mod exchange;
mod read;
mod responses;
mod schedule;
pub(super) mod split;
#[cfg(test)]
mod tests;
mod write;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::Instant;

use self::exchange::{PartResult, exchange};
use self::schedule::{BatchEntry, Schedule};
use super::get::GetRequest;
use super::operation::{Batchable, Decode, Operation};
use super::patch::PatchRequest;
use super::pipeline::Pipeline;
use super::prepared_request::{PreparedRequest, send_error};
use super::response::Response;
use crate::error::{BatchError, BatchProblem, Error, ServiceError};
use crate::model::patch_of::PatchOf;
use crate::model::path::ApiVersion;
use crate::model::path_kinds::EntityPath;
use crate::model::structured::{GraphEntity, Structured};
use crate::transport::deadline::without_limit;
use crate::transport::{Deadline, TransportError, TransportErrorKind};

/// Requests that are sent together, up to twenty in one HTTP request; see [`Client::batch`](super::Client::batch).
///
/// - More than twenty requests, or requests of both API versions, are sent as several HTTP requests, one after the other.
/// - When the service throttles some requests inside a batch, only those requests are sent again, after the longest `Retry-After` in the
///   batch response. If that wait would exceed the [time limit](Self::timeout), the throttled requests fail at once.
/// - Requests that the service refuses with 401 are sent once more, together, with a new token. The token is renewed as for a single
///   request, with the claims that the `WWW-Authenticate` header of a refused request demands.
/// - If one response inside the batch response is malformed, only its request fails. If the service carried out the request's change, the
///   error is [`Error::CarriedOut`]; if that is unknown, the error is [`BatchProblem::Malformed`].
/// - A body that is not JSON, such as an image, is a JSON string inside a batch. The client decodes the string in a response, and encodes
///   the body of a [raw request](super::RawRequest), so that both are the same as outside of a batch.
/// - A creation is sent again only after 429. Its [idempotency](super::CreateRequest::idempotency) can allow more.
/// - An HTTP request that fails as a whole is retried only by the transport; see [`Retry`](crate::transport::Retry).
#[derive(Debug)]
#[must_use = "a batch is not sent until `send` is called"]
pub struct Batch {
    pipeline: Pipeline,
    id: u64,
    entries: Vec<BatchEntry>,
    max_attempts: u32,
    timeout: Option<Duration>,
}

/// Identifies one request of a [`Batch`]. Pass it to [`BatchResults::take`] to get the result of that request.
#[must_use = "pass it to `take` to get the result"]
pub struct BatchHandle<T> {
    batch: u64,
    index: usize,
    decode: Decode<T>,
}

impl<T> fmt::Debug for BatchHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchHandle").field("batch", &self.batch).field("index", &self.index).finish_non_exhaustive()
    }
}

/// The results of the requests of a [`Batch`]: [`take`](Self::take) returns each by the handle that the batch gave for its request.
#[derive(Debug)]
#[must_use = "each request may have failed: see `take` and `failures`"]
pub struct BatchResults {
    batch: u64,
    outcomes: Vec<Option<PartResult>>,
}

impl Batch {
    pub(super) fn new(pipeline: Pipeline) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self { pipeline, id: NEXT.fetch_add(1, Ordering::Relaxed), entries: Vec::new(), max_attempts: 4, timeout: None }
    }

    /// Adds a `PATCH` without options. For one with options, such as `if_match`, use [`add`](Self::add).
    pub fn patch<E: GraphEntity + Structured>(
        &mut self,
        path: impl EntityPath<E>,
        patch: impl PatchOf<E>,
    ) -> BatchHandle<Option<E>> {
        self.add(PatchRequest::new(self.pipeline.clone(), path.into_path(), patch.into_changes()))
    }

    /// Adds a `GET` without options. For one with options, such as `select`, use [`add`](Self::add).
    pub fn get<E: GraphEntity>(&mut self, path: impl EntityPath<E>) -> BatchHandle<E> {
        self.add(GetRequest::new(self.pipeline.clone(), path.into_path()))
    }

    /// Adds a request, which must have been created by the same client.
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
    pub fn add<R: Batchable>(&mut self, request: R) -> BatchHandle<R::Output> {
        self.push(request.into_operation(), None)
    }

    /// Adds a request that the service carries out only after `earlier` has succeeded (`dependsOn`).
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
    pub fn add_after<T, R: Batchable>(&mut self, earlier: &BatchHandle<T>, request: R) -> BatchHandle<R::Output> {
        let mut operation = request.into_operation();
        if earlier.batch != self.id {
            let foreign = |request: PreparedRequest| Err(BatchError::because(request.info(), BatchProblem::Foreign));
            operation.request = operation.request.and_then(foreign);
        }
        self.push(operation, Some(earlier.index))
    }

    fn push<T>(&mut self, operation: Operation<T>, dependency: Option<usize>) -> BatchHandle<T> {
        let (request, decode) = operation.check_client(&self.pipeline);
        let index = self.entries.len();
        self.entries.push(BatchEntry::new(request, dependency));
        BatchHandle { batch: self.id, index, decode }
    }

    /// Returns the number of requests in the batch.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns whether the batch contains no requests.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Limits how often a throttled request is sent; default: 4.
    pub fn max_attempts(self, max_attempts: u32) -> Self {
        Self { max_attempts, ..self }
    }

    /// Limits the total time of [`send`](Self::send): all HTTP requests and waits. Default: the client's time limit.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout: Some(timeout), ..self }
    }

    /// Sends the requests of the batch. An empty batch sends nothing.
    ///
    /// # Errors
    /// Fails if the first HTTP request fails as a whole. If a later one fails, `send` returns results, and those of the affected requests
    /// contain the failure.
    pub async fn send(self) -> Result<BatchResults, Error> {
        let deadline = Deadline::after(self.timeout.unwrap_or(self.pipeline.timeout()));
        let is_late = |at: Instant| deadline.at() <= at;
        let mut schedule = Schedule::new(self.entries);
        let mut first_id = 1;
        let mut is_answered = false;
        while let Some((version, indexes)) = schedule.next_batch() {
            if is_answered && is_late(Instant::now()) {
                schedule.fail_rest(&Arc::new(timed_out(version)));
                break;
            }
            let mut envelope = PreparedRequest::batch(version);
            envelope.extensions.insert(deadline.clone());
            let parts = schedule.parts(&indexes);
            let sent = exchange(&self.pipeline, envelope, &parts, first_id).await;
            first_id += parts.len() as u64;
            match sent {
                Ok(outcomes) => {
                    is_answered = true;
                    let waits = schedule.waits(&indexes, &outcomes, self.max_attempts);
                    let throttled = longest_wait(&waits, &outcomes);
                    let end = throttled.as_ref().and_then(|(wait, _)| Instant::now().checked_add(*wait));
                    let retry_at = end.filter(|end| !is_late(*end));
                    schedule.settle(&indexes, outcomes, retry_at.is_some().then_some(&*waits));
                    match (retry_at, throttled) {
                        (Some(retry_at), _) => without_limit(&deadline, tokio::time::sleep_until(retry_at)).await,
                        (None, Some((_, error))) => schedule.fail_rest(&Arc::new(Error::Service(Box::new(error)))),
                        (None, None) => {}
                    }
                }
                Err(error) if !is_answered => return Err(error),
                Err(error) => {
                    let error = Arc::new(error);
                    schedule.fail(&indexes, &error);
                    schedule.fail_rest(&error);
                }
            }
        }
        Ok(BatchResults { batch: self.id, outcomes: schedule.into_outcomes() })
    }
}

/// Returns the longest of the waits, and the error response that asked for that wait; `None` if no request has to wait.
#[inline]
fn longest_wait(waits: &[Option<Duration>], outcomes: &[PartResult]) -> Option<(Duration, ServiceError)> {
    // Requests that depend on another one have the same wait as that one and come after it. `max_by_key` returns the last of equal
    // elements, so reverse the order to get the first one, whose response contains the wait.
    let (wait, outcome) = waits.iter().zip(outcomes).rev().max_by_key(|(wait, _)| **wait)?;
    Some(((*wait)?, outcome.as_ref().err()?.service()?.clone()))
}

#[inline]
fn timed_out(version: ApiVersion) -> Error {
    send_error(&PreparedRequest::batch(version).info(), TransportError::new(TransportErrorKind::Timeout, None))
}

impl BatchResults {
    /// Takes the result of the request with this handle.
    ///
    /// # Errors
    /// Returns the error of the request: its error response, or [`Error::Batch`] if it has no response of its own.
    ///
    /// ```
    /// # use graph_core::{Client, GraphEntity};
    /// # use graph_core::model::{Path, Structured};
    /// # async fn example<A: GraphEntity + Structured, B: GraphEntity>(graph: Client, a: Path<A>, patch: A::Patch, b: Path<B>)
    /// # -> Result<(), graph_core::Error> {
    /// let mut batch = graph.batch();
    /// let changed = batch.patch(a, patch);
    /// let read = batch.get(b);
    /// let mut results = batch.send().await?;
    /// let read: B = results.take(read)?.body;
    /// let changed: Option<A> = results.take(changed)?.body;
    /// # Ok(())
    /// # }
    /// ```
    pub fn take<T>(&mut self, handle: BatchHandle<T>) -> Result<Response<T>, Error> {
        // Each request has only one handle, and `take` consumes it, so a result cannot be taken twice.
        let outcome = self.outcomes.get_mut(handle.index).filter(|_| handle.batch == self.batch).and_then(Option::take);
        outcome.unwrap_or_else(|| Err(BatchError::because(None, BatchProblem::Foreign))).and_then(handle.decode)
    }

    /// Returns whether all requests have succeeded. Requests whose results were already taken do not count.
    pub fn all_succeeded(&self) -> bool {
        self.failures().next().is_none()
    }

    /// Returns the errors of the failed requests, in the order in which the requests were added. Errors that were already taken are left
    /// out.
    pub fn failures(&self) -> impl Iterator<Item = &Error> {
        self.outcomes.iter().flatten().filter_map(|outcome| outcome.as_ref().err())
    }
}
