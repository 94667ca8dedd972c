//! Replacing one entity as a whole.

use std::borrow::Borrow;

use http::Method;

use super::facade::Client;
use super::operation::sealed::IntoOperation;
use super::operation::{Operation, sent_as_operation};
use super::options::{RequestOptions, clone_and_debug, option_methods};
use super::pipeline::Pipeline;
use super::prepared_request::PreparedRequest;
use crate::model::partial::Partial;
use crate::model::path::Path;
use crate::model::structured::{GraphEntity, Structured};

/// A `PUT` of one entity, sent when it is awaited; see [`Client::replace`](super::Client::replace).
///
/// The body of the response is the entity after the change, or `None` when the service responds without it (204).
/// [`Response::is_created`](super::Response::is_created) tells whether the entity is new.
#[must_use = "a request is not sent until it is awaited"]
pub struct ReplaceRequest<E: Structured> {
    pipeline: Pipeline,
    path: Path<E>,
    whole: Partial<E>,
    options: RequestOptions,
}

clone_and_debug!(ReplaceRequest<E: Structured> { pipeline, path, whole, options });

impl Client {
    /// Replaces an entity as a whole (`PUT`). A property that is `None` becomes null.
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
    pub fn replace<E: GraphEntity + Structured>(&self, path: Path<E>, whole: impl Borrow<E>) -> ReplaceRequest<E> {
        ReplaceRequest::new(self.pipeline.clone(), path, whole.borrow())
    }
}

impl<E: GraphEntity + Structured> ReplaceRequest<E> {
    pub(super) fn new(pipeline: Pipeline, path: Path<E>, whole: &E) -> Self {
        Self { pipeline, path, whole: Partial::whole(whole), options: RequestOptions::default() }
    }

    option_methods!(common, body, precondition, minimal);
}

impl<E: GraphEntity + Structured> IntoOperation<Option<E>> for ReplaceRequest<E> {
    fn into_operation(self) -> Operation<Option<E>> {
        let Self { pipeline, path, whole, options } = self;
        let request = PreparedRequest::with_body(Method::PUT, &path, &whole, options, pipeline.host());
        Operation { pipeline, request, decode: Box::new(|response| response.decode_created::<E>()) }
    }
}

sent_as_operation!([E: GraphEntity + Structured] ReplaceRequest<E> => Option<E>);
