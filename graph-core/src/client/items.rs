//! The stream of a collection's entities.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::page::Page;
use super::page_requests::PageRequests;
use super::raw_response::Read;
use super::response::Response;
use crate::error::Error;

/// A [`Stream`] of the entities of a collection; see [`ListRequest::stream`](super::ListRequest::stream).
#[must_use = "a request is not sent until its stream is polled"]
pub struct Items<T> {
    requests: PageRequests,
    read: Read<T>,
    page: Option<Page<T>>,
    total: Option<u64>,
}

/// No field is structurally pinned, so the stream can be moved between polls.
impl<T> Unpin for Items<T> {}

impl<T> Items<T> {
    pub(super) fn new(requests: PageRequests, read: Read<T>) -> Self {
        Self { requests, read, page: None, total: None }
    }

    /// Returns the absolute URL of the delta link (the link to later changes), once the stream has yielded the last entity.
    pub(super) fn delta_link(&self) -> Option<&str> {
        self.requests.delta_link().filter(|_| self.page.as_ref().is_none_or(|page| page.len() == 0))
    }

    /// Returns the next entity, or `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        std::future::poll_fn(|context| self.poll(context)).await
    }

    /// Returns the number of entities on all pages (`@odata.count`), or `None` if no page that was read contains it.
    ///
    /// A service sends the number only if the list was requested with [`count`](super::ListRequest::count). If the number is malformed, the
    /// stream yields an error after the entities of the page, and continues with the next page.
    ///
    /// ```
    /// # use graph_core::{Client, Error, GraphEntity};
    /// # use graph_core::model::{Collection, Path};
    /// # async fn example<E: GraphEntity>(graph: Client, groups: Path<Collection<E>>) -> Result<(), Error> {
    /// let mut groups = graph.list(groups).count().stream();
    /// let mut done = 0;
    /// while let Some(group) = groups.next().await.transpose()? {
    ///     done += 1;
    ///     println!("{done} of {:?}", groups.total());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    /// Returns the status, the headers and the request ids of the response with the last page that was read. The body is `()`.
    ///
    /// Returns `None` if no page was read yet.
    ///
    /// ```
    /// # use graph_core::GraphEntity;
    /// # use graph_core::client::Items;
    /// # async fn example<E: GraphEntity>(mut groups: Items<E>) -> Result<(), graph_core::Error> {
    /// while let Some(group) = groups.next().await.transpose()? {
    ///     println!("from the page of {:?}", groups.page_response().map(|page| page.headers.get("date").cloned()));
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn page_response(&self) -> Option<Response<()>> {
        self.page.as_ref().map(Page::response)
    }

    /// Collects the entities of all pages into a list.
    ///
    /// # Errors
    /// Returns the first error of a page or an entity.
    pub async fn collect(mut self) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            all.push(item?);
        }
        Ok(all)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            if let Some(item) = self.page.as_mut().and_then(Iterator::next) {
                return Poll::Ready(Some(item));
            }
            match ready!(self.requests.poll(context)) {
                Some(Ok(page)) => {
                    let page = page.into_page(self.read, None);
                    self.total = page.total().or(self.total);
                    self.page = Some(page);
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(ready!(self.get_mut().poll(context)))
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("requests", &self.requests).finish_non_exhaustive()
    }
}
