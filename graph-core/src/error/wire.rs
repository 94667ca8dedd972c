//! Errors on the way to the service: no response, or one that leads elsewhere.

use std::fmt;

use http::StatusCode;

use super::{RequestInfo, write_ids};
use crate::transport::{TransportError, TransportErrorKind};

/// A request without a response.
#[derive(Debug)]
#[non_exhaustive]
pub struct SendError {
    /// The request.
    pub request: RequestInfo,
    /// What the transport says.
    pub source: TransportError,
}

impl SendError {
    /// The cause: it tells whether the service can have seen the request.
    pub fn kind(&self) -> TransportErrorKind {
        self.source.kind()
    }
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.request, self.source)?;
        write_ids(f, None, &self.request.client_request_id)
    }
}

impl std::error::Error for SendError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

/// A redirect, which would take the request, and the token with it, elsewhere.
#[derive(Debug)]
#[non_exhaustive]
pub struct RedirectError {
    /// The request.
    pub request: RequestInfo,
    /// The status of the response.
    pub status: StatusCode,
    /// Scheme and host of where it leads, if the response says so in full.
    pub to: Option<String>,
    /// The id that the service gave the request.
    pub request_id: Option<String>,
}

impl fmt::Display for RedirectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: a redirect", self.request, self.status)?;
        if let Some(to) = &self.to {
            write!(f, " to {to}")?;
        }
        f.write_str(" is not followed, the token goes to the configured host only")?;
        write_ids(f, self.request_id.as_deref(), &self.request.client_request_id)
    }
}

impl std::error::Error for RedirectError {}

/// A link to the next page that is not followed.
#[derive(Debug)]
#[non_exhaustive]
pub struct NextLinkError {
    /// The request whose response holds the link.
    pub request: RequestInfo,
    /// The id that the service gave the request.
    pub request_id: Option<String>,
    /// Why not.
    pub problem: NextLinkProblem,
}

/// Why a link to the next page is not followed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NextLinkProblem {
    /// It leads to this host, and the token goes to the configured host only.
    OtherHost(String),
    /// It is no absolute URL of a host that a token may go to.
    NotAUrl,
    /// It leads to the page that it stands on, so there would be no end.
    SamePage,
}

impl fmt::Display for NextLinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: the link to the next page ", self.request)?;
        match &self.problem {
            NextLinkProblem::OtherHost(host) => {
                write!(f, "leads to {host} and is not followed, the token goes to the configured host only")?;
            }
            NextLinkProblem::NotAUrl => f.write_str("is no absolute URL with `https`")?,
            NextLinkProblem::SamePage => f.write_str("leads to the same page again")?,
        }
        write_ids(f, self.request_id.as_deref(), &self.request.client_request_id)
    }
}

impl std::error::Error for NextLinkError {}
