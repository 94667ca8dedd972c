//! The transport: one request in, one response out, over `http`'s types.

mod backoff;
#[cfg(feature = "rate-limit")]
mod rate_limit;
#[cfg(feature = "reqwest")]
mod reqwest;
mod retry;
mod retry_after;
mod timeout;
#[cfg(feature = "tower")]
mod tower;
#[cfg(feature = "tracing")]
mod trace;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use tokio::time::Instant;

#[cfg(feature = "reqwest")]
pub use self::reqwest::{ReqwestTransport, ReqwestTransportBuilder};
pub(crate) use backoff::Backoff;
#[cfg(feature = "rate-limit")]
pub use rate_limit::{Cost, RateLimit};
pub use retry::Retry;
pub(crate) use retry::is_same_twice;
pub use retry_after::retry_after;
pub use timeout::Timeout;
#[cfg(feature = "tower")]
pub use tower::{FromService, IntoService};
#[cfg(feature = "tracing")]
pub use trace::Trace;

/// What [`Transport::send`] returns.
pub type ResponseFuture<'a> = Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + 'a>>;

/// Sends one HTTP request and receives the whole response.
///
/// A status of any kind is a response and no error, and no redirect is followed. Layers such as retry are transports that hold a
/// transport. The types are those of the crates that are re-exported as [`graph_core::http`](crate::http) and
/// [`graph_core::bytes`](crate::bytes).
///
/// ```
/// use graph_core::bytes::Bytes;
/// use graph_core::http::{HeaderValue, Request};
/// use graph_core::transport::{ResponseFuture, Transport};
///
/// /// Asks for the members of enumerations that came after their `unknownFutureValue`.
/// struct EveryMember<T>(T);
///
/// impl<T: Transport> Transport for EveryMember<T> {
///     fn send(&self, mut request: Request<Bytes>) -> ResponseFuture<'_> {
///         request.headers_mut().append("prefer", HeaderValue::from_static("include-unknown-enum-members"));
///         self.0.send(request)
///     }
/// }
/// ```
///
/// The client puts the [`Template`](crate::model::Template) of the path into the request's extensions: the name to log a request
/// by, since its URL holds ids.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a transport",
    label = "what sends the requests stands here",
    note = "`ReqwestTransport::new()?` sends them over the network, `Emulator::client()` answers them in a test",
    note = "another cloud is set with `Client::builder(transport, credential).host(…)`"
)]
pub trait Transport: Send + Sync + 'static {
    /// Sends the request; dropping the future gives it up.
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_> {
        (**self).send(request)
    }
}

impl<T: Transport + ?Sized> Transport for Box<T> {
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_> {
        (**self).send(request)
    }
}

/// A request extension: send this one over a connection that no other request has used.
///
/// Graph asks for that when a request is tried again after a 503.
#[derive(Clone, Copy, Debug)]
pub struct NewConnection;

/// A request extension: a `POST` that may be carried out twice, as a batch of patches may.
#[derive(Clone, Copy, Debug)]
pub struct Repeatable;

/// A request extension: its sender tries again by itself, so that no layer does.
#[derive(Clone, Copy, Debug)]
pub struct SingleTry;

/// A request extension: when its sender gives up, so that no layer waits for longer. The client sets it.
#[derive(Clone, Copy, Debug)]
pub struct Deadline(pub Instant);

/// A response extension: how often the request was sent until this response came. A layer that tries again sets it.
#[derive(Clone, Copy, Debug)]
pub struct Attempts(pub u32);

/// Why there is no response.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
    attempts: u32,
}

/// The cause of a [`TransportError`]: whether the service can have seen the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection: the service has not seen the request.
    Connect,
    /// The time limit passed; the service may have carried the request out.
    Timeout,
    /// The connection broke off after the request was sent; the service may have carried it out.
    Interrupted,
    /// The response is larger than the configured limit.
    TooLarge,
    /// The request could not be made or sent as it is.
    Request,
    /// Its turn would have come after the time limit: the service has not seen the request.
    NotSent,
}

impl TransportError {
    /// An error of this kind, with the error of the library below, whose text must hold no secret.
    pub fn new(kind: TransportErrorKind, source: impl Into<Option<Box<dyn std::error::Error + Send + Sync>>>) -> Self {
        Self { kind, source: source.into(), attempts: 1 }
    }

    /// The same error, of a request that was sent this often. A layer that tries again says so.
    #[must_use]
    pub fn after_attempts(self, attempts: u32) -> Self {
        Self { attempts, ..self }
    }

    /// The cause.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// How often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }
}

impl std::fmt::Display for TransportError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "no connection to the service",
            TransportErrorKind::Timeout => "no answer within the time limit",
            TransportErrorKind::Interrupted => "the connection broke off before the answer was complete",
            TransportErrorKind::TooLarge => "the answer is larger than the limit",
            TransportErrorKind::Request => "the request could not be sent",
            TransportErrorKind::NotSent => "not sent, since its turn would have come after the time limit",
        })?;
        if self.attempts > 1 { write!(f, "; sent {} times", self.attempts) } else { Ok(()) }
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
