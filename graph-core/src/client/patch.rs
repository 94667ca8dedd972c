//! Changing one entity.

use std::future::IntoFuture;
use std::pin::Pin;
use std::time::Duration;

use http::Method;

use super::batch::{Batchable, Prepared, sealed};
use super::call::Call;
use super::headers::Headers;
use super::{Client, Response};
use crate::error::{EmptyPatchError, Error, ReadOnlyPropertyError};
use crate::model::descriptor::TagPolicy;
use crate::model::path::Path;
use crate::model::structured::{GraphEntity, Structured};

/// A change that is sent when it is awaited; see [`Client::patch`].
///
/// It gives the changed entity, or `None` when the service answers without one (204).
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until it is awaited"]
pub struct PatchRequest<E: Structured> {
    client: Client,
    path: Path<E>,
    patch: E::Patch,
    tag: TagPolicy,
    headers: Headers,
    timeout: Option<Duration>,
}

impl<E: GraphEntity + Structured> PatchRequest<E> {
    pub(super) fn new(client: Client, path: Path<E>, patch: E::Patch) -> Self {
        let tag = E::DECLARATION.tag;
        Self { client, path, patch, tag, headers: Headers::new(), timeout: None }
    }

    /// Changes it only while it still has this etag, else [`Error::is_precondition_failed`]; `*` asks only that it exists.
    pub fn if_match(self, etag: impl AsRef<str>) -> Self {
        Self { headers: self.headers.set("If-Match", etag.as_ref()), ..self }
    }

    /// Asks the service not to send the changed entity back.
    pub fn return_minimal(self) -> Self {
        self.header("Prefer", "return=minimal")
    }

    /// Adds a header, such as `Prefer: include-unknown-enum-members`. What has been set already stays, before it.
    ///
    /// One that cannot be sent, or that the client sets itself, is an [`Error::InvalidHeader`] in place of the answer.
    pub fn header(self, name: &'static str, value: &str) -> Self {
        Self { headers: self.headers.add(name, value), ..self }
    }

    /// Whether the body says its type; as the entity's declaration says unless set.
    pub fn tag(self, tag: TagPolicy) -> Self {
        Self { tag, ..self }
    }

    /// How long it may take; the client's time limit unless set.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout: Some(timeout), ..self }
    }

    /// The request, if the service would have to accept it.
    fn call(&self) -> Result<Call, Error> {
        let entity = E::DECLARATION.name;
        if self.patch.is_empty() {
            return Err(Error::EmptyPatch(EmptyPatchError { entity }));
        }
        if let Some((property, _)) = self.patch.properties().find(|(property, _)| !property.writable()) {
            return Err(Error::ReadOnlyProperty(ReadOnlyPropertyError { entity, property: property.name }));
        }
        let mut call = Call::new::<E>(Method::PATCH, &self.path);
        call.write_body(&self.patch, self.tag)?;
        call.timeout = self.timeout;
        call.headers = self.headers.to_map()?;
        Ok(call)
    }
}

impl<E: GraphEntity + Structured> IntoFuture for PatchRequest<E> {
    type Output = Result<Response<Option<E>>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let client = self.client.clone();
        match self.call() {
            Ok(call) => Box::pin(async move { client.call(&call).await?.decode_if_any(E::read_text) }),
            Err(error) => Box::pin(async move { Err(error) }),
        }
    }
}

impl<E: Structured> sealed::Sealed for PatchRequest<E> {}

impl<E: GraphEntity + Structured> Batchable for PatchRequest<E> {
    type Output = Option<E>;

    fn prepare(self) -> Prepared<Option<E>> {
        let call = self.call();
        Prepared { client: self.client, call, decode: Box::new(|answer| answer.decode_if_any(E::read_text)) }
    }
}
