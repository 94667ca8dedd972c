//! The error of a successful response whose body cannot be decoded.

use std::fmt;

use http::StatusCode;

use super::redact::Redactor;
use super::request_info::RequestInfo;
use super::sanitise::one_line;
use crate::model::read_error::{ReadError, RemovedEntity};

/// The error of a successful response whose body does not match the declared type.
#[derive(Debug)]
#[non_exhaustive]
pub struct DecodeError {
    /// The request.
    pub request: RequestInfo,
    /// The status of the response.
    pub status: StatusCode,
    /// The id that the service gave the request.
    pub request_id: Option<String>,
    /// The problem with the body.
    pub problem: DecodeProblem,
}

/// The problem with the body of a response.
#[derive(Debug)]
#[non_exhaustive]
pub enum DecodeProblem {
    /// The body is empty.
    Empty,
    /// The body is not JSON, or an object in it has the same key twice.
    #[non_exhaustive]
    Json {
        /// The error of the JSON parser.
        error: serde_json::Error,
        /// The start of the body, without the token.
        start: String,
    },
    /// The value of a property does not match its declaration.
    Value(ReadError),
    /// The service reports the entity as removed (`@removed`), in place of its properties.
    Removed(RemovedEntity),
    /// The body of a batch response does not match the batch that was sent.
    Batch(BatchResponseProblem),
}

impl DecodeProblem {
    /// Returns the problem for a body that is not valid JSON. Removes the token from the parser's error and from the body's start.
    pub(crate) fn invalid_json(error: serde_json::Error, body: &[u8], redactor: Redactor<'_>) -> Self {
        Self::Json { error: redactor.redact_json_error(error), start: redactor.excerpt(body, 100) }
    }

    /// Returns the problem of an entity that cannot be read. `locate` adds the entity's place in the body to the error's path.
    pub(crate) fn value(error: ReadError, locate: impl FnOnce(ReadError) -> ReadError) -> Self {
        error.into_removed().map_or_else(|error| Self::Value(locate(error)), Self::Removed)
    }
}

impl DecodeError {
    /// Returns the path of the property that does not match its declaration, such as `settings[3].value`.
    pub fn property(&self) -> Option<&str> {
        match &self.problem {
            DecodeProblem::Value(error) => Some(error.path()),
            DecodeProblem::Empty | DecodeProblem::Json { .. } | DecodeProblem::Removed(_) | DecodeProblem::Batch(_) => None,
        }
    }
}

impl DecodeError {
    /// Returns the removed entity, if the service reports the entity as removed.
    pub fn removed(&self) -> Option<&RemovedEntity> {
        match &self.problem {
            DecodeProblem::Removed(removed) => Some(removed),
            _ => None,
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, format_args!("but "))
    }
}

impl DecodeError {
    /// Writes the error, with `words` between the status and the problem.
    pub(super) fn write(&self, f: &mut fmt::Formatter<'_>, words: fmt::Arguments<'_>) -> fmt::Result {
        write!(f, "{}: {}, {words}", self.request, self.status)?;
        match &self.problem {
            DecodeProblem::Empty => f.write_str("without a body")?,
            DecodeProblem::Json { start, .. } => write!(f, "the body is not valid JSON; it starts with {start:?}")?,
            DecodeProblem::Value(error) => f.write_str(&one_line(&error.to_string(), 300))?,
            DecodeProblem::Removed(removed) => f.write_str(&one_line(&removed.to_string(), 300))?,
            DecodeProblem::Batch(problem) => write!(f, "{problem}")?,
        }
        self.request.write_ids(f, self.request_id.as_deref())
    }
}

impl std::error::Error for DecodeError {
    /// Returns the error of the JSON parser. A [`ReadError`] is not returned, because this error's text already contains its text.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.problem {
            DecodeProblem::Json { error, .. } => Some(error),
            DecodeProblem::Empty | DecodeProblem::Value(_) | DecodeProblem::Removed(_) | DecodeProblem::Batch(_) => None,
        }
    }
}

/// The reason why a batch response does not match the batch that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BatchResponseProblem {
    /// The body has no array `responses`.
    NoResponses,
    /// A response inside has no `id`.
    NoId,
    /// A response inside has no `status`, or one that is not an HTTP status code.
    NoStatus,
    /// A response inside has an `id` that no request has, so the other ids cannot be trusted either.
    UnknownId(String),
}

impl fmt::Display for BatchResponseProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoResponses => f.write_str("without an array `responses`"),
            Self::NoId => f.write_str("with a response that has no `id`"),
            Self::NoStatus => f.write_str("with a response that has no valid `status`"),
            Self::UnknownId(id) => write!(f, "with a response to the unknown id {:?}", one_line(id, 100)),
        }
    }
}
