//! Creating an entity in a collection.

use std::future::IntoFuture;
use std::pin::Pin;
use std::time::Duration;

use http::Method;

use super::batch::{Batchable, Prepared, sealed};
use super::call::Call;
use super::headers::Headers;
use super::{Client, Response};
use crate::error::{Error, ReadOnlyPropertyError};
use crate::model::descriptor::TagPolicy;
use crate::model::path::{Collection, Path};
use crate::model::structured::{GraphEntity, Structured};

/// A creation that is sent when it is awaited; see [`Client::create`].
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until it is awaited"]
pub struct CreateRequest<E: Structured> {
    client: Client,
    collection: Path<Collection<E>>,
    entity: E::Patch,
    tag: TagPolicy,
    headers: Headers,
    timeout: Option<Duration>,
}

impl<E: GraphEntity + Structured> CreateRequest<E> {
    pub(super) fn new(client: Client, collection: Path<Collection<E>>, entity: E::Patch) -> Self {
        Self { client, collection, entity, tag: E::DECLARATION.tag, headers: Headers::new(), timeout: None }
    }

    /// Whether the body says its type; as the entity's declaration says unless set.
    pub fn tag(self, tag: TagPolicy) -> Self {
        Self { tag, ..self }
    }

    /// Adds a header, such as `Prefer: include-unknown-enum-members`. What has been set already stays, before it.
    ///
    /// One that cannot be sent, or that the client sets itself, is an [`Error::InvalidHeader`] in place of the answer.
    pub fn header(self, name: &'static str, value: &str) -> Self {
        Self { headers: self.headers.add(name, value), ..self }
    }

    /// How long it may take; the client's time limit unless set.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout: Some(timeout), ..self }
    }

    /// The request, if the service would have to accept it. Some collections let the client choose the key.
    fn call(&self) -> Result<Call, Error> {
        if let Some((property, _)) = self.entity.properties().find(|(property, _)| property.read_only) {
            let entity = E::DECLARATION.name;
            return Err(Error::ReadOnlyProperty(ReadOnlyPropertyError { entity, property: property.name }));
        }
        let mut call = Call::new::<E>(Method::POST, &self.collection);
        call.write_body(&self.entity, self.tag)?;
        call.headers = self.headers.to_map()?;
        call.timeout = self.timeout;
        Ok(call)
    }
}

impl<E: GraphEntity + Structured> IntoFuture for CreateRequest<E> {
    type Output = Result<Response<E>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let client = self.client.clone();
        match self.call() {
            Ok(call) => Box::pin(async move { client.call(&call).await?.decode(E::read_text) }),
            Err(error) => Box::pin(async move { Err(error) }),
        }
    }
}

impl<E: Structured> sealed::Sealed for CreateRequest<E> {}

impl<E: GraphEntity + Structured> Batchable for CreateRequest<E> {
    type Output = E;

    fn prepare(self) -> Prepared<E> {
        let call = self.call();
        Prepared { client: self.client, call, decode: Box::new(|answer| answer.decode(E::read_text)) }
    }
}
