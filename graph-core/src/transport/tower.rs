//! Transports as tower services, and tower services as transports.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use tower_service::Service;

use super::{ResponseFuture, Transport, TransportError, TransportErrorKind};

/// A transport as a tower service, to put tower's layers around it.
///
/// ```
/// # #[cfg(feature = "reqwest")]
/// # fn example() -> Result<(), graph_core::transport::TransportError> {
/// use graph_core::transport::{FromService, IntoService, ReqwestTransport};
///
/// let service = IntoService::new(ReqwestTransport::new()?);
/// let transport = FromService::new(service); // with layers around the service, rather
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct IntoService<T> {
    transport: Arc<T>,
}

impl<T: Transport> IntoService<T> {
    /// The transport as a service that is always ready.
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

/// A tower service as a transport; each request goes to a clone of it.
///
/// An error that is no [`TransportError`] counts as [`Interrupted`](TransportErrorKind::Interrupted): whether the service has seen the
/// request is unknown. Its text and those of its sources must hold no secret.
#[derive(Debug)]
pub struct FromService<S> {
    /// Locked only to clone it, since many services are not `Sync`.
    service: Mutex<S>,
}

impl<S> FromService<S> {
    /// The service as a transport.
    pub fn new(service: S) -> Self {
        Self { service: Mutex::new(service) }
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
            std::future::poll_fn(|context| service.poll_ready(context)).await.map_err(describe)?;
            let response = service.call(request);
            response.await.map_err(describe)
        })
    }
}

fn describe(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> TransportError {
    match error.into().downcast::<TransportError>() {
        Ok(error) => *error,
        Err(error) => TransportError::new(TransportErrorKind::Interrupted, error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Script, Step, answer, thing, thing_json};
    use crate::{Client, Error, StaticToken};

    /// A layer as users have them: counts, and says itself when it has had enough.
    #[derive(Clone)]
    struct Limited<S> {
        inner: S,
        left: Arc<Mutex<u32>>,
    }

    impl<S> Service<http::Request<Bytes>> for Limited<S>
    where
        S: Service<http::Request<Bytes>, Error = TransportError>,
        S::Future: Send + 'static,
    {
        type Response = S::Response;
        type Error = Box<dyn std::error::Error + Send + Sync>;
        type Future = Pin<Box<dyn Future<Output = Result<S::Response, Self::Error>> + Send>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
            match &mut *self.left.lock().unwrap() {
                0 => Poll::Ready(Err("enough".into())),
                left => {
                    *left -= 1;
                    Poll::Ready(Ok(()))
                }
            }
        }

        fn call(&mut self, request: http::Request<Bytes>) -> Self::Future {
            let response = self.inner.call(request);
            Box::pin(async move { Ok(response.await?) })
        }
    }

    #[tokio::test]
    async fn a_transport_goes_through_tower_and_back() {
        let script = Script::new([answer(200, &[], thing_json()), Step::Fail(TransportErrorKind::Connect)]);
        let service = Limited { inner: IntoService::new(script.clone()), left: Arc::new(Mutex::new(2)) };
        let graph = Client::new(FromService::new(service), StaticToken::new("t"));
        graph.get(thing()).await.unwrap();
        for kind in [TransportErrorKind::Connect, TransportErrorKind::Interrupted] {
            let error = graph.get(thing()).await.unwrap_err();
            assert!(matches!(&error, Error::Transport(error) if error.kind() == kind), "{error}");
        }
        assert_eq!(script.requests().len(), 2);
    }
}
