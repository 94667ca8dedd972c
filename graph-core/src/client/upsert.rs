//! Changing one entity, or creating it if it does not exist.

use std::future::IntoFuture;
use std::pin::Pin;

use http::{HeaderValue, Method};

use super::facade::Client;
use super::operation::sealed::IntoOperation;
use super::operation::{Batchable, Operation};
use super::options::{RequestOptions, clone_and_debug, option_methods};
use super::pipeline::Pipeline;
use super::prepared_request::PreparedRequest;
use super::response::Response;
use super::settable::check_create;
use crate::auth::host::Host;
use crate::error::Error;
use crate::model::partial::Partial;
use crate::model::path::Path;
use crate::model::structured::{GraphEntity, Structured};

/// A `PATCH` with `Prefer: create-if-missing`, sent when it is awaited; see [`Client::upsert`](super::Client::upsert).
///
/// The body of the response is the entity, or `None` when the service responds without it.
/// [`Response::is_created`] tells whether the entity is new.
#[must_use = "a request is not sent until it is awaited"]
pub struct UpsertRequest<E: Structured> {
    pipeline: Pipeline,
    path: Path<E>,
    patch: E::Patch,
    options: RequestOptions,
}

clone_and_debug!(UpsertRequest<E: Structured> { pipeline, path, patch, options });

impl Client {
    /// Changes an entity, or creates it if it does not exist (`PATCH` with `Prefer: create-if-missing`).
    ///
    /// The API page of the entity's upsert says whether the service supports it, and by which keys, such as
    /// [`group`](https://learn.microsoft.com/graph/api/group-upsert). The patch may be empty, and may contain create-only properties.
    ///
    /// ```
    /// # use graph_core::{Client, GraphEntity};
    /// # use graph_core::model::{Path, Structured};
    /// # async fn example<E: GraphEntity + Structured>(graph: Client, path: Path<E>, patch: E::Patch) -> Result<(), graph_core::Error> {
    /// let written = graph.upsert(path, patch).await?;
    /// println!("{}", if written.is_created() { "created" } else { "changed" });
    /// # Ok(())
    /// # }
    /// ```
    pub fn upsert<E: GraphEntity + Structured>(&self, path: Path<E>, patch: E::Patch) -> UpsertRequest<E> {
        UpsertRequest::new(self.pipeline.clone(), path, patch)
    }
}

impl<E: GraphEntity + Structured> UpsertRequest<E> {
    pub(super) fn new(pipeline: Pipeline, path: Path<E>, patch: E::Patch) -> Self {
        let mut options = RequestOptions::default();
        options.add_header("prefer", HeaderValue::from_static("create-if-missing"));
        Self { pipeline, path, patch, options }
    }

    option_methods!(common, body, minimal);

    /// Returns the request with this patch as its body. The patch may be empty: it then only makes sure that the entity exists.
    ///
    /// # Errors
    /// Fails if the patch sets a read-only property.
    fn prepare(host: &Host, path: &Path<E>, patch: &Partial<E>, options: RequestOptions) -> Result<PreparedRequest, Error> {
        check_create(patch)?;
        let mut request = PreparedRequest::new::<E>(Method::PATCH, path);
        request.write_body(patch, &options, host)?;
        request.set_options(options)?;
        Ok(request)
    }
}

impl<E: GraphEntity + Structured> IntoOperation<Option<E>> for UpsertRequest<E> {
    fn into_operation(self) -> Operation<Option<E>> {
        let Self { pipeline, path, patch, options } = self;
        let request = Self::prepare(pipeline.host(), &path, &patch, options);
        Operation { pipeline, request, decode: Box::new(|response| response.decode_created::<E>()) }
    }
}

impl<E: GraphEntity + Structured> IntoFuture for UpsertRequest<E> {
    type Output = Result<Response<Option<E>>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        self.into_operation().send()
    }
}

impl<E: GraphEntity + Structured> Batchable for UpsertRequest<E> {
    type Output = Option<E>;
}
