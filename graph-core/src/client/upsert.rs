//! Changing one entity, or creating it if it does not exist.

use http::{HeaderValue, Method};

use super::facade::Client;
use super::operation::sealed::IntoOperation;
use super::operation::{Operation, sent_as_operation};
use super::options::{RequestOptions, clone_and_debug, option_methods, select_method};
use super::page_element::sealed::ReadElement;
use super::pipeline::Pipeline;
use super::prepared_request::PreparedRequest;
use super::raw_response::Read;
use super::settable::check_create;
use crate::model::patch_of::PatchOf;
use crate::model::path::Path;
use crate::model::path_kinds::EntityPath;
use crate::model::structured::{GraphEntity, Structured};

/// A `PATCH` with `Prefer: create-if-missing`, sent when it is awaited; see [`Client::upsert`](super::Client::upsert).
///
/// The body of the response is the entity, or `None` when the service responds without it.
/// [`Response::is_created`](super::Response::is_created) tells whether the entity is new.
#[must_use = "a request is not sent until it is awaited"]
pub struct UpsertRequest<E: Structured, T = E> {
    pipeline: Pipeline,
    path: Path<E>,
    patch: E::Patch,
    options: RequestOptions,
    read: Read<T>,
}

clone_and_debug!(UpsertRequest<E: Structured, T> { pipeline, path, patch, options } hidden { read });

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
    pub fn upsert<E: GraphEntity + Structured>(&self, path: impl EntityPath<E>, patch: impl PatchOf<E>) -> UpsertRequest<E> {
        UpsertRequest::new(self.pipeline.clone(), path.into_path(), patch.into_changes())
    }
}

impl<E: GraphEntity + Structured> UpsertRequest<E> {
    pub(super) fn new(pipeline: Pipeline, path: Path<E>, patch: E::Patch) -> Self {
        let mut options = RequestOptions::default();
        options.add_header("prefer", HeaderValue::from_static("create-if-missing"));
        Self { pipeline, path, patch, options, read: E::read_text }
    }
}

select_method! {
    /// Asks the service to respond with these properties only (`$select`).
    /// The body of the response is then a [`Partial`](crate::Partial).
    UpsertRequest { pipeline, path, patch }
}

impl<E: GraphEntity + Structured, T> UpsertRequest<E, T> {
    option_methods!(common, awaited, body, minimal, expand, query);
}

impl<E: GraphEntity + Structured, T: 'static> IntoOperation<Option<T>> for UpsertRequest<E, T> {
    fn into_operation(self) -> Operation<Option<T>> {
        let Self { pipeline, path, patch, options, read } = self;
        let with_body = |()| PreparedRequest::with_body(Method::PATCH, &path, &patch, options, pipeline.host());
        let request = check_create(&patch).and_then(with_body);
        Operation { pipeline, request, decode: Box::new(move |response| response.decode_created::<E, T>(read)) }
    }
}

sent_as_operation!([E: GraphEntity + Structured, T: 'static] UpsertRequest<E, T> => Option<T>);
