//! The stream of a collection's entities.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::next_link::{PagesRead, next_request};
use super::page::{LIST, Page, PageElements, PageRules};
use super::pipeline::Pipeline;
use super::prepared_request::PreparedRequest;
use super::raw_response::Read;
use super::response::Response;
use crate::error::Error;

/// A [`Stream`] of the entities of a collection; see [`ListRequest::stream`](super::ListRequest::stream).
#[must_use = "a request is not sent until its stream is polled"]
pub struct Items<T> {
    pipeline: Pipeline,
    read: Read<T>,
    rules: &'static PageRules,
    state: State,
    page: Option<PageElements<T>>,
    pages_read: PagesRead,
}

type PageFuture = Pin<Box<dyn Future<Output = Result<(Page, PreparedRequest), Error>> + Send>>;

enum State {
    /// The request for the next page, not sent yet.
    Ready(PreparedRequest),
    Waiting(PageFuture),
    Failed(Error),
    Done,
}

/// No field is structurally pinned, so the stream can be moved between polls.
impl<T> Unpin for Items<T> {}

impl<T> Items<T> {
    /// Creates a stream that starts with the request `first`. If `first` is `Err`, the stream yields only that error.
    pub(super) fn new(pipeline: Pipeline, first: Result<PreparedRequest, Error>, read: Read<T>) -> Self {
        let state = match first {
            Ok(request) => State::Ready(request),
            Err(error) => State::Failed(error),
        };
        Self { pipeline, read, rules: &LIST, state, page: None, pages_read: PagesRead::default() }
    }

    /// Creates a stream that yields nothing.
    pub(super) fn empty(pipeline: Pipeline, read: Read<T>) -> Self {
        Self { pipeline, read, rules: &LIST, state: State::Done, page: None, pages_read: PagesRead::default() }
    }

    /// Returns this stream with other rules for its pages.
    pub(super) fn with_rules(self, rules: &'static PageRules) -> Self {
        Self { rules, ..self }
    }

    /// Returns the absolute link to later changes, after the last element of the last page.
    pub(super) fn delta_link(&self) -> Option<&str> {
        let page = self.page.as_ref().filter(|_| matches!(self.state, State::Done))?;
        page.delta_link.as_deref().filter(|_| page.is_read())
    }

    /// Returns the next entity, or `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        std::future::poll_fn(|context| self.poll(context)).await
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
        self.page.as_ref().map(PageElements::response)
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
            self.state = match std::mem::replace(&mut self.state, State::Done) {
                State::Ready(request) => {
                    let (pipeline, rules) = (self.pipeline.clone(), self.rules);
                    State::Waiting(Box::pin(async move { Ok((Page::fetch(&pipeline, &request, rules).await?, request)) }))
                }
                State::Waiting(mut page) => match page.as_mut().poll(context) {
                    Poll::Pending => {
                        self.state = State::Waiting(page);
                        return Poll::Pending;
                    }
                    Poll::Ready(Err(error)) => State::Failed(error),
                    Poll::Ready(Ok((mut page, request))) => {
                        let next = match std::mem::replace(&mut page.next_link, Ok(None)) {
                            Ok(Some(link)) => {
                                next_request(request, self.pipeline.host(), &link, &page.source, &mut self.pages_read).map(Some)
                            }
                            last => last.map(|_| None),
                        };
                        // The stream yields the page's elements before the error of its link.
                        self.page = Some(page.into_elements(self.read));
                        match next {
                            Ok(Some(request)) => State::Ready(request),
                            Ok(None) => State::Done,
                            Err(error) => State::Failed(error),
                        }
                    }
                },
                State::Failed(error) => return Poll::Ready(Some(Err(error))),
                State::Done => return Poll::Ready(None),
            };
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
        let state = match &self.state {
            State::Ready(_) => "ready",
            State::Waiting(_) => "waiting",
            State::Failed(_) => "failed",
            State::Done => "done",
        };
        f.debug_struct("Items").field("state", &state).field("pipeline", &self.pipeline).finish_non_exhaustive()
    }
}
