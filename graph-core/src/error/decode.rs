//! The error of a successful response with an unexpected body.

use std::fmt;

use http::StatusCode;

use super::redact::Redactor;
use super::request_info::RequestInfo;
use super::sanitise::one_line;
use crate::model::read_error::ReadError;

/// A successful response whose body does not match the declared type.
#[derive(Debug)]
#[non_exhaustive]
pub struct DecodeError {
    /// The request.
    pub request: RequestInfo,
    /// The status of the response.
    pub status: StatusCode,
    /// The service's id of the request.
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
    /// The body is not JSON, or an object has a member twice.
    #[non_exhaustive]
    Json {
        /// The error of the JSON parser.
        error: serde_json::Error,
        /// The start of the body.
        start: String,
    },
    /// A property does not match its declaration.
    Value(ReadError),
    /// The body is not a response to the batch.
    Batch(BatchResponseProblem),
}

impl DecodeProblem {
    /// The problem of a body that is not valid JSON, without the token.
    pub(crate) fn invalid_json(error: serde_json::Error, body: &[u8], redactor: Redactor<'_>) -> Self {
        Self::Json { error: redactor.redact_json_error(error), start: redactor.excerpt(body, 100) }
    }
}

impl DecodeError {
    /// The path of the wrong property, such as `settings[3].value`.
    pub fn property(&self) -> Option<&str> {
        match &self.problem {
            DecodeProblem::Value(error) => Some(error.path()),
            DecodeProblem::Empty | DecodeProblem::Json { .. } | DecodeProblem::Batch(_) => None,
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, format_args!("but "))
    }
}

impl DecodeError {
    /// Writes the text, with these words between the status and the problem.
    pub(super) fn write(&self, f: &mut fmt::Formatter<'_>, words: fmt::Arguments<'_>) -> fmt::Result {
        write!(f, "{}: {}, {words}", self.request, self.status)?;
        match &self.problem {
            DecodeProblem::Empty => f.write_str("without a body")?,
            DecodeProblem::Json { start, .. } => write!(f, "the body is not valid JSON; it starts with {start:?}")?,
            DecodeProblem::Value(error) => f.write_str(&one_line(&error.to_string(), 300))?,
            DecodeProblem::Batch(problem) => write!(f, "{problem}")?,
        }
        self.request.write_ids(f, self.request_id.as_deref())
    }
}

impl std::error::Error for DecodeError {
    /// The error of the JSON parser. A [`ReadError`] is not a source, because its text is part of this error's text.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.problem {
            DecodeProblem::Json { error, .. } => Some(error),
            DecodeProblem::Empty | DecodeProblem::Value(_) | DecodeProblem::Batch(_) => None,
        }
    }
}

/// The reason why a response does not fit the batch that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BatchResponseProblem {
    /// There is no array `responses`.
    NoResponses,
    /// A part has no `id`.
    NoId,
    /// A part has no `status`, or a number that is not an HTTP status.
    NoStatus,
    /// The `id` of a part is not the id of a request, so none of the ids can be trusted.
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
