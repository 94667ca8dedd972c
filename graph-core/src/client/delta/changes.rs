//! The stream of a collection's changes.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::change::Change;
use crate::client::items::Items;
use crate::client::response::Response;
use crate::client::stored_link::DeltaLink;
use crate::error::Error;

/// A [`Stream`] of the changes of a collection, and the link to later changes; see [`DeltaRequest::stream`](super::DeltaRequest::stream).
#[must_use = "a request is not sent until its stream is polled"]
pub struct Changes<E> {
    items: Items<Change<E>>,
    /// Whether the stream has yielded an error.
    has_failed: bool,
}

impl<E> Changes<E> {
    pub(super) fn new(items: Items<Change<E>>) -> Self {
        Self { items, has_failed: false }
    }

    /// Returns the next change, or `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<Change<E>, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Returns the link to the changes after this stream, once the stream has ended. Store the changes first, and then the link.
    ///
    /// Returns `None` before the end, and after any error. If a change could not be decoded, the link would skip that change. Send the delta
    /// again with the earlier link, or call [`link_despite_errors`](Self::link_despite_errors).
    pub fn link(&self) -> Option<DeltaLink<E>> {
        if self.has_failed { None } else { self.link_despite_errors() }
    }

    /// Returns the link like [`link`](Self::link), but also if some changes could not be decoded.
    ///
    /// The service does not report those changes again. Read the entities by their ids, which
    /// [`DecodeError::id`](crate::error::DecodeError::id) returns, or accept the loss.
    pub fn link_despite_errors(&self) -> Option<DeltaLink<E>> {
        self.items.delta_link().map(DeltaLink::new)
    }

    /// Returns the status, the headers and the request ids of the response with the last page that was read. The body is `()`.
    ///
    /// Returns `None` if no page was read yet.
    pub fn page_response(&self) -> Option<Response<()>> {
        self.items.page_response()
    }
}

impl<E> Stream for Changes<E> {
    type Item = Result<Change<E>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let change = ready!(Pin::new(&mut self.items).poll_next(context));
        self.has_failed |= matches!(change, Some(Err(_)));
        Poll::Ready(change)
    }
}

impl<E> fmt::Debug for Changes<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Changes").field("items", &self.items).finish_non_exhaustive()
    }
}
