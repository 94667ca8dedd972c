//! Reading one entity.

use std::future::IntoFuture;
use std::pin::Pin;
use std::time::Duration;

use http::Method;

use super::call::Call;
use super::{Client, Response};
use crate::error::Error;
use crate::model::GraphEntity;
use crate::path::Path;

/// A read that is sent when it is awaited; see [`Client::get`].
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until it is awaited"]
pub struct GetRequest<E> {
    client: Client,
    path: Path<E>,
    timeout: Option<Duration>,
}

impl<E: GraphEntity> GetRequest<E> {
    pub(super) fn new(client: Client, path: Path<E>) -> Self {
        Self { client, path, timeout: None }
    }

    /// How long it may take; the client's time limit unless set.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout: Some(timeout), ..self }
    }
}

impl<E: GraphEntity> IntoFuture for GetRequest<E> {
    type Output = Result<Response<E>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let Self { client, path, timeout } = self;
        Box::pin(async move {
            let mut call = Call::new(Method::GET, &path);
            call.timeout = timeout;
            client.call(call).await?.decode()
        })
    }
}
