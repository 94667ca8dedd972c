//! Creating an entity in a collection.

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
use super::settable::check_create;
use crate::auth::host::Host;
use crate::error::Error;
use crate::model::into_property::IntoProperty;
use crate::model::json::Json;
use crate::model::partial::Partial;
use crate::model::path::{Collection, Path};
use crate::model::property_value::PropertyValue;
use crate::model::structured::{GraphEntity, KeyedEntity, Structured};

/// A `POST` to a collection, sent when it is awaited; see [`Client::create`](super::Client::create).
///
/// The body of the response is the created entity, or `None` when the service responds without it.
/// [`Response::created_id`] returns the entity's id if a response header contains it.
#[must_use = "a request is not sent until it is awaited"]
pub struct CreateRequest<E: Structured, T = E> {
    pipeline: Pipeline,
    collection: Path<Collection<E>>,
    entity: E::Patch,
    key: Option<Json>,
    options: RequestOptions,
    read: Read<T>,
}

clone_and_debug!(CreateRequest<E: Structured, T> { pipeline, collection, entity, key, options } hidden { read });

impl<E: GraphEntity + Structured> CreateRequest<E> {
    pub(super) fn new(pipeline: Pipeline, collection: Path<Collection<E>>, entity: E::Patch) -> Self {
        Self { pipeline, collection, entity, key: None, options: RequestOptions::default(), read: E::read_text }
    }
}

select_method! {
    /// Asks the service to respond with these properties only (`$select`).
    /// The body of the response is then a [`Partial`](crate::Partial).
    CreateRequest { pipeline, collection, entity, key }
}

impl<E: GraphEntity + Structured, T> CreateRequest<E, T> {
    /// Chooses the key of the new entity. Most services assign the key themselves, and refuse or ignore a chosen one; the API page of the
    /// creation says which entities need a key, such as
    /// [`permissionGrantPolicy`](https://learn.microsoft.com/graph/api/policyroot-post-permissiongrantpolicies).
    ///
    /// The key is a value of the type of the field marked `key`.
    ///
    /// ```
    /// # use graph_core::{Client, GraphEntity, graph_ids, graph_paths};
    /// # graph_ids! { pub PolicyId; }
    /// #[derive(Clone, Debug, GraphEntity)]
    /// #[graph(odata_type = "microsoft.graph.permissionGrantPolicy")]
    /// #[graph_paths(v1, policies = "/policies/permissionGrantPolicies/{policyId}")]
    /// pub struct Policy {
    ///     #[graph(key)]
    ///     id: String,
    ///     display_name: Option<String>,
    /// }
    ///
    /// # async fn example(graph: Client) -> Result<(), graph_core::Error> {
    /// let policy = Policy::patch().display_name("Consent for my app");
    /// let created = graph.create(Policy::v1().policies_collection(), policy).key("my-policy").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn key<K: PropertyValue>(self, key: impl IntoProperty<K>) -> Self
    where
        E: KeyedEntity<K>,
    {
        Self { key: Some(K::change(key).into_json()), ..self }
    }

    option_methods!(common, awaited, body, idempotency, expand, query);

    /// Returns the request with this entity as its body, or an error if the entity sets a read-only property.
    fn prepare(
        host: &Host,
        collection: &Path<Collection<E>>,
        entity: &Partial<E>,
        key: Option<Json>,
        options: RequestOptions,
    ) -> Result<PreparedRequest, Error> {
        check_create(entity)?;
        let mut request = PreparedRequest::new::<E>(Method::POST, collection);
        match key {
            Some(key) => request.write_body(&entity.clone().put_key(key), &options, host)?,
            None => request.write_body(entity, &options, host)?,
        }
        request.set_options(options)?;
        Ok(request)
    }
}

impl<E: GraphEntity + Structured, T: 'static> IntoFuture for CreateRequest<E, T> {
    type Output = Result<Response<Option<T>>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let Self { pipeline, collection, entity, key, options, read } = self;
        match Self::prepare(pipeline.host(), &collection, &entity, key, options) {
            Ok(request) => Box::pin(async move { pipeline.send(&request).await?.decode_created::<E, T>(read) }),
            Err(error) => Box::pin(async move { Err(error) }),
        }
    }
}

impl<E: GraphEntity + Structured, T: 'static> IntoOperation<Option<T>> for CreateRequest<E, T> {
    fn into_operation(self) -> Operation<Option<T>> {
        let Self { pipeline, collection, entity, key, options, read } = self;
        let request = Self::prepare(pipeline.host(), &collection, &entity, key, options);
        Operation { pipeline, request, decode: Box::new(move |response| response.decode_created::<E, T>(read)) }
    }
}

impl<E: GraphEntity + Structured, T: 'static> Batchable for CreateRequest<E, T> {
    type Output = Option<T>;
}
