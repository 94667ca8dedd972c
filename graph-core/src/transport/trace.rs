//! The tracing layer: one span per request, named by OpenTelemetry's conventions for HTTP clients.

#[cfg(test)]
pub(crate) mod tests;

use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use tracing::field::Empty;
use tracing::{Instrument, Span, info_span};

use super::error::TransportErrorKind;
use super::extensions::RETRY_ATTEMPT;
use super::send::{ResponseFuture, Transport};
use crate::model::path::Template;

/// Records each request as a `tracing` span, which a bridge such as `tracing-opentelemetry` exports unchanged.
///
/// Put it inside [`Retry`](super::Retry) to get a span per attempt, or outside to get a span per call. The span's name is the method and
/// the path's template, so it has low cardinality. The layer does not record entity ids, tokens or bodies. The fields follow the
/// [semantic conventions for HTTP clients]. Two more fields hold the request ids of the client and of Microsoft Graph.
///
/// [semantic conventions for HTTP clients]: https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client-span
///
/// ```
/// # #[cfg(feature = "reqwest")]
/// # fn example() -> Result<(), graph_core::transport::TransportError> {
/// use graph_core::transport::{ReqwestTransport, Retry, Trace};
///
/// let transport = Retry::new(Trace::new(ReqwestTransport::new()?));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Trace<T> {
    inner: T,
}

impl<T: Transport> Trace<T> {
    /// Wraps the transport with a span around each request.
    pub fn new(inner: T) -> Self {
        Self { inner }
    }
}

impl<T: Transport> Transport for Trace<T> {
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_> {
        let span = span(&request);
        let authorization = request.headers().get(AUTHORIZATION).cloned();
        let response = self.inner.send(request).instrument(span.clone());
        Box::pin(async move {
            let result = response.await;
            match &result {
                Ok(response) => {
                    let status = response.status();
                    span.record("http.response.status_code", status.as_u16());
                    if let Some(id) = request_id(response.headers(), authorization.as_ref()) {
                        span.record("graph.request_id", id);
                    }
                    if status.is_client_error() || status.is_server_error() {
                        span.record("error.type", status.as_str());
                        span.record("otel.status_code", "ERROR");
                    }
                }
                Err(error) => {
                    span.record("error.type", error_type(error.kind()));
                    span.record("otel.status_code", "ERROR");
                }
            }
            result
        })
    }
}

fn span(request: &http::Request<Bytes>) -> Span {
    let (method, uri) = (request.method().as_str(), request.uri());
    let span = info_span!(
        "HTTP",
        otel.name = method,
        otel.kind = "client",
        otel.status_code = Empty,
        http.request.method = method,
        http.request.resend_count = Empty,
        http.response.status_code = Empty,
        server.address = uri.host().unwrap_or_default(),
        server.port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("http") { 80 } else { 443 }),
        url.template = Empty,
        error.type = Empty,
        graph.client_request_id = Empty,
        graph.request_id = Empty,
    );
    if let Some(template) = request.extensions().get::<Template>() {
        let path = format!("/{}{}", template.version, template.text);
        span.record("otel.name", format!("{method} {path}"));
        span.record("url.template", path);
    }
    let header = |name: &str| request.headers().get(name)?.to_str().ok();
    if let Some(attempt) = header(RETRY_ATTEMPT.as_str()).and_then(|attempt| attempt.parse::<u32>().ok()) {
        span.record("http.request.resend_count", attempt);
    }
    if let Some(id) = header("client-request-id") {
        span.record("graph.client_request_id", id);
    }
    span
}

/// Returns the response's `request-id` header. Returns `None` if the value may contain the token or is not a short word, because the
/// service or a proxy may send any value.
fn request_id<'a>(response: &'a HeaderMap, authorization: Option<&HeaderValue>) -> Option<&'a str> {
    let id = response.get("request-id")?.to_str().ok()?;
    let is_word = (1..=100).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic());
    let credentials = authorization.and_then(|value| value.to_str().ok()).unwrap_or_default();
    let token = credentials.split_once(' ').map_or(credentials, |(_, token)| token);
    // A match of fewer than eight characters counts as coincidence.
    let (is_part_of_token, contains_token) = (id.len() >= 8 && token.contains(id), token.len() >= 8 && id.contains(token));
    (is_word && !is_part_of_token && !contains_token).then_some(id)
}

fn error_type(kind: TransportErrorKind) -> &'static str {
    match kind {
        TransportErrorKind::Connect => "connect",
        TransportErrorKind::Timeout => "timeout",
        TransportErrorKind::Interrupted => "interrupted",
        TransportErrorKind::TooLarge => "too_large",
        TransportErrorKind::Request => "request",
        TransportErrorKind::NotSent => "not_sent",
    }
}
