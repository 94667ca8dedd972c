use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata};

use super::*;
use crate::testing::{Script, Step, TOKEN, Thing, answer, thing, thing_json};
use crate::transport::Retry;
use crate::{Client, StaticToken};

type Fields = BTreeMap<String, String>;

/// A `tracing` subscriber that keeps the fields of every span.
#[derive(Clone, Default)]
pub(crate) struct Recorder(Arc<Mutex<Vec<Fields>>>);

impl Recorder {
    /// Returns the name and the value of every field of all spans.
    pub(crate) fn fields(&self) -> Vec<(String, String)> {
        self.0.lock().unwrap().iter().flatten().map(|(name, value)| (name.clone(), value.clone())).collect()
    }
}

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
async fn spans_have_low_cardinality_names_and_no_secrets() {
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

// Cases D1, D2
#[tokio::test]
async fn an_implausible_request_id_is_not_recorded() {
    let long = "x".repeat(101);
    for odd in [TOKEN, &TOKEN[3..], &format!("id-{TOKEN}"), "two words", "a\tb", "\u{e4}b", "", &long] {
        let recorder = Recorder::default();
        let recording = tracing::subscriber::set_default(recorder.clone());
        let script = Script::new([answer(200, &[("request-id", odd)], thing_json())]);
        Client::new(Trace::new(script), StaticToken::new(TOKEN)).get(thing()).await.unwrap();
        drop(recording);
        let spans = recorder.0.lock().unwrap();
        assert_eq!((spans.len(), spans[0].get("graph.request_id")), (1, None), "{odd}");
    }
}
