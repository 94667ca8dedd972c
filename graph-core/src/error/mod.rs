//! Errors of the client: one struct per cause, each with a one-line text and without a secret.

mod batch;
mod decode;
mod local;
mod report;
mod service;
mod wire;

use std::fmt;
use std::time::Duration;

use http::Method;

use crate::client::CredentialError;
use crate::model::path::Template;

pub use batch::{BatchAnswerProblem, BatchError, BatchProblem};
pub use decode::{DecodeError, DecodeProblem};
pub use local::{EmptyPatchError, HeaderProblem, InvalidHeaderError, ReadOnlyPropertyError, UnknownPropertyError};
pub use report::Report;
pub(crate) use service::Scrubbed;
pub use service::{ErrorDetail, ServiceError};
pub use wire::{NextLinkError, NextLinkProblem, RedirectError, SendError};

/// Why a request has no result.
///
/// ```
/// # use graph_core::Error;
/// # fn example(error: Error) {
/// match &error {
///     error if error.is_throttled() => println!("wait {:?}", error.retry_after()),
///     Error::Service(error) => println!("{} says {:?}", error.status, error.code()),
///     error => println!("{error}"),
/// }
/// # }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The patch changes nothing; nothing was sent.
    EmptyPatch(EmptyPatchError),
    /// The patch holds a property that only the service sets; nothing was sent.
    ReadOnlyProperty(ReadOnlyPropertyError),
    /// A query option names a property that the entity does not have; nothing was sent.
    UnknownProperty(UnknownPropertyError),
    /// A header of the request cannot be written, or is the client's own to set; nothing was sent.
    InvalidHeader(InvalidHeaderError),
    /// There is no token, and nothing was sent; or the service refused the one there was (401), and there is no other.
    Credential(CredentialError),
    /// There is no response.
    Transport(Box<SendError>),
    /// The service answers with a redirect, which is not followed.
    Redirect(Box<RedirectError>),
    /// A page of a collection links to a next one that is not followed.
    NextLink(Box<NextLinkError>),
    /// The service answers with an error.
    Service(Box<ServiceError>),
    /// The service answers with success, but not with what was asked for.
    Decode(Box<DecodeError>),
    /// The request was part of a batch, and has no answer of its own.
    Batch(Box<BatchError>),
}

/// The request that an error is about, without its ids.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RequestInfo {
    /// The HTTP method.
    pub method: Method,
    /// The template of the path.
    pub template: Template,
    /// The id that the client gave the request, a fresh GUID.
    pub client_request_id: String,
}

impl fmt::Display for RequestInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} /{}{}", self.method, self.template.version, self.template.text)
    }
}

impl Error {
    /// The error that the service answered with; for a part of a batch, that of the part and not that of the batch around it.
    pub fn service(&self) -> Option<&ServiceError> {
        match self {
            Self::Service(error) => Some(error),
            _ => None,
        }
    }

    /// The service asks for fewer requests (429).
    pub fn is_throttled(&self) -> bool {
        self.has_status(http::StatusCode::TOO_MANY_REQUESTS) || self.of_batch().is_some_and(Self::is_throttled)
    }

    /// There is nothing at the path (404).
    pub fn is_not_found(&self) -> bool {
        self.has_status(http::StatusCode::NOT_FOUND)
    }

    /// The request contradicts the present state, as when the object exists already (409).
    pub fn is_conflict(&self) -> bool {
        self.has_status(http::StatusCode::CONFLICT)
    }

    /// The object has changed since its etag was read (412).
    pub fn is_precondition_failed(&self) -> bool {
        self.has_status(http::StatusCode::PRECONDITION_FAILED)
    }

    /// The service does not accept the token (401), and the credential has no other: it has expired, was revoked, or is none.
    pub fn is_unauthenticated(&self) -> bool {
        self.has_status(http::StatusCode::UNAUTHORIZED) || self.of_batch().is_some_and(Self::is_unauthenticated)
    }

