//! Request and response extensions, and one header: how the client and the layers of the transport inform each other.

use http::HeaderName;
use tokio::time::Instant;

/// A request header: how often the request was sent before. A sender that retries sets it.
pub(crate) const RETRY_ATTEMPT: HeaderName = HeaderName::from_static("retry-attempt");

/// A request extension: send this request over a new connection.
///
/// [`Retry`](super::Retry) sets it for the attempt after a 503, as Microsoft Graph asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct NewConnection;

/// A request extension: the sender retries this request itself, so no layer may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SingleAttempt;

/// A request extension: the instant at which the sender gives up, so that no layer waits longer. The client sets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Deadline(pub Instant);

/// A response extension: how often the request was sent to get this response. A layer that retries sets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Attempts(pub u32);
