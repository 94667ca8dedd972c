//! What to do about a request that failed: nothing, try again, or leave the service alone first.

use std::time::Duration;

use http::StatusCode;

use crate::error::{BatchProblem, Error};
use crate::transport::TransportErrorKind;

/// What an error calls for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The service takes nothing now: everybody waits, for so long if it says so.
    Refused(Option<Duration>),
    /// Another try of this one, after so long if the service says so.
    Again(Option<Duration>),
    /// It will not get better.
    Final,
}

impl Verdict {
    /// `repeatable` is a request that may be carried out twice: it is also tried again when the service may have carried it out.
    pub(super) fn on(error: &Error, repeatable: bool) -> Self {
        match error {
            Error::Service(error) => match error.status {
                StatusCode::TOO_MANY_REQUESTS => Self::Refused(error.retry_after),
                StatusCode::SERVICE_UNAVAILABLE if error.retry_after.is_some() => Self::Refused(error.retry_after),
                // Nothing was carried out. Nothing in bulk depends on another: it is the batch that failed.
                StatusCode::SERVICE_UNAVAILABLE | StatusCode::FAILED_DEPENDENCY => Self::Again(error.retry_after),
                StatusCode::REQUEST_TIMEOUT
                | StatusCode::INTERNAL_SERVER_ERROR
                | StatusCode::BAD_GATEWAY
                | StatusCode::GATEWAY_TIMEOUT
                    if repeatable =>
                {
                    Self::Again(error.retry_after)
                }
                _ => Self::Final,
            },
            Error::Transport(error) => match error.kind() {
                TransportErrorKind::Connect | TransportErrorKind::NotSent => Self::Refused(None),
                TransportErrorKind::Timeout | TransportErrorKind::Interrupted if repeatable => Self::Again(None),
                _ => Self::Final,
            },
            Error::Batch(error) => match &error.problem {
                BatchProblem::Failed(error) => Self::on(error, repeatable),
                BatchProblem::NoAnswer | BatchProblem::SeveralAnswers if repeatable => Self::Again(None),
                _ => Self::Final,
            },
            // Of a batch, whose answer is not what was asked for.
            Error::Decode(_) if repeatable => Self::Again(None),
            _ => Self::Final,
        }
    }
}

/// A 503 asks for a new connection the next time.
pub(super) fn asks_for_new_connection(error: &Error) -> bool {
    match error {
        Error::Service(error) => error.status == StatusCode::SERVICE_UNAVAILABLE,
        Error::Batch(error) => error.cause().is_some_and(asks_for_new_connection),
        _ => false,
    }
}
