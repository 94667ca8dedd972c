//! A response of success that is not what its declaration says.

use std::fmt;

use http::StatusCode;

use super::{BatchAnswerProblem, RequestInfo, one_line, write_ids};
use crate::model::read_error::ReadError;

/// A response that could not be read as the declared type.
#[derive(Debug)]
#[non_exhaustive]
pub struct DecodeError {
    /// The request.
    pub request: RequestInfo,
    /// The status of the response.
    pub status: StatusCode,
    /// The id that the service gave the request.
    pub request_id: Option<String>,
    /// What is wrong.
    pub problem: DecodeProblem,
}

/// What is wrong with the body of a response.
#[derive(Debug)]
#[non_exhaustive]
pub enum DecodeProblem {
    /// There is none.
    Empty,
    /// It is no JSON, or holds a member twice.
    Json {
        /// Why it is none.
        error: serde_json::Error,
        /// How it starts.
        start: String,
    },
    /// A property is not what the declaration says.
    Value(ReadError),
    /// It is no answer to the batch that was sent.
    Batch(BatchAnswerProblem),
}

impl DecodeError {
    /// The path of the property that is wrong: `settings[3].value`.
    pub fn property(&self) -> Option<&str> {
        match &self.problem {
            DecodeProblem::Value(error) => Some(error.path()),
            DecodeProblem::Empty | DecodeProblem::Json { .. } | DecodeProblem::Batch(_) => None,
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}, but ", self.request, self.status)?;
        match &self.problem {
            DecodeProblem::Empty => f.write_str("without a body")?,
            DecodeProblem::Json { error, start } => {
                write!(f, "the body cannot be read: {}; it starts with {start:?}", one_line(&error.to_string(), 300))?;
            }
            DecodeProblem::Value(error) => f.write_str(&one_line(&error.to_string(), 300))?,
            DecodeProblem::Batch(problem) => problem.fmt(f)?,
        }
        write_ids(f, self.request_id.as_deref(), &self.request.client_request_id)
    }
}

impl std::error::Error for DecodeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.problem {
            DecodeProblem::Empty | DecodeProblem::Batch(_) => None,
            DecodeProblem::Json { error, .. } => Some(error),
            DecodeProblem::Value(error) => Some(error),
        }
    }
}
