//! Adapters between transports and tower services, in both directions.

#[cfg(test)]
mod tests;

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use tower_service::Service;

use super::error::{TransportError, TransportErrorKind};
use super::send::{ResponseFuture, Transport};

/// Adapts a transport to a tower service, so that tower's layers can wrap it.
///
/// ```
/// # #[cfg(feature = "reqwest")]
/// # fn example() -> Result<(), graph_core::transport::TransportError> {
/// use graph_core::transport::{FromService, IntoService, ReqwestTransport};
///
/// let service = IntoService::new(ReqwestTransport::new()?);
/// let transport = FromService::new(service); // wrap tower's layers around the service first
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct IntoService<T> {
    transport: Arc<T>,
}

impl<T: Transport> IntoService<T> {
    /// Wraps the transport as a tower service that is always ready.
    pub fn new(transport: T) -> Self {
        Self { transport: Arc::new(transport) }
    }
}

impl<T> Clone for IntoService<T> {
    fn clone(&self) -> Self {
        Self { transport: self.transport.clone() }
    }
}

impl<T: Transport> Service<http::Request<Bytes>> for IntoService<T> {
    type Response = http::Response<Bytes>;
    type Error = TransportError;
    type Future = Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Bytes>) -> Self::Future {
        let transport = self.transport.clone();
        Box::pin(async move { transport.send(request).await })
    }
}

/// Adapts a tower service to a transport. Each request is sent by its own clone of the service.
///
/// An error that is not a [`TransportError`] is converted to the kind [`Interrupted`](TransportErrorKind::Interrupted), because it does
/// not say whether Microsoft Graph received the request. The text of the error and of its sources must not contain a secret.
#[derive(Debug)]
pub struct FromService<S> {
    /// The tower service. It is in a mutex because many services are not `Sync`. The lock is held only to clone the service.
    service: Mutex<S>,
}

impl<S> FromService<S> {
    /// Wraps the tower service as a transport.
    pub fn new(service: S) -> Self {
        Self { service: Mutex::new(service) }
    }
}

impl<S: Clone> Clone for FromService<S> {
    fn clone(&self) -> Self {
        Self::new(self.service.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

impl<S> Transport for FromService<S>
where
    S: Service<http::Request<Bytes>, Response = http::Response<Bytes>> + Clone + Send + 'static,
    S::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    S::Future: Send,
{
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_> {
        let mut service = self.service.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(async move {
            std::future::poll_fn(|context| service.poll_ready(context)).await.map_err(into_transport_error)?;
            let response = service.call(request);
            response.await.map_err(into_transport_error)
        })
    }
}

fn into_transport_error(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> TransportError {
    match error.into().downcast::<TransportError>() {
        Ok(error) => *error,
        Err(error) => TransportError::new(TransportErrorKind::Interrupted, error),
    }
}
