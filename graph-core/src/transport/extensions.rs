//! Request and response extensions, and one header, that pass information between the client and the transport layers.

use http::HeaderName;

/// The request header `Retry-Attempt`: how often the request was sent before this attempt. The layer or client that retries a request sets
/// it.
pub(crate) const RETRY_ATTEMPT: HeaderName = HeaderName::from_static("retry-attempt");

/// A request extension that asks the transport to send this request over a new connection.
///
/// [`Retry`](super::Retry) sets it for the attempt after a 503, as Microsoft Graph asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct NewConnection;

/// A request extension that forbids the transport layers to retry this request, because the sender of the request retries it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SingleAttempt;

/// A response extension with the number of times that the request was sent, at least 1. A layer that retries sets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Attempts(pub u32);
