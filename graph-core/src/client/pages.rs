//! The stream of a collection's pages.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::items::Items;
use super::page::{LIST, Page};
use super::page_requests::PageRequests;
use super::pipeline::Pipeline;
use super::prepared_request::PreparedRequest;
use super::raw_response::Read;
use super::stored_link::PageLink;
use crate::error::Error;

/// A [`Stream`] of the pages of a collection; see [`ListRequest::pages`](super::ListRequest::pages).
#[must_use = "a request is not sent until its stream is polled"]
pub struct Pages<T> {
    requests: PageRequests,
    read: Read<T>,
}

/// No field is structurally pinned, so the stream can be moved between polls.
impl<T> Unpin for Pages<T> {}

impl<T> Pages<T> {
    /// Creates a stream that starts with the request `first`. If `first` is `None`, the stream yields nothing; if it is `Err`, the stream
    /// yields only that error.
    pub(super) fn new(pipeline: Pipeline, first: Option<Result<PreparedRequest, Error>>, read: Read<T>) -> Self {
        Self { requests: PageRequests::new(pipeline, first, &LIST), read }
    }

    /// Returns a stream of the elements of the pages.
    pub(super) fn into_items(self) -> Items<T> {
        Items::new(self.requests, self.read)
    }

    /// Returns the next page, or `None` after the last one.
    ///
    /// An error ends the stream. A page may contain elements that cannot be decoded: they are errors of the [`Page`]'s iterator.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        std::future::poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Page<T>, Error>>> {
        let page = ready!(self.requests.poll(context));
        let next_link = self.requests.next_url().map(PageLink::new);
        Poll::Ready(page.map(|page| Ok(page?.into_page(self.read, next_link))))
    }
}

impl<T> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("requests", &self.requests).finish_non_exhaustive()
    }
}
