//! Requests the pages of a collection, one after the other.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::next_link::{PagesRead, next_request};
use super::page::{FetchedPage, PageRules};
use super::pipeline::Pipeline;
use super::prepared_request::PreparedRequest;
use crate::error::Error;

/// The requests for the pages of a collection. They do not depend on the type of the elements, so their code is compiled once.
pub(super) struct PageRequests {
    pipeline: Pipeline,
    rules: &'static PageRules,
    state: State,
    /// The absolute URL of the delta link (the link to later changes), which the last page contains.
    delta_link: Option<String>,
    pages_read: PagesRead,
}

type PageFuture = Pin<Box<dyn Future<Output = Result<(FetchedPage, PreparedRequest), Error>> + Send>>;

enum State {
    /// The request for the next page, not sent yet.
    Ready(PreparedRequest),
    Waiting(PageFuture),
    Failed(Error),
    Done,
}

impl PageRequests {
    /// Starts with the request `first`. If `first` is `None`, there are no pages; if it is `Err`, there is only that error.
    #[inline]
    pub(super) fn new(pipeline: Pipeline, first: Option<Result<PreparedRequest, Error>>, rules: &'static PageRules) -> Self {
        let state = match first {
            Some(Ok(request)) => State::Ready(request),
            Some(Err(error)) => State::Failed(error),
            None => State::Done,
        };
        Self { pipeline, rules, state, delta_link: None, pages_read: PagesRead::default() }
    }

    /// Returns the URL of the next page, if its request is not sent yet.
    pub(super) fn next_url(&self) -> Option<String> {
        match &self.state {
            State::Ready(request) => Some([self.pipeline.host().as_str(), &request.target].concat()),
            _ => None,
        }
    }

    /// Returns the absolute URL of the delta link (the link to later changes), once the last page has been read.
    pub(super) fn delta_link(&self) -> Option<&str> {
        self.delta_link.as_deref()
    }

    /// Polls for the next page, or `None` after the last one. After an error, there are no more pages.
    #[inline]
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<FetchedPage, Error>>> {
        loop {
            self.state = match std::mem::replace(&mut self.state, State::Done) {
                State::Ready(request) => {
                    let (pipeline, rules) = (self.pipeline.clone(), self.rules);
                    State::Waiting(Box::pin(async move { Ok((FetchedPage::fetch(&pipeline, &request, rules).await?, request)) }))
                }
                State::Waiting(mut page) => match page.as_mut().poll(context) {
                    Poll::Pending => {
                        self.state = State::Waiting(page);
                        return Poll::Pending;
                    }
                    Poll::Ready(Err(error)) => State::Failed(error),
                    Poll::Ready(Ok((mut page, request))) => {
                        self.state = self.after(&mut page, request);
                        return Poll::Ready(Some(Ok(page)));
                    }
                },
                State::Failed(error) => return Poll::Ready(Some(Err(error))),
                State::Done => return Poll::Ready(None),
            };
        }
    }

    /// Returns the state after this page, which `request` has read. If the link to the next page is wrong, its error comes after the page.
    #[inline]
    fn after(&mut self, page: &mut FetchedPage, request: PreparedRequest) -> State {
        let next = match std::mem::replace(&mut page.next_link, Ok(None)) {
            Ok(Some(link)) => next_request(request, self.pipeline.host(), &link, &page.source, &mut self.pages_read),
            Ok(None) => {
                self.delta_link = std::mem::replace(&mut page.delta_link, Ok(None)).ok().flatten().map(|link| link.url);
                return State::Done;
            }
            Err(error) => Err(error),
        };
        next.map_or_else(State::Failed, State::Ready)
    }
}

impl fmt::Debug for PageRequests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match &self.state {
            State::Ready(_) => "ready",
            State::Waiting(_) => "waiting",
            State::Failed(_) => "failed",
            State::Done => "done",
        };
        f.debug_struct("PageRequests").field("state", &state).field("pipeline", &self.pipeline).finish_non_exhaustive()
    }
}
