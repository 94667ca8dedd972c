//! Replacing one entity as a whole.

use std::borrow::Borrow;

use http::Method;

use super::facade::Client;
use super::operation::sealed::IntoOperation;
use super::operation::{Operation, sent_as_operation};
use super::options::{RequestOptions, clone_and_debug, option_methods, select_method};
use super::page_element::sealed::ReadElement;
use super::pipeline::Pipeline;
use super::prepared_request::PreparedRequest;
use super::raw_response::Read;
use crate::model::partial::Partial;
use crate::model::path::Path;
use crate::model::path_kinds::EntityPath;
use crate::model::structured::{GraphEntity, Structured};

/// A `PUT` of one entity, sent when it is awaited; see [`Client::replace`](super::Client::replace).
///
/// The body of the response is the entity after the change, or `None` when the service responds without it (204).
/// [`Response::is_created`](super::Response::is_created) tells whether the entity is new.
#[must_use = "a request is not sent until it is awaited"]
pub struct ReplaceRequest<E: Structured, T = E> {
    pipeline: Pipeline,
    path: Path<E>,
    whole: Partial<E>,
    options: RequestOptions,
    read: Read<T>,
}

clone_and_debug!(ReplaceRequest<E: Structured, T> { pipeline, path, whole, options } hidden { read });

impl Client {
    /// Replaces an entity as a whole (`PUT`). A property that is `None` becomes null, and so does a property that `E` does not declare: do
    /// not replace an entity through a view (`#[graph(select)]`).
    ///
    /// Read-only properties, the key, annotations and related entities are not sent. If the entity does not exist, some services create it;
    /// see [`Response::is_created`](super::Response::is_created).
    ///
    /// ```
    /// # use graph_core::{Client, GraphEntity};
    /// # use graph_core::model::{Path, Structured};
    /// # async fn example<E: GraphEntity + Structured>(graph: Client, path: Path<E>) -> Result<(), graph_core::Error> {
    /// let read = graph.get(path.clone()).await?;
    /// let mut whole = read.body;
    /// // Change the fields of `whole` here.
    /// graph.replace(path, whole).if_match(read.etag.unwrap_or("*".into())).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn replace<E: GraphEntity + Structured>(&self, path: impl EntityPath<E>, whole: impl WholeOf<E>) -> ReplaceRequest<E> {
        ReplaceRequest::new(self.pipeline.clone(), path.into_path(), whole.as_whole())
    }
}

/// A whole entity, which [`Client::replace`] takes: an `E`, or a reference to one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a whole `{E}`",
    label = "expected a value of type `{E}`, or a reference to one",
    note = "a replacement sends every property; to change some of them, write `graph.patch(path, patch)`"
)]
pub trait WholeOf<E> {
    /// Returns the entity.
    fn as_whole(&self) -> &E;
}

#[diagnostic::do_not_recommend]
impl<E, B: Borrow<E>> WholeOf<E> for B {
    fn as_whole(&self) -> &E {
        self.borrow()
    }
}

impl<E: GraphEntity + Structured> ReplaceRequest<E> {
    pub(super) fn new(pipeline: Pipeline, path: Path<E>, whole: &E) -> Self {
        Self { pipeline, path, whole: Partial::whole(whole), options: RequestOptions::default(), read: E::read_text }
    }
}

select_method! {
    /// Asks the service to respond with these properties only (`$select`).
    /// The body of the response is then a [`Partial`](crate::Partial).
    ReplaceRequest { pipeline, path, whole }
}

impl<E: GraphEntity + Structured, T> ReplaceRequest<E, T> {
    option_methods!(common, awaited, body, precondition, minimal, expand, query);
}

impl<E: GraphEntity + Structured, T: 'static> IntoOperation<Option<T>> for ReplaceRequest<E, T> {
    fn into_operation(self) -> Operation<Option<T>> {
        let Self { pipeline, path, whole, options, read } = self;
        let request = PreparedRequest::with_body(Method::PUT, &path, &whole, options, pipeline.host());
        Operation { pipeline, request, decode: Box::new(move |response| response.decode_created::<E, T>(read)) }
    }
}

sent_as_operation!([E: GraphEntity + Structured, T: 'static] ReplaceRequest<E, T> => Option<T>);
