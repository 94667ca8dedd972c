//! Decides whether a bulk sends a failed request again.

use crate::error::{BatchProblem, Error};
use crate::transport::classify::{FailedAttempt, RetryDecision, RetryPolicy, needs_new_connection};
use crate::transport::idempotency::Idempotency;

/// Decides whether a bulk sends a request with this idempotency again after this error.
pub(super) fn decide(error: &Error, idempotency: Idempotency) -> RetryDecision {
    let failure = match error {
        Error::Service(error) => FailedAttempt::Status { status: error.status, retry_after: error.retry_after },
        Error::Transport(error) => FailedAttempt::Transport(error.kind()),
        Error::Batch(error) => match &error.problem {
            BatchProblem::Failed(error) => return decide(error, idempotency),
            BatchProblem::NoResponse | BatchProblem::SeveralResponses => FailedAttempt::OutcomeUnknown,
            _ => return RetryDecision::GiveUp,
        },
        // The batch response is unreadable, so the outcome of the requests inside is unknown.
        Error::Decode(_) => FailedAttempt::OutcomeUnknown,
        Error::Credential(error) if !error.is_permanent() => FailedAttempt::NoToken,
        _ => return RetryDecision::GiveUp,
    };
    match RetryPolicy::BULK.classify(failure, idempotency) {
        // Requests of a bulk have no dependencies, so this 424 has another cause and is retried like any other transient failure.
        RetryDecision::RetryWithDependency(wait) => RetryDecision::Retry(wait),
        decision => decision,
    }
}

/// Returns whether the next attempt of the request has to use a new connection after this error.
pub(super) fn wants_new_connection(error: &Error) -> bool {
    match error {
        Error::Service(error) => needs_new_connection(error.status),
        Error::Batch(error) => error.cause().is_some_and(wants_new_connection),
        _ => false,
    }
}
