//! Tracks the requests of a batch: which have a result, which to send next, and which to send again.

use std::sync::Arc;
use std::time::Duration;

use super::exchange::{BatchPart, PartResult};
use super::split::Dependents;
use crate::client::prepared_request::PreparedRequest;
use crate::error::{BatchError, BatchProblem, Error};
use crate::model::path::ApiVersion;
use crate::transport::backoff::Backoff;
use crate::transport::classify::{FailedAttempt, RetryDecision, RetryPolicy};

/// All requests of a batch, in the order in which they were added.
pub(super) struct Schedule {
    entries: Vec<BatchEntry>,
    dependents: Dependents,
}

/// One request of a batch.
#[derive(Debug)]
pub(super) struct BatchEntry {
    state: State,
    /// The index of an earlier request of the batch that has to succeed before this request is sent.
    dependency: Option<usize>,
    /// How often the request was sent so far.
    attempts: u32,
}

#[derive(Debug)]
enum State {
    Unsent(PreparedRequest),
    Done(PartResult),
}

impl BatchEntry {
    pub(super) fn new(request: Result<PreparedRequest, Error>, dependency: Option<usize>) -> Self {
        let state = match request {
            Ok(request) => State::Unsent(request),
            Err(error) => State::Done(Err(error)),
        };
        Self { state, dependency, attempts: 0 }
    }

    /// Returns the request if it has no result yet.
    fn request(&self) -> Option<&PreparedRequest> {
        match &self.state {
            State::Unsent(request) => Some(request),
            State::Done(_) => None,
        }
    }

    /// Decides whether to send the request again after this outcome.
    ///
    /// Only an error response to this request can be retried here. Failures of the whole batch were already retried by the transport.
    #[inline]
    fn classify(&self, outcome: &PartResult) -> RetryDecision {
        let service = outcome.as_ref().err().and_then(Error::service);
        let (Some(error), Some(request)) = (service, self.request()) else { return RetryDecision::GiveUp };
        let failure = FailedAttempt::Status { status: error.status, retry_after: error.retry_after };
        RetryPolicy::BATCH.classify(failure, request.idempotency())
    }

    /// Makes this problem the result of the request, unless the request already has a result.
    #[inline]
    fn fail(&mut self, problem: BatchProblem) {
        if let State::Unsent(request) = &self.state {
            self.state = State::Done(Err(BatchError::because(request.info(), problem)));
        }
    }
}

impl Schedule {
    #[inline]
    pub(super) fn new(entries: Vec<BatchEntry>) -> Self {
        let dependents = Dependents::new(entries.iter().map(|entry| entry.dependency));
        Self { entries, dependents }
    }

    /// Returns the API version of the next batch and the indexes of its requests, or `None` when every request has a result.
    #[inline]
    pub(super) fn next_batch(&mut self) -> Option<(ApiVersion, Vec<usize>)> {
        self.fail_dependents();
        let version = |index: usize| Some(self.entries.get(index)?.request()?.template.version);
        self.dependents.next_batch(version, |index| self.is_ready(index))
    }

    /// Returns the requests with these indexes as the parts of one HTTP request.
    #[inline]
    pub(super) fn parts(&self, indexes: &[usize]) -> Vec<BatchPart<'_>> {
        let part = |index: &usize| {
            let entry = self.entries.get(*index)?;
            let depends_on = entry.dependency.and_then(|dependency| indexes.iter().position(|index| *index == dependency));
            Some(BatchPart { request: entry.request()?, depends_on, attempts: entry.attempts })
        };
        indexes.iter().filter_map(part).collect()
    }

    /// Returns, for each outcome, how long to wait before sending the request again, or `None` if the outcome is final.
    #[inline]
    pub(super) fn waits(&self, indexes: &[usize], outcomes: &[PartResult], max_attempts: u32) -> Vec<Option<Duration>> {
        let mut waits: Vec<Option<Duration>> = Vec::with_capacity(indexes.len());
        for (index, outcome) in indexes.iter().zip(outcomes) {
            let wait = self.entries.get(*index).and_then(|entry| match entry.classify(outcome) {
                RetryDecision::Pause(wait) | RetryDecision::Retry(wait) => {
                    let attempts = entry.attempts + 1;
                    (attempts < max_attempts).then(|| Backoff::SERVICE.wait(wait, attempts))
                }
                RetryDecision::RetryWithDependency(_) => {
                    let dependency = indexes.iter().position(|index| Some(*index) == entry.dependency);
                    dependency.and_then(|dependency| waits.get(dependency).copied().flatten())
                }
                RetryDecision::GiveUp => None,
            });
            waits.push(wait);
        }
        waits
    }

    /// Stores the outcome of each request as its final result. A request with a wait in `waits` gets no result yet, because it is sent
    /// again.
    #[inline]
    pub(super) fn settle(&mut self, indexes: &[usize], outcomes: Vec<PartResult>, waits: Option<&[Option<Duration>]>) {
        for (place, (index, outcome)) in indexes.iter().zip(outcomes).enumerate() {
            let is_retried = waits.and_then(|waits| waits.get(place).copied().flatten()).is_some();
            if let Some(entry) = self.entries.get_mut(*index) {
                entry.attempts += 1;
                if !is_retried {
                    entry.state = State::Done(outcome);
                }
            }
        }
    }

    /// Fails the requests with these indexes, because the HTTP request that contained them failed as a whole.
    pub(super) fn fail(&mut self, indexes: &[usize], error: &Arc<Error>) {
        for index in indexes {
            if let Some(entry) = self.entries.get_mut(*index) {
                entry.fail(BatchProblem::Failed(error.clone()));
            }
        }
    }

    /// Fails all requests that have no result yet, because this error ended the sending.
    #[inline]
    pub(super) fn fail_rest(&mut self, error: &Arc<Error>) {
        self.entries.iter_mut().for_each(|entry| entry.fail(BatchProblem::NotSent(error.clone())));
    }

    /// Returns the outcomes of all requests, in the order in which the requests were added; `None` for a request without an outcome.
    #[inline]
    pub(super) fn into_outcomes(self) -> Vec<Option<PartResult>> {
        let outcome = |entry: BatchEntry| match entry.state {
            State::Done(outcome) => Some(outcome),
            State::Unsent(_) => None,
        };
        self.entries.into_iter().map(outcome).collect()
    }

    /// Returns whether the request at this index has no dependency, or its dependency has succeeded.
    fn is_ready(&self, index: usize) -> bool {
        self.dependency(index).is_none_or(|dependency| matches!(dependency.state, State::Done(Ok(_))))
    }

    fn dependency(&self, index: usize) -> Option<&BatchEntry> {
        self.entries.get(self.entries.get(index)?.dependency?)
    }

    /// Fails requests whose dependency has failed.
    ///
    /// One pass is enough for a chain of dependencies, because a dependency always has a lower index than its dependents.
    #[inline]
    fn fail_dependents(&mut self) {
        for index in 0..self.entries.len() {
            let has_failed = self.dependency(index).is_some_and(|dependency| matches!(dependency.state, State::Done(Err(_))));
            if let Some(entry) = self.entries.get_mut(index)
                && has_failed
            {
                entry.fail(BatchProblem::Dependency);
            }
        }
    }
}
