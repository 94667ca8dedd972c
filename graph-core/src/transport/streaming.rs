//! Response bodies as streams, for content that is too large for memory.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_core::Stream;

use super::error::TransportError;

/// The chunks of a response body, in order. An error is the last item.
pub type BodyChunks = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// A request extension that asks the transport for the body of a successful response (2xx) as a [`BodyStream`].
///
/// The client sets it for downloads. The transport returns such a response as soon as the headers arrive, with an empty body, so the
/// limit of `ReqwestTransportBuilder::max_response_size` does not apply. A response of another status has its whole body as always. A
/// transport that does not know this extension returns the whole body; the client then makes a stream of one chunk from it.
///
/// A layer that needs the body removes the extension from the request. Other layers need no change: a time limit around
/// [`Transport::send`](super::Transport::send) covers the time until the headers.
///
/// Only with the feature `media`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Streaming;

/// A response extension with the body that is still to arrive. A transport sets it if the request has the extension [`Streaming`].
///
/// Only with the feature `media`.
///
/// ```
/// use graph_core::bytes::Bytes;
/// use graph_core::http::Response;
/// use graph_core::transport::BodyStream;
///
/// let mut response = Response::new(Bytes::new());
/// let chunks = [Bytes::from("first"), Bytes::from("second")].map(Ok);
/// response.extensions_mut().insert(BodyStream::new(futures_util::stream::iter(chunks)));
///
/// let body = response.extensions().get::<BodyStream>();
/// assert!(body.is_some_and(|body| body.take().is_some() && body.take().is_none()));
/// ```
#[derive(Clone)]
pub struct BodyStream {
    /// The chunks that are still to arrive, until they are taken. Clones share them, because the extensions of a response have to be
    /// `Clone`.
    chunks: Arc<Mutex<Option<BodyChunks>>>,
}

impl BodyStream {
    /// Wraps the chunks of a response body.
    pub fn new(chunks: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static) -> Self {
        Self { chunks: Arc::new(Mutex::new(Some(Box::pin(chunks)))) }
    }

    /// Removes and returns the chunks; `None` if they were taken before, from this value or a clone.
    pub fn take(&self) -> Option<BodyChunks> {
        self.chunks.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl fmt::Debug for BodyStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BodyStream").finish_non_exhaustive()
    }
}

/// Returns the response with its body as a [`BodyStream`], also if the transport does not know [`Streaming`].
pub(crate) fn with_body_stream(mut response: http::Response<Bytes>) -> http::Response<Bytes> {
    if response.status().is_success() && response.extensions().get::<BodyStream>().is_none() {
        let body = std::mem::take(response.body_mut());
        let chunks = Some(body).filter(|body| !body.is_empty()).map(Ok);
        response.extensions_mut().insert(BodyStream::new(futures_util::stream::iter(chunks)));
    }
    response
}
