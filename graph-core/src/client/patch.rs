//! Changing one entity. Refuses a patch that is empty or sets a property that an update cannot set.

use std::future::IntoFuture;
use std::pin::Pin;

use http::Method;

use super::operation::sealed::IntoOperation;
use super::operation::{Batchable, Operation};
use super::options::{RequestOptions, clone_and_debug, option_methods, select_method};
use super::page_element::sealed::ReadElement;
use super::pipeline::Pipeline;
use super::prepared_request::PreparedRequest;
use super::raw_response::Read;
use super::response::Response;
use super::settable::check_update;
use crate::auth::host::Host;
use crate::error::{EmptyPatchError, Error};
use crate::model::partial::Partial;
use crate::model::path::Path;
use crate::model::structured::{GraphEntity, Structured};

/// A `PATCH` of one entity, sent when it is awaited; see [`Client::patch`](super::Client::patch).
///
/// The body of the response is the changed entity, or `None` when the service responds without it (204).
#[must_use = "a request is not sent until it is awaited"]
pub struct PatchRequest<E: Structured, T = E> {
    pipeline: Pipeline,
    path: Path<E>,
    patch: E::Patch,
    pub(super) options: RequestOptions,
    read: Read<T>,
}

clone_and_debug!(PatchRequest<E: Structured, T> { pipeline, path, patch, options } hidden { read });

impl<E: GraphEntity + Structured> PatchRequest<E> {
    pub(super) fn new(pipeline: Pipeline, path: Path<E>, patch: E::Patch) -> Self {
        Self { pipeline, path, patch, options: RequestOptions::default(), read: E::read_text }
    }
}

select_method! {
    /// Asks the service to respond with these properties only (`$select`).
    /// The body of the response is then a [`Partial`](crate::Partial).
    PatchRequest { pipeline, path, patch }
}

impl<E: GraphEntity + Structured, T> PatchRequest<E, T> {
    option_methods!(common, awaited, body, precondition, minimal, expand, query);

    /// Returns the request with this patch as its body. If the patch is empty or sets a property that an update cannot set, returns an
    /// error, because the service would refuse the patch.
    fn prepare(host: &Host, path: &Path<E>, patch: &Partial<E>, options: RequestOptions) -> Result<PreparedRequest, Error> {
        if patch.is_empty() {
            return Err(Error::EmptyPatch(EmptyPatchError { entity: E::DECLARATION.name }));
        }
        check_update(patch)?;
        PreparedRequest::with_body(Method::PATCH, path, patch, options, host)
    }
}

impl<E: GraphEntity + Structured, T: 'static> IntoFuture for PatchRequest<E, T> {
    type Output = Result<Response<Option<T>>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let Self { pipeline, path, patch, options, read } = self;
        match Self::prepare(pipeline.host(), &path, &patch, options) {
            Ok(request) => Box::pin(async move { pipeline.send(&request).await?.decode_changed::<E, T>(read) }),
            Err(error) => Box::pin(async move { Err(error) }),
        }
    }
}

impl<E: GraphEntity + Structured, T: 'static> IntoOperation<Option<T>> for PatchRequest<E, T> {
    fn into_operation(self) -> Operation<Option<T>> {
        let Self { pipeline, path, patch, options, read } = self;
        let request = Self::prepare(pipeline.host(), &path, &patch, options);
        Operation { pipeline, request, decode: Box::new(move |response| response.decode_changed::<E, T>(read)) }
    }
}

impl<E: GraphEntity + Structured, T: 'static> Batchable for PatchRequest<E, T> {
    type Output = Option<T>;
}
