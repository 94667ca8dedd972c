//! Deleting one entity.

use std::future::IntoFuture;
use std::pin::Pin;
use std::time::Duration;

use http::Method;

use super::batch::{Batchable, Prepared, sealed};
use super::call::Call;
use super::headers::Headers;
use super::{Client, Response};
use crate::error::Error;
use crate::model::path::Path;
use crate::model::structured::GraphEntity;

/// A deletion that is sent when it is awaited; see [`Client::delete`].
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until it is awaited"]
pub struct DeleteRequest<E> {
    client: Client,
    path: Path<E>,
    headers: Headers,
    timeout: Option<Duration>,
}

impl<E: GraphEntity> DeleteRequest<E> {
    pub(super) fn new(client: Client, path: Path<E>) -> Self {
        Self { client, path, headers: Headers::new(), timeout: None }
    }

    /// Deletes it only while it still has this etag, else [`Error::is_precondition_failed`].
    pub fn if_match(self, etag: impl AsRef<str>) -> Self {
        Self { headers: self.headers.set("If-Match", etag.as_ref()), ..self }
    }

    /// Adds a header, such as `Prefer`. What has been set already stays, before it.
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
        let mut call = Call::new::<E>(Method::DELETE, &self.path);
        call.timeout = self.timeout;
        call.headers = self.headers.to_map()?;
        Ok(call)
    }
}

impl<E: GraphEntity> IntoFuture for DeleteRequest<E> {
    type Output = Result<Response<()>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { Ok(self.client.call(&self.call()?).await?.without_body()) })
    }
}

impl<E> sealed::Sealed for DeleteRequest<E> {}

impl<E: GraphEntity> Batchable for DeleteRequest<E> {
    type Output = ();

    fn prepare(self) -> Prepared<()> {
        let call = self.call();
        Prepared { client: self.client, call, decode: Box::new(|answer| Ok(answer.without_body())) }
    }
}