    /// The token does not allow it (403); [`ServiceError::permissions`] says what would.
    pub fn is_permission(&self) -> bool {
        self.has_status(http::StatusCode::FORBIDDEN) || self.of_batch().is_some_and(Self::is_permission)
    }

    /// The status of the response, if there is one.
    pub fn status(&self) -> Option<http::StatusCode> {
        match self {
            Self::Redirect(error) => Some(error.status),
            Self::Service(error) => Some(error.status),
            Self::Decode(error) => Some(error.status),
            Self::Batch(error) => error.cause()?.status(),
            _ => None,
        }
    }

    fn has_status(&self, status: http::StatusCode) -> bool {
        self.service().is_some_and(|error| error.status == status)
    }

    /// How long the service asks to wait before the next request.
    pub fn retry_after(&self) -> Option<Duration> {
        match self.of_batch() {
            Some(error) => error.retry_after(),
            None => self.service().and_then(|error| error.retry_after),
        }
    }

    /// The error of the batch that the request was part of.
    fn of_batch(&self) -> Option<&Self> {
        match self {
            Self::Batch(error) => error.cause(),
            _ => None,
        }
    }

    /// The request that it is about, if one was made.
    pub fn request(&self) -> Option<&RequestInfo> {
        match self {
            Self::Transport(error) => Some(&error.request),
            Self::Redirect(error) => Some(&error.request),
            Self::NextLink(error) => Some(&error.request),
            Self::Service(error) => Some(&error.request),
            Self::Decode(error) => Some(&error.request),
            Self::Batch(error) => error.request.as_ref(),
            Self::EmptyPatch(_)
            | Self::ReadOnlyProperty(_)
            | Self::UnknownProperty(_)
            | Self::InvalidHeader(_)
            | Self::Credential(_) => None,
        }
    }

    /// The id that the service gave the request.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Redirect(error) => error.request_id.as_deref(),
            Self::NextLink(error) => error.request_id.as_deref(),
            Self::Service(error) => error.request_id.as_deref(),
            Self::Decode(error) => error.request_id.as_deref(),
            Self::Batch(error) => error.cause()?.request_id(),
            _ => None,
        }
    }

    /// All that a support ticket needs, several lines of it.
    pub fn report(&self) -> Report<'_> {
        Report(self)
    }

    fn cause(&self) -> &(dyn std::error::Error + 'static) {
        match self {
            Self::EmptyPatch(error) => error,
            Self::ReadOnlyProperty(error) => error,
            Self::UnknownProperty(error) => error,
            Self::InvalidHeader(error) => error,
            Self::Credential(error) => error,
            Self::Transport(error) => &**error,
            Self::Redirect(error) => &**error,
            Self::NextLink(error) => &**error,
            Self::Service(error) => &**error,
            Self::Decode(error) => &**error,
            Self::Batch(error) => &**error,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.cause(), f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause().source()
    }
}

impl From<UnknownPropertyError> for Error {
    fn from(error: UnknownPropertyError) -> Self {
        Self::UnknownProperty(error)
    }
}

/// One line of at most this many characters: breaks and control characters become single spaces.
pub(crate) fn one_line(text: &str, limit: usize) -> String {
    if text.len() <= limit && text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return text.to_owned();
    }
    let mut line = String::new();
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let mut count = 0;
    for (index, word) in words.enumerate() {
        for c in (index > 0).then_some(' ').into_iter().chain(word.chars()) {
            if count == limit {
                line.push('…');
                return line;
            }
            line.push(c);
            count += 1;
        }
    }
    line
}

/// ` (request-id a, client-request-id b)`
pub(crate) fn write_ids(f: &mut fmt::Formatter<'_>, request_id: Option<&str>, client_request_id: &str) -> fmt::Result {
    match request_id {
        Some(request_id) => write!(f, " (request-id {request_id}, client-request-id {client_request_id})"),
        None => write!(f, " (client-request-id {client_request_id})"),
    }
}
