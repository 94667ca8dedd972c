//! Reading a collection.

use super::items::Items;
use super::options::{RequestOptions, clone_and_debug, option_methods, select_method};
use super::page_element::sealed::ReadElement;
use super::pages::Pages;
use super::pipeline::Pipeline;
use super::prepared_request::PreparedRequest;
use super::raw_response::Read;
use crate::model::path::{Collection, Path};
use crate::model::structured::{GraphEntity, Structured};
use crate::query::order_by::IntoOrder;

/// A request for the entities of a collection, sent when its stream is polled; see [`Client::list`](super::Client::list).
#[must_use = "a request is not sent until its stream is polled"]
pub struct ListRequest<E, T = E> {
    pipeline: Pipeline,
    path: Path<Collection<E>>,
    options: RequestOptions,
    read: Read<T>,
}

clone_and_debug!(ListRequest<E, T> { pipeline, path, options } hidden { read });

impl<E: GraphEntity> ListRequest<E> {
    pub(super) fn new(pipeline: Pipeline, path: Path<Collection<E>>) -> Self {
        Self { pipeline, path, options: RequestOptions::default(), read: E::read_text }
    }
}

select_method! {
    /// Asks the service for these properties only (`$select`).
    /// The stream then yields a [`Partial`](crate::Partial) instead of each entity.
    ListRequest { pipeline, path }
}

impl<E: GraphEntity, T> ListRequest<E, T> {
    option_methods!(common, expand, filter, search, eventual_consistency, page_size, query, top);

    /// Asks the service to sort the entities (`$orderby`). Several calls add up.
    pub fn order_by(mut self, properties: impl IntoOrder<E>) -> Self {
        self.options.query().order_by(properties);
        self
    }

    /// Asks the service to leave out this many entities at the beginning (`$skip`).
    pub fn skip(mut self, skip: u32) -> Self {
        self.options.query().skip = Some(skip);
        self
    }

    /// Asks the service for the number of entities on all pages (`$count`).
    ///
    /// [`Items::total`] and [`Page::total`](super::Page::total) return it. For an entity that is declared with
    /// `#[graph(eventual_consistency)]`, also calls [`eventual_consistency`](Self::eventual_consistency).
    pub fn count(mut self) -> Self {
        self.options.query().count = true;
        self
    }

    /// Returns the entities as a stream. The stream holds one page in memory and requests the next page after the last entity of the page.
    ///
    /// For an entity that cannot be decoded, the stream yields an error that names the entity's index in its page, and continues with the
    /// next entity. The stream also yields an error for an entity that the service reports as removed; see
    /// [`Error::removed`](crate::Error::removed). An error for a whole page ends the stream.
    pub fn stream(self) -> Items<T> {
        self.pages().into_items()
    }

    /// Returns the pages of the collection as a stream. Each [`Page`](super::Page) has the link to the next one: store it to continue after
    /// a restart with [`Client::list_from`](super::Client::list_from).
    ///
    /// ```
    /// # use graph_core::{Client, Error, GraphEntity};
    /// # use graph_core::client::PageLink;
    /// # use graph_core::model::{Collection, Path};
    /// # fn save<E>(_: E) {}
    /// # fn store<E>(_: Option<PageLink<E>>) {}
    /// # async fn example<E: GraphEntity>(graph: Client, groups: Path<Collection<E>>) -> Result<(), Error> {
    /// let mut pages = graph.list(groups).max_page_size(100).pages();
    /// while let Some(page) = pages.next().await.transpose()? {
    ///     let next = page.next_link().cloned();
    ///     page.into_vec()?.into_iter().for_each(save);
    ///     store(next);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages(self) -> Pages<T> {
        let Self { pipeline, path, options, read } = self;
        Pages::new(pipeline, Some(PreparedRequest::read::<E>(&path, options)), read)
    }
}
