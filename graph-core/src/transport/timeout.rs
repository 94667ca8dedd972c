//! The timeout layer, which limits the time of one attempt.

#[cfg(test)]
mod tests;

use std::time::Duration;

use bytes::Bytes;

use super::deadline::{Deadline, within};
use super::error::{TransportError, TransportErrorKind};
use super::send::{ResponseFuture, Transport};

/// Cancels a request that takes longer than a time limit.
///
/// Use it inside [`Retry`](super::Retry) to limit each attempt, so that a hanging attempt leaves time for another. After such a timeout,
/// `Retry` repeats reads, and also writes if [`retry_ambiguous_writes`](super::Retry::retry_ambiguous_writes) is set. The client's own
/// time limit covers the whole call.
///
/// The limit counts the time in which the request is polled. A pause in polling counts as a sixteenth of the limit at most.
///
/// ```
/// # #[cfg(feature = "reqwest")]
/// # fn example() -> Result<(), graph_core::transport::TransportError> {
/// use std::time::Duration;
/// use graph_core::transport::{ReqwestTransport, Retry, Timeout};
///
/// let attempt = Timeout::new(ReqwestTransport::new()?, Duration::from_secs(20));
/// let transport = Retry::new(attempt).retry_ambiguous_writes();
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Timeout<T> {
    inner: T,
    limit: Duration,
}

impl<T: Transport> Timeout<T> {
    /// Wraps the transport with this time limit for each request.
    pub fn new(inner: T, limit: Duration) -> Self {
        Self { inner, limit }
    }
}

impl<T: Transport> Transport for Timeout<T> {
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_> {
        let response = self.inner.send(request);
        Box::pin(async move {
            let result = within(&Deadline::after(self.limit), response).await;
            result.unwrap_or_else(|| Err(TransportError::new(TransportErrorKind::Timeout, None)))
        })
    }
}
