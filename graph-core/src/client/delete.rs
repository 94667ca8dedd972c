//! Deleting one entity.

use std::future::IntoFuture;
use std::pin::Pin;
use std::time::Duration;

use http::Method;

use super::batch::{Batchable, Prepared, sealed};
use super::call::Call;
use super::{Client, Response};
use crate::error::Error;
use crate::model::GraphEntity;
use crate::path::Path;

/// A deletion that is sent when it is awaited; see [`Client::delete`].
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until it is awaited"]
pub struct DeleteRequest<E> {
    client: Client,
    path: Path<E>,
    if_match: Option<String>,
    timeout: Option<Duration>,
}

impl<E: GraphEntity> DeleteRequest<E> {
    pub(super) fn new(client: Client, path: Path<E>) -> Self {
        Self { client, path, if_match: None, timeout: None }
    }

    /// Deletes it only while it still has this etag, else [`Error::is_precondition_failed`].
    pub fn if_match(self, etag: impl Into<String>) -> Self {
        Self { if_match: Some(etag.into()), ..self }
    }

    /// How long it may take; the client's time limit unless set.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout: Some(timeout), ..self }
    }

    fn call(&self) -> Result<Call, Error> {
        let mut call = Call::new::<E>(Method::DELETE, &self.path);
        call.timeout = self.timeout;
        if let Some(etag) = &self.if_match {
            call.if_match(etag)?;
        }
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
