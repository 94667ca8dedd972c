//! The error that a transport returns.

use std::fmt;

/// The error of an underlying library, such as reqwest.
type Source = Box<dyn std::error::Error + Send + Sync>;

/// The error that a transport returns if it received no complete response.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Option<Source>,
    attempts: u32,
}

/// The kind of a [`TransportError`]. It tells whether the service may have received the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// Connecting failed, so the service has not received the request.
    Connect,
    /// No response arrived within the time limit. The service may have carried the request out.
    Timeout,
    /// The connection broke before the response was complete. The service may have carried the request out.
    Interrupted,
    /// The response body is larger than the limit of the transport, such as `ReqwestTransportBuilder::max_response_size`.
    TooLarge,
    /// The request is invalid and cannot be sent.
    Request,
    /// A rate limit would have delayed the request beyond its time limit, so the request was not sent.
    NotSent,
}

impl TransportError {
    /// Creates an error of this kind. The source is the error of an underlying library; the client redacts the token in the source's texts.
    pub fn new(kind: TransportErrorKind, source: impl Into<Option<Source>>) -> Self {
        Self { kind, source: source.into(), attempts: 1 }
    }

    /// Sets how often the request was sent, at least 1. A layer that retries calls this.
    #[must_use]
    pub fn after_attempts(self, attempts: u32) -> Self {
        Self { attempts, ..self }
    }

    /// Replaces the source of this error, if there is one, by the result of `map`.
    pub(crate) fn map_source(self, map: impl FnOnce(Source) -> Source) -> Self {
        Self { source: self.source.map(map), ..self }
    }

    /// Returns the kind of the error, which tells whether the service may have received the request.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Returns how often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }
}

impl fmt::Display for TransportErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "no connection to the service",
            Self::Timeout => "no response within the time limit",
            Self::Interrupted => "the connection broke before the response was complete",
            Self::TooLarge => "the response is larger than the limit",
            Self::Request => "the request is invalid and cannot be sent",
            Self::NotSent => "not sent, because its turn would have come after the time limit",
        })
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)?;
        if self.attempts > 1 { write!(f, "; sent {} times", self.attempts) } else { Ok(()) }
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
