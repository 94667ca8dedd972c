//! A layer that records traffic.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderMap};
use http::{Request, Response, StatusCode};

use super::mask::Mask;
use super::recording::{RecordedBody, RecordedExchange, RecordedOutcome, RecordedRequest, Recording};
use crate::model::Json;
use crate::transport::{ResponseFuture, Transport};

/// A transport layer that records each exchange and redacts secrets.
///
/// The layer redacts:
/// - credentials in headers
/// - JSON members and parameters with names such as `access_token`, `client_secret` and `password`
/// - the paths of URLs that work without a token: upload URLs, download URLs, and the targets of redirects and the URLs of operations on
///   other hosts
/// - JSON Web Tokens
/// - text passed to [`redact`](Self::redact), such as the name of a tenant
///
/// A secret of 8 bytes or more is also redacted wherever else it occurs. A shorter one is not, because it could be part of ordinary words.
/// A body that is not UTF-8 is recorded unchanged.
///
/// Put the layer outside of [`Retry`](crate::transport::Retry) to record each request once, or inside to record each attempt. Share an
/// `Arc<Record<_>>` to read the [`recording`](Self::recording) later.
pub struct Record<T> {
    transport: T,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    recording: Recording,
    mask: Mask,
}

impl<T> Record<T> {
    /// Creates a layer that records the requests that `transport` sends and the responses that it receives.
    pub fn new(transport: T) -> Self {
        Self { transport, state: Arc::default() }
    }

    /// Redacts `secret` wherever it occurs. A text shorter than 8 bytes is ignored.
    #[must_use]
    pub fn redact(self, secret: &str) -> Self {
        self.lock().mask.learn(secret);
        self
    }

    /// Returns the requests and responses so far, with secrets redacted.
    pub fn recording(&self) -> Recording {
        let state = self.lock();
        // Masks the exchanges again, because an early exchange may contain text that a later exchange revealed as a secret.
        let exchanges = state.recording.exchanges.iter().map(|exchange| masked(exchange, &state.mask));
        Recording { exchanges: exchanges.collect() }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> fmt::Debug for Record<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record").field("exchanges", &self.lock().recording.len()).finish_non_exhaustive()
    }
}

impl<T: Transport> Transport for Record<T> {
    #[cfg_attr(not(feature = "media"), expect(unused_mut, reason = "only streams change the request"))]
    fn send(&self, mut request: Request<Bytes>) -> ResponseFuture<'_> {
        // A recording contains whole bodies, so the transport must not return the body as a stream.
        #[cfg(feature = "media")]
        request.extensions_mut().remove::<crate::transport::Streaming>();
        let request = {
            let mut state = self.lock();
            let recorded = record_request(&request, &mut state.mask);
            (request, recorded)
        };
        Box::pin(async move {
            let (request, recorded) = request;
            let host = request.uri().host().map(str::to_owned);
            let result = self.transport.send(request).await;
            let mut state = self.lock();
            let outcome = match &result {
                Ok(response) => record_response(response, host.as_deref(), &mut state.mask),
                Err(error) => RecordedOutcome::Error(format!("{:?}", error.kind())),
            };
            state.recording.exchanges.push(RecordedExchange { request: recorded, outcome });
            result
        })
    }
}

/// Converts a request into its recorded form, and remembers its secrets in `mask`.
pub(super) fn record_request(request: &Request<Bytes>, mask: &mut Mask) -> RecordedRequest {
    mask.learn_headers(request.headers());
    let body = record_body(request.headers(), request.body(), mask);
    let url = request.uri().to_string();
    mask.learn_url(&url);
    let url = match url.split_once('?') {
        Some((path, query)) => format!("{}?{}", mask.text(path), mask.pairs(query)),
        None => mask.text(&url),
    };
    RecordedRequest { method: request.method().to_string(), url, headers: mask.headers(request.headers()), body }
}

/// Converts the response of `host` into its recorded form, and remembers its secrets in `mask`.
fn record_response(response: &Response<Bytes>, host: Option<&str>, mask: &mut Mask) -> RecordedOutcome {
    mask.learn_headers(response.headers());
    // The `Location` of any other response is that of a created object.
    if response.status().is_redirection() || response.status() == StatusCode::ACCEPTED {
        mask.learn_target(response.headers(), host);
    }
    let body = record_body(response.headers(), response.body(), mask);
    RecordedOutcome::Response { status: response.status().as_u16(), headers: mask.headers(response.headers()), body }
}

fn record_body(headers: &HeaderMap, body: &Bytes, mask: &mut Mask) -> RecordedBody {
    if body.is_empty() {
        return RecordedBody::Empty;
    }
    if let Ok(json) = serde_json::from_slice::<Json>(body) {
        mask.learn_body(&json);
        return RecordedBody::Json(mask.json(&json));
    }
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match std::str::from_utf8(body) {
        Ok(form) if content_type.starts_with("application/x-www-form-urlencoded") => RecordedBody::Text(mask.pairs(form)),
        Ok(text) => RecordedBody::Text(mask.text(text)),
        Err(_) => RecordedBody::Bytes(body.clone()),
    }
}

/// Masks the secrets in a recorded exchange again, now also those that later exchanges revealed.
fn masked(exchange: &RecordedExchange, mask: &Mask) -> RecordedExchange {
    let headers =
        |headers: &[(String, String)]| headers.iter().map(|(name, value)| (name.clone(), mask.text(value))).collect::<Vec<_>>();
    let body = |body: &RecordedBody| match body {
        RecordedBody::Json(json) => RecordedBody::Json(mask.json(json)),
        RecordedBody::Text(text) => RecordedBody::Text(mask.text(text)),
        other => other.clone(),
    };
    let request = &exchange.request;
    let request = RecordedRequest {
        method: request.method.clone(),
        url: mask.text(&request.url),
        headers: headers(&request.headers),
        body: body(&request.body),
    };
    let outcome = match &exchange.outcome {
        RecordedOutcome::Response { status, headers: sent, body: sent_body } => {
            RecordedOutcome::Response { status: *status, headers: headers(sent), body: body(sent_body) }
        }
        error => error.clone(),
    };
    RecordedExchange { request, outcome }
}
