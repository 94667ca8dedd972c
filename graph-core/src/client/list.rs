//! Reading a collection.

use http::Method;

use super::items::Items;
use super::options::{RequestOptions, clone_and_debug, option_methods};
use super::pipeline::Pipeline;
use super::prepared_request::PreparedRequest;
use super::raw_response::Read;
use crate::model::decoded::Decoded;
use crate::model::partial::Partial;
use crate::model::path::{Collection, Path};
use crate::model::structured::{GraphEntity, Structured};
use crate::query::order_by::OrderBy;
use crate::query::property_name::IntoPropertyName;

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

impl<E: GraphEntity + Structured> ListRequest<E> {
    /// Asks the service for these properties only (`$select`). The stream then yields a [`Partial`] instead of each entity.
    pub fn select(mut self, properties: impl IntoIterator<Item = impl IntoPropertyName<E>>) -> ListRequest<E, Partial<E>> {
        self.options.query().select(properties);
        let Self { pipeline, path, options, read: _ } = self;
        ListRequest { pipeline, path, options, read: |text| Decoded::read(text, Partial::read) }
    }
}

impl<E: GraphEntity, T> ListRequest<E, T> {
    option_methods!(common, expand, filter, search, eventual_consistency, query, top);

    /// Asks the service to sort the entities (`$orderby`). Several calls add up.
    pub fn order_by(mut self, properties: impl IntoIterator<Item = OrderBy<E>>) -> Self {
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
    /// Directory objects, such as users and groups, also need [`eventual_consistency`](Self::eventual_consistency).
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
        let Self { pipeline, path, options, read } = self;
        let mut request = PreparedRequest::new::<E>(Method::GET, &path);
        let request = request.set_options(options).map(|()| request);
        Items::new(pipeline, request, read)
    }
}
