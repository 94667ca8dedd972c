//! A span per request, named as OpenTelemetry names those of HTTP clients.

use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use tracing::field::Empty;
use tracing::{Instrument, Span, info_span};

use super::{ResponseFuture, Transport, TransportErrorKind};
use crate::model::path::Template;

/// Wraps each request into a `tracing` span, which a bridge such as `tracing-opentelemetry` exports as it is.
///
/// Put it inside of [`Retry`](super::Retry) for a span per try, outside for one per call. The span's name is the method and the
/// template of the path, of which there are few; neither ids nor tokens nor bodies are recorded. Its fields are those of the
/// [semantic conventions of HTTP clients], and Graph's two request ids.
///
/// [semantic conventions of HTTP clients]: https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client-span
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
    /// The transport, with a span around each request.
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
    let header = |name| request.headers().get(name)?.to_str().ok();
    if let Some(tries) = header("retry-attempt").and_then(|tries| tries.parse::<u32>().ok()) {
        span.record("http.request.resend_count", tries);
    }
    if let Some(id) = header("client-request-id") {
        span.record("graph.client_request_id", id);
    }
    span
}

/// The id that the service gave the request: one short word, and nothing of the token, whatever a service or a proxy sends back.
fn request_id<'a>(response: &'a HeaderMap, authorization: Option<&HeaderValue>) -> Option<&'a str> {
    let id = response.get("request-id")?.to_str().ok()?;
    let is_word = (1..=100).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic());
    let credentials = authorization.and_then(|value| value.to_str().ok()).unwrap_or_default();
    let token = credentials.split_once(' ').map_or(credentials, |(_, token)| token);
    // Fewer letters than eight stand in a token, or in an id, by chance.
    let (is_of_token, has_token) = (id.len() >= 8 && token.contains(id), token.len() >= 8 && id.contains(token));
    (is_word && !is_of_token && !has_token).then_some(id)
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::{Arc, Mutex};

    use tracing::span::{Attributes, Id, Record};
    use tracing::{Event, Metadata};

    use super::*;
    use crate::testing::{Script, Step, TOKEN, Thing, answer, thing, thing_json};
    use crate::transport::Retry;
    use crate::{Client, StaticToken};

    type Fields = BTreeMap<String, String>;

    /// Keeps the fields of every span.
    #[derive(Clone, Default)]
    struct Recorder(Arc<Mutex<Vec<Fields>>>);

    struct Visitor<'a>(&'a mut Fields);

    impl tracing::field::Visit for Visitor<'_> {
        fn record_str(&mut self, field: &tracing::field::Field, value: &str) {
            self.0.insert(field.name().into(), value.into());
        }
        fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn std::fmt::Debug) {
            self.0.insert(field.name().into(), format!("{value:?}"));
        }
    }

    impl tracing::Subscriber for Recorder {
        fn enabled(&self, metadata: &Metadata<'_>) -> bool {
            metadata.target().starts_with(env!("CARGO_CRATE_NAME"))
        }
        fn new_span(&self, span: &Attributes<'_>) -> Id {
            let mut spans = self.0.lock().unwrap();
            spans.push(Fields::new());
            span.record(&mut Visitor(spans.last_mut().unwrap()));
            Id::from_u64(spans.len() as u64)
        }
        fn record(&self, span: &Id, values: &Record<'_>) {
            values.record(&mut Visitor(&mut self.0.lock().unwrap()[span.into_u64() as usize - 1]));
        }
        fn record_follows_from(&self, _: &Id, _: &Id) {}
        fn event(&self, _: &Event<'_>) {}
        fn enter(&self, _: &Id) {}
        fn exit(&self, _: &Id) {}
    }

    #[tokio::test(start_paused = true)]
    async fn spans_have_names_of_low_cardinality_and_no_secret() {
        let recorder = Recorder::default();
        let recording = tracing::subscriber::set_default(recorder.clone());
        let script = Script::new([
            answer(503, &[("request-id", "r1")], TOKEN),
            answer(200, &[("request-id", "r2")], thing_json()),
            Step::Fail(TransportErrorKind::Interrupted),
        ]);
        let graph = Client::new(Retry::new(Trace::new(script)), StaticToken::new(TOKEN));
        let patched = graph.patch(thing(), Thing::patch().name("private")).await.unwrap();
        graph.patch(thing(), Thing::patch().count(1)).await.unwrap_err();
        drop(recording);

        let spans = recorder.0.lock().unwrap();
        let field = |span: usize, name: &str| spans[span].get(name).map(String::as_str);
        assert_eq!(spans.len(), 3);
        assert_eq!(field(0, "otel.name"), Some("PATCH /v1.0/things/{thingId}"));
        assert_eq!(field(0, "url.template"), Some("/v1.0/things/{thingId}"));
        assert_eq!(field(0, "otel.kind"), Some("client"));
        assert_eq!(field(0, "http.request.method"), Some("PATCH"));
        assert_eq!((field(0, "server.address"), field(0, "server.port")), (Some("graph.microsoft.com"), Some("443")));
        assert_eq!((field(0, "http.response.status_code"), field(0, "error.type")), (Some("503"), Some("503")));
        assert_eq!((field(0, "http.request.resend_count"), field(1, "http.request.resend_count")), (None, Some("1")));
        assert_eq!((field(1, "http.response.status_code"), field(1, "otel.status_code")), (Some("200"), None));
        assert_eq!((field(0, "graph.request_id"), field(1, "graph.request_id")), (Some("r1"), Some("r2")));
        assert_eq!(field(1, "graph.client_request_id"), Some(patched.client_request_id.as_str()));
        assert_eq!((field(2, "otel.status_code"), field(2, "error.type")), (Some("ERROR"), Some("interrupted")));
        let all = format!("{spans:?}");
        for secret in [TOKEN, "a/b", "a%2Fb", "private"] {
            assert!(!all.contains(secret), "{secret} in {all}");
        }
    }

    #[tokio::test]
    async fn a_request_id_that_is_none_is_not_recorded() {
        let long = "x".repeat(101);
        for odd in [TOKEN, &TOKEN[3..], &format!("id-{TOKEN}"), "two words", "", &long] {
            let recorder = Recorder::default();
            let recording = tracing::subscriber::set_default(recorder.clone());
            let script = Script::new([answer(200, &[("request-id", odd)], thing_json())]);
            Client::new(Trace::new(script), StaticToken::new(TOKEN)).get(thing()).await.unwrap();
            drop(recording);
            let spans = recorder.0.lock().unwrap();
            assert_eq!((spans.len(), spans[0].get("graph.request_id")), (1, None), "{odd}");
        }
    }
}
