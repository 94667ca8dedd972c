//! The error of a request in a batch that has no response of its own.

use std::fmt;
use std::sync::Arc;

use super::decode::BatchResponseProblem;
use super::error::Error;
use super::request_info::RequestInfo;

/// The error of a request in a batch, if the batch response contains no response to that request.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BatchError {
    /// The failed request, without the ids in its path. `None` if `BatchResults::take` was called with a handle of another batch or another
    /// client.
    pub request: Option<RequestInfo>,
    /// The reason why the request has no response.
    pub problem: BatchProblem,
}

/// The reason why a request in a batch has no response of its own.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum BatchProblem {
    /// The batch that contained the request failed as a whole, with this error.
    Failed(Arc<Error>),
    /// The request was not sent, because an earlier batch failed as a whole, or was throttled for longer than the time limit allows.
    NotSent(Arc<Error>),
    /// The request was not sent, because the request that it depends on failed.
    Dependency,
    /// The request or its handle belongs to another client or another batch.
    Foreign,
    /// The batch response contains no response to the request.
    NoResponse,
    /// The batch response contains several responses to the request.
    SeveralResponses,
    /// The response to this request is malformed. Or it is missing, and the batch response contains a response that cannot be matched to
    /// any request. The service may have carried out the request.
    Malformed(BatchResponseProblem),
    /// The response to the request is missing in the first pages of the batch response, and a later page could not be read because of this
    /// error. The service may have carried out the request.
    Incomplete(Arc<Error>),
}

impl BatchError {
    pub(crate) fn because(request: impl Into<Option<RequestInfo>>, problem: BatchProblem) -> Error {
        Error::Batch(Box::new(Self { request: request.into(), problem }))
    }

    /// Returns the error in `Failed` or `NotSent`: the error with which the batch of this request, or an earlier batch, failed as a whole.
    /// Returns `None` for any other problem.
    pub fn cause(&self) -> Option<&Error> {
        match &self.problem {
            BatchProblem::Failed(error) | BatchProblem::NotSent(error) => Some(error),
            _ => None,
        }
    }
}

impl fmt::Display for BatchProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed(problem) => return write!(f, "its batch was answered {problem}"),
            Self::Incomplete(_) => "a later page of the response to its batch cannot be read",
            Self::Failed(_) => "its batch failed",
            Self::NotSent(_) => "not sent, because an earlier batch failed",
            Self::Dependency => "not sent, because the request that it depends on failed",
            Self::Foreign => "it belongs to another batch or another client: use the batch that returned the item",
            Self::NoResponse => "its batch has a response, but no part of it belongs to this request",
            Self::SeveralResponses => "its batch has a response, but several parts of it belong to this request",
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
        match &self.problem {
            BatchProblem::Incomplete(error) => Some(&**error),
            _ => self.cause().map(|error| error as _),
        }
    }
}
