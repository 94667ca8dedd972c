//! Errors of batches: parts without an answer of their own, and answers that belong to no part.

use std::fmt;
use std::sync::Arc;

use super::{Error, RequestInfo, one_line, write_ids};

/// A part of a batch that has no answer of its own.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BatchError {
    /// The request that was part of the batch, if it is known which one.
    pub request: Option<RequestInfo>,
    /// Why it has no answer.
    pub problem: BatchProblem,
}

/// Why a part of a batch has no answer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum BatchProblem {
    /// The batch failed as a whole: what it was told or what happened on the way.
    Failed(Arc<Error>),
    /// It was not sent, because an earlier batch failed as a whole, or was throttled for longer than there is time.
    NotSent(Arc<Error>),
    /// It was not sent, because the request that it comes after did not succeed.
    Dependency,
    /// It belongs to another batch or to another client.
    Foreign,
    /// The service answered the batch, but not this part of it.
    NoAnswer,
    /// The service answered this part several times.
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
            _ => None,
        }
    }
}

impl fmt::Display for BatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(request) = &self.request {
            write!(f, "{request}: ")?;
        }
        match &self.problem {
            BatchProblem::Failed(error) => write!(f, "its batch failed: {error}")?,
            BatchProblem::NotSent(error) => write!(f, "not sent, since an earlier batch failed: {error}")?,
            BatchProblem::Dependency => f.write_str("not sent, since the request that it comes after did not succeed")?,
            BatchProblem::Foreign => f.write_str("it belongs to another batch or to another client")?,
            BatchProblem::NoAnswer => f.write_str("its batch was answered, but holds no answer to it")?,
            BatchProblem::SeveralAnswers => f.write_str("its batch holds several answers to it")?,
        }
        self.request.iter().try_for_each(|request| write_ids(f, None, &request.client_request_id))
    }
}

impl std::error::Error for BatchError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause().map(|error| error as _)
    }
}

/// Why a response is no answer to a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BatchAnswerProblem {
    /// It has no array `responses`.
    NoResponses,
    /// One of the answers has no `id`.
    NoId,
    /// One of the answers has no `status`, or one that HTTP does not have.
    NoStatus,
    /// One of the answers has the id of no request of the batch, so that none can be trusted.
    UnknownId(String),
}

impl fmt::Display for BatchAnswerProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoResponses => f.write_str("without an array `responses`"),
            Self::NoId => f.write_str("with an answer that has no `id`"),
            Self::NoStatus => f.write_str("with an answer that has no `status`"),
            Self::UnknownId(id) => write!(f, "with an answer to {:?}, which nobody asked for", one_line(id, 100)),
        }
    }
}
