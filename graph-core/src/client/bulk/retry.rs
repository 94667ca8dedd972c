//! Decides whether a bulk sends a failed request again.

use std::collections::HashMap;
use std::time::Duration;

use http::StatusCode;

use super::attempt::Pending;
use crate::error::{BatchProblem, Error};
use crate::transport::backoff::Backoff;
use crate::transport::classify::{FailedAttempt, RetryDecision, RetryPolicy, needs_new_connection};
use crate::transport::idempotency::Idempotency;

/// Decides whether a bulk sends a request with this idempotency again after this error.
#[inline]
pub(in crate::client) fn decide(error: &Error, idempotency: Idempotency) -> RetryDecision {
    let failure = match error {
        Error::Service(error) => FailedAttempt::Status { status: error.status, retry_after: error.retry_after },
        Error::Transport(error) => FailedAttempt::Transport(error.kind()),
        Error::Batch(error) => match &error.problem {
            BatchProblem::Failed(error) => return decide(error, idempotency),
            BatchProblem::NoResponse
            | BatchProblem::SeveralResponses
            | BatchProblem::Malformed(_)
            | BatchProblem::Incomplete(_) => FailedAttempt::OutcomeUnknown,
            _ => return RetryDecision::GiveUp,
        },
        // The batch response is unreadable, so the outcome of the requests inside is unknown.
        Error::Decode(_) => FailedAttempt::OutcomeUnknown,
        Error::Credential(error) if !error.is_permanent() => FailedAttempt::NoToken,
        _ => return RetryDecision::GiveUp,
    };
    match RetryPolicy::BULK.classify(failure, idempotency) {
        // `RetryWithDependency` is the decision for the status 424. Requests of a bulk have no dependencies, so the 424 has another cause.
        // It is retried like any other transient failure.
        RetryDecision::RetryWithDependency(wait) => RetryDecision::Retry(wait),
        decision => decision,
    }
}

/// Returns the `Retry-After` of a 503, or `None` for any other error. All requests of the bulk wait that long, even if the failed request
/// is not sent again.
#[inline]
pub(super) fn wait_for_all(error: &Error) -> Option<Duration> {
    match error {
        Error::Service(error) if error.status == StatusCode::SERVICE_UNAVAILABLE => error.retry_after,
        Error::Batch(error) => error.cause().and_then(wait_for_all),
        _ => None,
    }
}

/// Computes the wait before the next attempt of each request in `failed`: requests that failed together, each with its `Retry-After`, if
/// any.
///
/// Requests with the same `Retry-After` get the same wait, so that they are sent again in one batch. All requests without a `Retry-After`
/// get the same wait too, which grows with the number of failures of the request that has failed most often.
pub(super) fn with_common_waits<K, T>(failed: Vec<(Option<Duration>, Pending<K, T>)>) -> Vec<(Duration, Pending<K, T>)> {
    let failures = failed.iter().map(|(_, pending)| pending.failures).max().unwrap_or_default();
    let mut waits: HashMap<Option<Duration>, Duration> = HashMap::new();
    let mut common = |asked| *waits.entry(asked).or_insert_with(|| Backoff::SERVICE.wait(asked, failures));
    failed.into_iter().map(|(asked, pending)| (common(asked), pending)).collect()
}

/// Returns whether the next attempt of the request has to use a new connection after this error.
pub(super) fn wants_new_connection(error: &Error) -> bool {
    match error {
        Error::Service(error) => needs_new_connection(error.status),
        Error::Batch(error) => error.cause().is_some_and(wants_new_connection),
        _ => false,
    }
}
