//! The `Transport` trait.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;

use super::error::TransportError;

/// The future that [`Transport::send`] returns.
pub type ResponseFuture<'a> = Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + 'a>>;

/// Sends one HTTP request and receives the whole response.
///
/// A response of any status is `Ok`; redirects are not followed. Layers such as [`Retry`](super::Retry) are transports that wrap a
/// transport. The crates [`graph_core::http`](crate::http) and [`graph_core::bytes`](crate::bytes) re-export the types.
///
/// ```
/// use graph_core::bytes::Bytes;
/// use graph_core::http::{HeaderValue, Request};
/// use graph_core::transport::{ResponseFuture, Transport};
///
/// /// Asks for enumeration members that were added after `unknownFutureValue`.
/// struct EveryMember<T>(T);
///
/// impl<T: Transport> Transport for EveryMember<T> {
///     fn send(&self, mut request: Request<Bytes>) -> ResponseFuture<'_> {
///         request.headers_mut().append("prefer", HeaderValue::from_static("include-unknown-enum-members"));
///         self.0.send(request)
///     }
/// }
/// ```
///
/// The client puts the path's [`Template`](crate::model::Template) into the request's extensions. Log a request by its template: the
/// URL contains ids.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a transport",
    label = "expected a transport, which sends the requests",
    note = "`ReqwestTransport::new()?` sends them over the network, `Emulator::client()` answers them in a test",
    note = "to use another cloud, write `Client::builder(transport, credential).host(…)`"
)]
pub trait Transport: Send + Sync + 'static {
    /// Sends the request. Dropping the future cancels it.
    ///
    /// # Errors
    /// When there is no complete response; [`TransportError::kind`] says whether the service can have seen the request.
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_> {
        (**self).send(request)
    }
}

impl<T: Transport + ?Sized> Transport for Box<T> {
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_> {
        (**self).send(request)
    }
}
