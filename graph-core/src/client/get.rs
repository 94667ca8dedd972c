//! Reading one entity.

use std::future::IntoFuture;
use std::pin::Pin;

use super::operation::sealed::IntoOperation;
use super::operation::{Batchable, Operation};
use super::options::{RequestOptions, clone_and_debug, option_methods, select_method};
use super::page_element::sealed::ReadElement;
use super::pipeline::Pipeline;
use super::prepared_request::PreparedRequest;
use super::raw_response::Read;
use super::response::Response;
use crate::error::Error;
use crate::model::path::Path;
use crate::model::structured::{GraphEntity, Structured};

/// A `GET` of one entity, sent when it is awaited; see [`Client::get`](super::Client::get).
///
/// If the request has the header `If-None-Match` and the entity has not changed, the result is the error
/// [`Error::NotModified`]; see [`Error::is_not_modified`].
#[must_use = "a request is not sent until it is awaited"]
pub struct GetRequest<E, T = E> {
    pipeline: Pipeline,
    path: Path<E>,
    options: RequestOptions,
    read: Read<T>,
}

clone_and_debug!(GetRequest<E, T> { pipeline, path, options } hidden { read });

impl<E: GraphEntity> GetRequest<E> {
    pub(super) fn new(pipeline: Pipeline, path: Path<E>) -> Self {
        Self { pipeline, path, options: RequestOptions::default(), read: E::read_text }
    }
}

select_method! {
    /// Asks the service for these properties only (`$select`).
    /// The body of the response is then a [`Partial`](crate::Partial) instead of the entity.
    GetRequest { pipeline, path }
}

impl<E: GraphEntity, T> GetRequest<E, T> {
    option_methods!(common, awaited, expand, query);
}

impl<E: GraphEntity, T: 'static> IntoFuture for GetRequest<E, T> {
    type Output = Result<Response<T>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let Self { pipeline, path, options, read } = self;
        let request = PreparedRequest::read::<E>(&path, options);
        Box::pin(async move { pipeline.send(&request?).await?.decode(read) })
    }
}

impl<E: GraphEntity, T: 'static> IntoOperation<T> for GetRequest<E, T> {
    fn into_operation(self) -> Operation<T> {
        let Self { pipeline, path, options, read } = self;
        let request = PreparedRequest::read::<E>(&path, options);
        Operation { pipeline, request, decode: Box::new(move |response| response.decode(read)) }
    }
}

impl<E: GraphEntity, T: 'static> Batchable for GetRequest<E, T> {
    type Output = T;
}
