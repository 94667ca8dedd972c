//! Errors of batches: a request without a response of its own, and a response that does not fit the batch.

use std::fmt;
use std::sync::Arc;

use super::error::Error;
use super::request_info::RequestInfo;
use super::sanitise::one_line;

/// A request of a batch without a response of its own.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BatchError {
    /// The request, if it is known.
    pub request: Option<RequestInfo>,
    /// The reason.
    pub problem: BatchProblem,
}

/// The reason why a request of a batch has no response of its own.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum BatchProblem {
    /// The batch failed as a whole, with this error.
    Failed(Arc<Error>),
    /// It was not sent, because an earlier batch failed as a whole, or was throttled for longer than the time limit allows.
    NotSent(Arc<Error>),
    /// It was not sent, because the request that it depends on failed.
    Dependency,
    /// It belongs to another batch or another client.
    Foreign,
    /// The batch response contains no response to it.
    NoAnswer,
    /// The batch response contains several responses to it.
    SeveralAnswers,
}

impl BatchError {
    pub(crate) fn because(request: impl Into<Option<RequestInfo>>, problem: BatchProblem) -> Error {
        Error::Batch(Box::new(Self { request: request.into(), problem }))
    }

    /// The error of the whole batch, if that is the reason.
    pub fn cause(&self) -> Option<&Error> {
        match &self.problem {
            BatchProblem::Failed(error) | BatchProblem::NotSent(error) => Some(error),
            BatchProblem::Dependency | BatchProblem::Foreign | BatchProblem::NoAnswer | BatchProblem::SeveralAnswers => None,
        }
    }
}

impl fmt::Display for BatchProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Failed(_) => "its batch failed",
            Self::NotSent(_) => "not sent, because an earlier batch failed",
            Self::Dependency => "not sent, because the request that it depends on failed",
            Self::Foreign => "it belongs to another batch or another client: use the batch that returned the item",
            Self::NoAnswer => "its batch has a response, but no part of it answers this request",
            Self::SeveralAnswers => "its batch has a response, but several parts of it answer this request",
        })
    }
}

impl fmt::Display for BatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.request {
            Some(request) => {
                write!(f, "{request}: {}", self.problem)?;
                request.write_ids(f, None)
            }
            None => self.problem.fmt(f),
        }
    }
}

impl std::error::Error for BatchError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause().map(|error| error as _)
    }
}

/// The reason why a response does not fit the batch that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BatchAnswerProblem {
    /// There is no array `responses`.
    NoResponses,
    /// A part has no `id`.
    NoId,
    /// A part has no `status`, or a number that is not an HTTP status.
    NoStatus,
    /// The `id` of a part is not the id of a request, so none of the ids can be trusted.
    UnknownId(String),
}

impl fmt::Display for BatchAnswerProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoResponses => f.write_str("without an array `responses`"),
            Self::NoId => f.write_str("with a response that has no `id`"),
            Self::NoStatus => f.write_str("with a response that has no valid `status`"),
            Self::UnknownId(id) => write!(f, "with a response to the unknown id {:?}", one_line(id, 100)),
        }
    }
}
