//! The error of a successful response whose body cannot be decoded.

use std::fmt;

use http::StatusCode;

use super::redact::Redactor;
use super::request_info::RequestInfo;
use super::sanitise::one_line;
use crate::model::decoded::TextError;
use crate::model::read_error::{ReadError, RemovedEntity};

/// The error of a successful response whose body does not match the declared type.
#[derive(Debug)]
#[non_exhaustive]
pub struct DecodeError {
    /// The request, without the ids in its path.
    pub request: RequestInfo,
    /// The HTTP status of the response (2xx).
    pub status: StatusCode,
    /// The `request-id` header of the response: the id that the service gave the request.
    pub request_id: Option<String>,
    /// The `id` of the entity, if the error is about one element of a list or one change, and the element has a readable `id`.
    pub id: Option<String>,
    /// The reason why the response body cannot be decoded.
    pub problem: DecodeProblem,
}

/// The reason why a response body cannot be decoded.
#[derive(Debug)]
#[non_exhaustive]
pub enum DecodeProblem {
    /// The response body is empty.
    Empty,
    /// A body, or the element of a page at `path`, is not valid JSON, or has an object with the same key twice. In a raw response: the body
    /// does not fit the type that the caller asks for.
    #[non_exhaustive]
    Json {
        /// The path to the malformed part of a page, such as `value[3]`. The path is empty if the body as a whole is malformed.
        path: String,
        /// The error of the JSON parser.
        error: serde_json::Error,
        /// The start of the malformed text as one line, with the access token replaced by `[token]`.
        start: String,
    },
    /// The value of a property does not match its declaration.
    Value(ReadError),
    /// The service reports the entity as removed (`@removed`), in place of its properties.
    Removed(RemovedEntity),
    /// The body of a batch response does not match the requests of the batch that was sent.
    Batch(BatchResponseProblem),
}

impl DecodeProblem {
    /// Returns the problem for a text that is not valid JSON. Removes the token from the parser's error and from the text's start.
    pub(crate) fn invalid_json(error: serde_json::Error, text: &[u8], redactor: Redactor<'_>) -> Self {
        Self::Json { path: String::new(), error: redactor.redact_json_error(error), start: redactor.excerpt(text, 100) }
    }

    /// Returns the problem for a text that cannot be decoded. Removes the token from all texts in the problem.
    pub(crate) fn undecodable(error: TextError, text: &[u8], redactor: Redactor<'_>) -> Self {
        match error {
            TextError::Json(error) => Self::invalid_json(error, text, redactor),
            TextError::Value(error) => {
                error.redact(|text| redactor.line(text, 300)).into_removed().map_or_else(Self::Value, Self::Removed)
            }
        }
    }

    /// Adds the path `parent`, such as `value[3]`, to a problem that was found inside that part of a body.
    #[inline]
    pub(crate) fn under(self, parent: &str) -> Self {
        match self {
            Self::Json { error, start, .. } => Self::Json { path: parent.to_owned(), error, start },
            Self::Value(error) => Self::Value(error.at_property(parent)),
            other => other,
        }
    }
}

impl DecodeError {
    /// Returns the path of the malformed part of the JSON: of a value that does not match its declaration, such as `settings[3].value`, or
    /// of the element of a page that is not valid JSON, such as `value[3]`.
    pub fn property(&self) -> Option<&str> {
        match &self.problem {
            DecodeProblem::Value(error) => Some(error.path()),
            DecodeProblem::Json { path, .. } => Some(path.as_str()).filter(|path| !path.is_empty()),
            DecodeProblem::Empty | DecodeProblem::Removed(_) | DecodeProblem::Batch(_) => None,
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
    /// Writes this error's text, with `words` between the HTTP status and the problem.
    pub(super) fn write(&self, f: &mut fmt::Formatter<'_>, words: fmt::Arguments<'_>) -> fmt::Result {
        write!(f, "{}: {}, {words}", self.request, self.status)?;
        match &self.problem {
            DecodeProblem::Empty => f.write_str("without a body")?,
            DecodeProblem::Json { path, start, error } if path.is_empty() => {
                let valid = if error.is_data() { "the expected" } else { "valid" };
                write!(f, "the body is not {valid} JSON; it starts with {start:?}")?;
            }
            DecodeProblem::Json { path, start, .. } => write!(f, "`{path}` is not valid JSON; it starts with {start:?}")?,
            DecodeProblem::Value(error) => f.write_str(&one_line(&error.to_string(), 300))?,
            DecodeProblem::Removed(removed) => f.write_str(&one_line(&removed.to_string(), 300))?,
            DecodeProblem::Batch(problem) => write!(f, "{problem}")?,
        }
        self.request.write_ids(f, self.request_id.as_deref())
    }
}

impl std::error::Error for DecodeError {
    /// Returns the error of the JSON parser. Does not return a [`ReadError`], because the text of this `DecodeError` already contains the
    /// text of the `ReadError`.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.problem {
            DecodeProblem::Json { error, .. } => Some(error),
            DecodeProblem::Empty | DecodeProblem::Value(_) | DecodeProblem::Removed(_) | DecodeProblem::Batch(_) => None,
        }
    }
}

/// The reason why a batch response, or one response inside it, does not match the batch that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BatchResponseProblem {
    /// The body of the batch response has no array `responses`.
    NoResponses,
    /// An element of `responses` has no `id`.
    NoId,
    /// An element of `responses` has no `status`, or one that is not an HTTP status code.
    NoStatus,
    /// An element of `responses` has this `id`, which no request of the batch has.
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
