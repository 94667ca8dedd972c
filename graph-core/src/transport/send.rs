//! The `Transport` trait, which every transport and layer implements.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;

use super::error::TransportError;

/// The future that [`Transport::send`] returns.
pub type ResponseFuture<'a> = Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + 'a>>;

/// Sends one HTTP request and receives the whole response.
///
/// Implementations return a response of any status as `Ok`, and do not follow redirects. A layer such as [`Retry`](super::Retry) is a
/// transport that wraps another transport. The types are re-exported in [`graph_core::http`](crate::http) and
/// [`graph_core::bytes`](crate::bytes).
///
/// ```
/// use graph_core::bytes::Bytes;
/// use graph_core::http::{HeaderValue, Request};
/// use graph_core::transport::{ResponseFuture, Transport};
///
/// /// Asks Microsoft Graph for enumeration members that were added after `unknownFutureValue`.
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
/// The client adds the path's [`Template`](crate::model::Template) to the request's extensions. Use the template in logs, because the URL
/// contains ids.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a transport",
    label = "expected a transport, which sends the requests",
    note = "`ReqwestTransport::new()?` sends them over the network, `Emulator::client()` answers them in a test",
    note = "to use another cloud, write `Client::builder(transport, credential).host(…)`"
)]
pub trait Transport: Send + Sync + 'static {
    /// Sends the request and receives the whole response. Dropping the future cancels the request.
    ///
    /// # Errors
    /// Fails if no complete response arrives. [`TransportError::kind`] tells whether the service may have received the request.
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
