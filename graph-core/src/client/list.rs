//! Reading a collection, page after page.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use http::Method;

use super::Client;
use super::call::{Call, Elements, Page};
use super::headers::Headers;
use crate::error::Error;
use crate::model::json::Json;
use crate::model::partial::Partial;
use crate::model::path::{Collection, Path};
use crate::model::read_error::ReadError;
use crate::model::reader::ReadMode;
use crate::model::structured::{GraphEntity, Structured};
use crate::query::filter::Filter;
use crate::query::options::Query;
use crate::query::property_name::PropertyName;

/// A read of a collection; see [`Client::list`].
#[derive(Debug)]
#[must_use = "nothing is sent until its stream is read"]
pub struct ListRequest<E, T = E> {
    client: Client,
    path: Path<Collection<E>>,
    query: Query,
    headers: Headers,
    timeout: Option<Duration>,
    read: fn(Json) -> Result<T, ReadError>,
}

impl<E: GraphEntity> ListRequest<E> {
    pub(super) fn new(client: Client, path: Path<Collection<E>>) -> Self {
        let read = |json| E::read(json, ReadMode::Full);
        Self { client, path, query: Query::default(), headers: Headers::new(), timeout: None, read }
    }
}

impl<E: GraphEntity + Structured> ListRequest<E> {
    /// Asks for these properties only, and gives them as a [`Partial`].
    pub fn select(self, properties: impl IntoIterator<Item = PropertyName<E>>) -> ListRequest<E, Partial<E>> {
        let Self { client, path, mut query, headers, timeout, read: _ } = self;
        query.select.extend(properties.into_iter().map(|property| property.as_str()));
        ListRequest { client, path, query, headers, timeout, read: Partial::read }
    }
}

impl<E: GraphEntity, T> ListRequest<E, T> {
    /// Asks for related entities to be included.
    pub fn expand(mut self, properties: impl IntoIterator<Item = PropertyName<E>>) -> Self
    where
        E: Structured,
    {
        self.query.expand.extend(properties.into_iter().map(|property| property.as_str()));
        self
    }

    /// Asks for the entities only that meet the condition, and those that were asked for before.
    pub fn filter(mut self, filter: Filter<E>) -> Self {
        let before = self.query.filter.take();
        self.query.filter = Some(before.map_or_else(|| filter.to_string(), |before| format!("({before}) and ({filter})")));
        self
    }

    /// Asks for pages of this size; some services take it as the size of the whole result.
    pub fn top(mut self, top: u32) -> Self {
        self.query.top = Some(top);
        self
    }

    /// Adds a header to the request of every page, such as `ConsistencyLevel: eventual`. What has been set already stays, before it.
    ///
    /// One that cannot be sent, or that the client sets itself, is an [`Error::InvalidHeader`] in place of the answer.
    pub fn header(self, name: &'static str, value: &str) -> Self {
        Self { headers: self.headers.add(name, value), ..self }
    }

    /// How long each page may take; the client's time limit unless set.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout: Some(timeout), ..self }
    }

    /// The entities, one page in memory at a time. A page is asked for when the one before has been read.
    ///
    /// An entity that cannot be read is an error in its place, and the others follow. A page that cannot be read is the last item.
    pub fn stream(self) -> Items<T> {
        let Self { client, path, query, headers, timeout, read } = self;
        let mut call = Call::new::<E>(Method::GET, &path);
        call.add_query(&query);
        call.timeout = timeout;
        let state = match headers.to_map() {
            Ok(headers) => {
                call.headers = headers;
                State::Between(call)
            }
            Err(error) => State::Failed(error),
        };
        Items { client, read, state, page: None }
    }
}

/// The entities of a collection, a [`Stream`]; see [`ListRequest::stream`].
#[must_use = "nothing is sent until it is read"]
pub struct Items<T> {
    client: Client,
    read: fn(Json) -> Result<T, ReadError>,
    state: State,
    page: Option<Elements<T>>,
}

type PageFuture = Pin<Box<dyn Future<Output = Result<(Page, Call), Error>> + Send>>;

enum State {
    /// The next page is still to be asked for.
    Between(Call),
    Asking(PageFuture),
    Failed(Error),
    Done,
}

/// Nothing in it is pinned in place.
impl<T> Unpin for Items<T> {}

impl<T> Items<T> {
    /// The next entity, `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        std::future::poll_fn(|context| self.poll(context)).await
    }

    /// All entities.
    ///
    /// # Errors
    /// The first one that comes.
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
                State::Between(call) => {
                    let client = self.client.clone();
                    State::Asking(Box::pin(async move { client.page(call).await }))
                }
                State::Asking(mut page) => match page.as_mut().poll(context) {
                    Poll::Pending => {
                        self.state = State::Asking(page);
                        return Poll::Pending;
                    }
                    Poll::Ready(Err(error)) => State::Failed(error),
                    Poll::Ready(Ok((page, call))) => {
                        let next = call.next_page(self.client.host(), &page);
                        self.page = Some(page.read(self.read));
                        match next {
                            Ok(Some(call)) => State::Between(call),
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
