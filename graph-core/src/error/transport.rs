//! Errors for these outcomes of a request: no response, a redirect, the status 304, and a link to a next page that the client does not
//! follow.

use std::fmt;

use http::StatusCode;

use super::cause::printable;
use super::redact::Redactor;
use super::request_info::RequestInfo;
use crate::transport::error::{TransportError, TransportErrorKind};

/// The error of a request that got no response.
///
/// `Display` writes the request and the kind of failure. The source is the error of the library that the transport uses.
#[derive(Debug)]
#[non_exhaustive]
pub struct SendError {
    /// The request, without the ids in its path.
    pub request: RequestInfo,
    /// The error that the transport returned.
    pub error: TransportError,
}

impl SendError {
    pub(crate) fn new(request: RequestInfo, error: TransportError) -> Self {
        Self { request, error }
    }

    /// Creates the error of a request that was sent with a token. Removes the token from the error texts of the library that the transport
    /// uses.
    pub(crate) fn redacted(request: RequestInfo, error: TransportError, redactor: &Redactor<'_>) -> Self {
        Self::new(request, error.map_source(|source| printable(source, redactor)))
    }

    /// Returns the kind of failure, which tells whether the service may have received the request.
    pub fn kind(&self) -> TransportErrorKind {
        self.error.kind()
    }
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.request, self.error)?;
        self.request.write_ids(f, None)
    }
}

impl std::error::Error for SendError {
    /// Returns the source of the `TransportError`. The `TransportError` itself is skipped, because the text of this `SendError` contains
    /// its text.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(&self.error)
    }
}

/// The error of a redirect. The client follows no redirects, because they could send the token to another host.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct RedirectError {
    /// The redirected request, without the ids in its path.
    pub request: RequestInfo,
    /// The HTTP status of the response (3xx).
    pub status: StatusCode,
    /// The scheme and the host of the `Location` header, such as `https://example.com`, if that header contains an absolute URL.
    pub to: Option<String>,
    /// The `request-id` header of the response: the id that the service gave the request.
    pub request_id: Option<String>,
}

impl fmt::Display for RedirectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: a redirect", self.request, self.status)?;
        if let Some(to) = &self.to {
            write!(f, " to {to}")?;
        }
        f.write_str(" is not followed, because the token is for the configured host only")?;
        self.request.write_ids(f, self.request_id.as_deref())
    }
}

impl std::error::Error for RedirectError {}

/// The result of a `GET` whose entity has not changed (304): the entity still has the etag in the request's `If-None-Match`.
///
/// Source: [RFC 9110 §15.4.5](https://www.rfc-editor.org/rfc/rfc9110#section-15.4.5).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct NotModifiedError {
    /// The `GET` request, without the ids in its path.
    pub request: RequestInfo,
    /// The `ETag` header of the response: the etag of the unchanged entity.
    pub etag: Option<String>,
    /// The `request-id` header of the response: the id that the service gave the request.
    pub request_id: Option<String>,
}

impl fmt::Display for NotModifiedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: use the copy that the etag of `If-None-Match` came from", self.request, StatusCode::NOT_MODIFIED)?;
        self.request.write_ids(f, self.request_id.as_deref())
    }
}

impl std::error::Error for NotModifiedError {}

/// The error of a link to the next page that the client does not follow.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct NextLinkError {
    /// The request whose response contains the link, without the ids in its path.
    pub request: RequestInfo,
    /// The `request-id` header of the response that contains the link: the id that the service gave the request.
    pub request_id: Option<String>,
    /// The reason why the client does not follow the link.
    pub problem: NextLinkProblem,
}

/// The reason why a link to the next page is not followed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NextLinkProblem {
    /// The link leads to another host, such as `https://example.com`, which must not receive the token.
    OtherHost(String),
    /// The link is not an absolute URL with `https`, or is longer than 65,534 bytes. (Only a link to a loopback host may use `http`.)
    NotAUrl,
    /// The link contains a user name or a password.
    Credentials,
    /// A link that the program stored leads to another API version than the request, or to none.
    OtherVersion,
    /// The link leads to a page that was already read, so the list would never end.
    RepeatedPage,
}

/// Writes the end of a sentence whose subject is the link.
impl fmt::Display for NextLinkProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherHost(host) => {
                write!(f, "leads to {host} and is not followed, because the token is for the configured host only")
            }
            Self::NotAUrl => f.write_str("is not an absolute URL with `https`"),
            Self::Credentials => f.write_str("contains a user name or a password: use the link as the service wrote it"),
            Self::OtherVersion => {
                f.write_str("leads to another API version: use the link with a request of the version that it came from")
            }
            Self::RepeatedPage => f.write_str("leads to the same page again, or to an earlier one"),
        }
    }
}

impl fmt::Display for NextLinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: the link to the next page {}", self.request, self.problem)?;
        self.request.write_ids(f, self.request_id.as_deref())
    }
}

impl std::error::Error for NextLinkError {}
