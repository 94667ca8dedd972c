//! Reading one entity.

use std::future::IntoFuture;
use std::pin::Pin;
use std::time::Duration;

use http::Method;

use super::batch::{Batchable, Prepared, sealed};
use super::call::{Call, Read};
use super::headers::Headers;
use super::{Client, Response};
use crate::error::Error;
use crate::model::decoded::Decoded;
use crate::model::partial::Partial;
use crate::model::path::Path;
use crate::model::structured::{GraphEntity, Structured};
use crate::query::options::Query;
use crate::query::property_name::PropertyName;

/// A read that is sent when it is awaited; see [`Client::get`].
#[derive(Debug)]
#[must_use = "nothing is sent until it is awaited"]
pub struct GetRequest<E, T = E> {
    client: Client,
    path: Path<E>,
    query: Query,
    headers: Headers,
    timeout: Option<Duration>,
    read: Read<T>,
}

impl<E: GraphEntity> GetRequest<E> {
    pub(super) fn new(client: Client, path: Path<E>) -> Self {
        Self { client, path, query: Query::default(), headers: Headers::new(), timeout: None, read: E::read_text }
    }
}

impl<E: GraphEntity + Structured> GetRequest<E> {
    /// Asks for these properties only, and gives them as a [`Partial`].
    pub fn select(self, properties: impl IntoIterator<Item = PropertyName<E>>) -> GetRequest<E, Partial<E>> {
        let Self { client, path, mut query, headers, timeout, read: _ } = self;
        query.select.extend(properties.into_iter().map(|property| property.as_str()));
        GetRequest { client, path, query, headers, timeout, read: |text| Decoded::read(text, Partial::read) }
    }
}

impl<E: GraphEntity, T> GetRequest<E, T> {
    /// Asks for related entities to be included.
    pub fn expand(mut self, properties: impl IntoIterator<Item = PropertyName<E>>) -> Self
    where
        E: Structured,
    {
        self.query.expand.extend(properties.into_iter().map(|property| property.as_str()));
        self
    }

    /// Adds a header, such as `ConsistencyLevel: eventual`. What has been set already stays, before it.
    ///
    /// One that cannot be sent, or that the client sets itself, is an [`Error::InvalidHeader`] in place of the answer.
    pub fn header(self, name: &'static str, value: &str) -> Self {
        Self { headers: self.headers.add(name, value), ..self }
    }

    /// How long it may take; the client's time limit unless set.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout: Some(timeout), ..self }
    }

    fn call(&self) -> Result<Call, Error> {
        let mut call = Call::new::<E>(Method::GET, &self.path);
        call.add_query(&self.query);
        call.headers = self.headers.to_map()?;
        call.timeout = self.timeout;
        Ok(call)
    }
}

impl<E: GraphEntity, T: 'static> IntoFuture for GetRequest<E, T> {
    type Output = Result<Response<T>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.client.call(&self.call()?).await?.decode(self.read) })
    }
}

impl<E, T> sealed::Sealed for GetRequest<E, T> {}

impl<E: GraphEntity, T: 'static> Batchable for GetRequest<E, T> {
    type Output = T;

    fn prepare(self) -> Prepared<T> {
        let (call, read) = (self.call(), self.read);
        Prepared { client: self.client, call, decode: Box::new(move |answer| answer.decode(read)) }
    }
}
