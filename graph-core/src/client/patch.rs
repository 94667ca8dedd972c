//! Changing one entity. Refuses a patch that is empty or sets a property that an update cannot set.

use std::future::IntoFuture;
use std::pin::Pin;

use http::Method;

use super::operation::sealed::IntoOperation;
use super::operation::{Batchable, Operation};
use super::options::{RequestOptions, clone_and_debug, option_methods};
use super::pipeline::Pipeline;
use super::prepared_request::PreparedRequest;
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
pub struct PatchRequest<E: Structured> {
    pipeline: Pipeline,
    path: Path<E>,
    patch: E::Patch,
    pub(super) options: RequestOptions,
}

clone_and_debug!(PatchRequest<E: Structured> { pipeline, path, patch, options });

impl<E: GraphEntity + Structured> PatchRequest<E> {
    pub(super) fn new(pipeline: Pipeline, path: Path<E>, patch: E::Patch) -> Self {
        Self { pipeline, path, patch, options: RequestOptions::default() }
    }

    option_methods!(common, body, precondition, minimal);

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

impl<E: GraphEntity + Structured> IntoFuture for PatchRequest<E> {
    type Output = Result<Response<Option<E>>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let Self { pipeline, path, patch, options } = self;
        match Self::prepare(pipeline.host(), &path, &patch, options) {
            Ok(request) => Box::pin(async move { pipeline.send(&request).await?.decode_changed::<E>() }),
            Err(error) => Box::pin(async move { Err(error) }),
        }
    }
}

impl<E: GraphEntity + Structured> IntoOperation<Option<E>> for PatchRequest<E> {
    fn into_operation(self) -> Operation<Option<E>> {
        let Self { pipeline, path, patch, options } = self;
        let request = Self::prepare(pipeline.host(), &path, &patch, options);
        Operation { pipeline, request, decode: Box::new(|response| response.decode_changed::<E>()) }
    }
}

impl<E: GraphEntity + Structured> Batchable for PatchRequest<E> {
    type Output = Option<E>;
}
