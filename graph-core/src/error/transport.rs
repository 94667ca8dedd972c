//! Errors between the client and the service: no response, or one that leads elsewhere.

use std::fmt;

use http::StatusCode;

use super::request_info::RequestInfo;
use crate::transport::error::{TransportError, TransportErrorKind};

/// A request without a response.
///
/// Its `Display` form names the request and the kind of failure; its source is the error of the library below the transport.
#[derive(Debug)]
#[non_exhaustive]
pub struct SendError {
    /// The request.
    pub request: RequestInfo,
    /// The error of the transport.
    pub error: TransportError,
}

impl SendError {
    pub(crate) fn new(request: RequestInfo, error: TransportError) -> Self {
        Self { request, error }
    }

    /// The kind of failure; it says whether the service can have seen the request.
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
    /// The source of the transport's error, whose own text is part of this error's text.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(&self.error)
    }
}

/// A redirect, which the client does not follow: it would send the token to another host.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct RedirectError {
    /// The request.
    pub request: RequestInfo,
    /// The status of the response.
    pub status: StatusCode,
    /// Scheme and host of the target, if the response has an absolute URL.
    pub to: Option<String>,
    /// The service's id of the request.
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

/// The entity has not changed (304): it still has the etag of the request's `If-None-Match`.
///
/// Source: [RFC 9110 §15.4.5](https://www.rfc-editor.org/rfc/rfc9110#section-15.4.5).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct NotModifiedError {
    /// The request.
    pub request: RequestInfo,
    /// The `ETag` header of the response.
    pub etag: Option<String>,
    /// The service's id of the request.
    pub request_id: Option<String>,
}

impl fmt::Display for NotModifiedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: use the copy that the etag of `If-None-Match` came from", self.request, StatusCode::NOT_MODIFIED)?;
        self.request.write_ids(f, self.request_id.as_deref())
    }
}

impl std::error::Error for NotModifiedError {}

/// A link to the next page that the client does not follow.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct NextLinkError {
    /// The request whose response contains the link.
    pub request: RequestInfo,
    /// The service's id of the request.
    pub request_id: Option<String>,
    /// The reason.
    pub problem: NextLinkProblem,
}

/// The reason why a link to the next page is not followed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NextLinkProblem {
    /// It leads to this other host, and the token is for the configured host only.
    OtherHost(String),
    /// It is not an absolute URL of a host that may receive a token.
    NotAUrl,
    /// It leads to a page that the list has read already, so the list would never end.
    RepeatedPage,
}

impl fmt::Display for NextLinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: the link to the next page ", self.request)?;
        match &self.problem {
            NextLinkProblem::OtherHost(host) => {
                write!(f, "leads to {host} and is not followed, because the token is for the configured host only")?;
            }
            NextLinkProblem::NotAUrl => f.write_str("is not an absolute URL with `https`")?,
            NextLinkProblem::RepeatedPage => f.write_str("leads to the same page again, or to an earlier one")?,
        }
        self.request.write_ids(f, self.request_id.as_deref())
    }
}

impl std::error::Error for NextLinkError {}
