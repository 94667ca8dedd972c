//! The rate limit layer, which delays requests to respect a limit of the service.

mod line;
#[cfg(test)]
mod tests;

use std::fmt;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Method;

use self::line::{Line, Turn};
use super::deadline::Deadline;
use super::error::{TransportError, TransportErrorKind};
use super::send::{ResponseFuture, Transport};

/// Delays requests so that no time window contains more requests than the service allows. Requests wait in order of arrival.
///
/// Use it for long runs of writes: waiting here is free, but a request that the service refuses costs a round trip and still counts
/// against the limit. Put it inside [`Retry`](super::Retry), so that retries count too. Clones share one limit. The service counts per
/// app and tenant, so create one `RateLimit` for each app and tenant.
///
/// A request that would have to wait longer than its time limit fails at once with [`NotSent`](TransportErrorKind::NotSent).
/// [`Bulk`](crate::client::Bulk) then sends fewer requests at the same time.
///
/// A waiting request holds no lock. If its future is not polled at its turn, the next requests in line are sent in its place after 10 ms.
/// It is the first in line again when its future is polled.
///
/// After a time without requests, a tenth of the limit may be sent at once; further requests are spread evenly over the window. A batch
/// with more requests than the limit is sent after a whole window without any other request.
///
/// ```
/// # #[cfg(feature = "reqwest")]
/// # fn example() -> Result<(), graph_core::transport::TransportError> {
/// use graph_core::transport::{RateLimit, ReqwestTransport, Retry};
///
/// let transport = Retry::new(RateLimit::intune(ReqwestTransport::new()?));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct RateLimit<T> {
    inner: T,
    line: Arc<Line>,
    writes_only: bool,
}

/// A request extension with the number of requests that this request counts as, such as 20 for a batch of 20. The client sets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cost {
    /// The number of requests, reads and writes.
    pub requests: u32,
    /// The number of writes: requests whose method is not `GET` or `HEAD`.
    pub writes: u32,
}

impl Cost {
    /// Returns the cost of a batch of requests with these methods.
    pub(crate) fn of<'a>(methods: impl IntoIterator<Item = &'a Method>) -> Self {
        methods.into_iter().fold(Self { requests: 0, writes: 0 }, |cost, method| Self {
            requests: cost.requests.saturating_add(1),
            writes: cost.writes.saturating_add(u32::from(![Method::GET, Method::HEAD].contains(method))),
        })
    }
}

impl<T: Transport> RateLimit<T> {
    /// Wraps the transport and allows at most `limit` requests, reads and writes, in any time interval of length `window`.
    pub fn new(inner: T, limit: NonZeroU32, window: Duration) -> Self {
        Self { inner, line: Arc::new(Line::new(limit, window)), writes_only: false }
    }

    /// Wraps the transport with Intune's limit for device configuration: 100 writes in 20 s per app and tenant.
    ///
    /// Source: [Microsoft Graph service-specific throttling limits](https://learn.microsoft.com/graph/throttling-limits#intune-service-limits).
    pub fn intune(inner: T) -> Self {
        let limit = NonZeroU32::MIN.saturating_add(99);
        Self::new(inner, limit, Duration::from_secs(20)).writes_only()
    }

    /// Limits writes only: reads are sent at once, and a batch counts as the number of its writes.
    #[must_use]
    pub fn writes_only(self) -> Self {
        Self { writes_only: true, ..self }
    }
}

impl<T: Transport> Transport for RateLimit<T> {
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_> {
        let cost = request.extensions().get::<Cost>().copied().unwrap_or_else(|| Cost::of([request.method()]));
        let cost = if self.writes_only { cost.writes } else { cost.requests };
        if cost == 0 {
            return self.inner.send(request);
        }
        let deadline = request.extensions().get::<Deadline>().cloned();
        Box::pin(async move {
            match self.line.wait(cost, deadline.as_ref()).await {
                Turn::Now => self.inner.send(request).await,
                Turn::TooLate => Err(TransportError::new(TransportErrorKind::NotSent, None).after_attempts(0)),
            }
        })
    }
}

impl<T: fmt::Debug> fmt::Debug for RateLimit<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateLimit").field("inner", &self.inner).finish_non_exhaustive()
    }
}
