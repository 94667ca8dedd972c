//! A scripted service that records the requests it receives.

use std::collections::VecDeque;
use std::sync::Mutex;

use bytes::Bytes;
use graph_core::auth::{AccessToken, Credential, TokenFuture, TokenRequest};
use graph_core::transport::{ResponseFuture, Transport, TransportError, TransportErrorKind};
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use serde_json::{Value, json};

/// The first access token, and the second one, which replaces the first after the service refused it.
pub const TOKENS: [&str; 2] = ["a-token-that-is-secret", "the-other-token-of-the-user"];

/// The number of requests at which a run fails, because no input should cause so many.
const TOO_MANY: usize = 200;

/// A transport that sends the scripted responses in order, then responds with 404.
pub struct Script {
    /// Whether a scripted response is for a single request inside a batch, not for the whole batch.
    wraps: bool,
    left: Mutex<VecDeque<Result<Response<Bytes>, TransportErrorKind>>>,
    record: Mutex<Record>,
}

/// The record of the requests and responses of a script so far.
#[derive(Clone, Default)]
pub struct Record {
    pub requests: usize,
    /// The access token of the last request.
    pub token: Option<&'static str>,
    /// The response to the last request; `None` if that request failed with a transport error.
    pub last: Option<Response<Bytes>>,
}

/// Parses the text of a scripted response: the status, header lines, an empty line, the body. A malformed status means a transport error.
pub fn answer(text: &[u8]) -> Result<Response<Bytes>, TransportErrorKind> {
    let (status, mut rest) = line(text);
    let status = std::str::from_utf8(status).ok().and_then(|status| StatusCode::from_u16(status.parse().ok()?).ok());
    let Some(status) = status else {
        let kinds = [
            TransportErrorKind::Connect,
            TransportErrorKind::Timeout,
            TransportErrorKind::Interrupted,
            TransportErrorKind::TooLarge,
        ];
        return Err(kinds[text.len() % kinds.len()]);
    };
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    loop {
        let (header, after) = line(rest);
        rest = after;
        if header.is_empty() {
            *response.body_mut() = Bytes::copy_from_slice(rest);
            return Ok(response);
        }
        let mut parts = header.splitn(2, |byte| *byte == b':');
        let name = HeaderName::from_bytes(parts.next().unwrap_or_default());
        let value = HeaderValue::from_bytes(parts.next().unwrap_or_default().trim_ascii());
        if let (Ok(name), Ok(value)) = (name, value) {
            response.headers_mut().append(name, value);
        }
    }
}

fn line(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|byte| *byte == b'\n').unwrap_or(text.len());
    (&text[..end], text.get(end + 1..).unwrap_or_default())
}

impl Script {
    pub fn new(answers: impl IntoIterator<Item = Result<Response<Bytes>, TransportErrorKind>>, wraps: bool) -> Self {
        Self { wraps, left: Mutex::new(answers.into_iter().collect()), record: Mutex::default() }
    }

    pub fn record(&self) -> Record {
        self.record.lock().unwrap().clone()
    }

    fn next(&self) -> Result<Response<Bytes>, TransportErrorKind> {
        let useless = || Ok(Response::builder().status(404).body(Bytes::new()).unwrap());
        let next = self.left.lock().unwrap().pop_front().unwrap_or_else(useless);
        let token = self.record().token;
        if next.as_ref().is_ok_and(|next| mentions_other_token(next, token)) { useless() } else { next }
    }

    /// Returns the response to a batch request, with a scripted response for each request inside.
    fn wrapped(&self, request: &Request<Bytes>) -> Response<Bytes> {
        let batch: Value = serde_json::from_slice(request.body()).unwrap();
        let part = |part: &Value| {
            let answer = self.next().ok()?;
            let header = |(name, value): (&HeaderName, &HeaderValue)| Some((name.to_string(), Value::from(value.to_str().ok()?)));
            let headers: serde_json::Map<_, _> = answer.headers().iter().filter_map(header).collect();
            let body: Option<Value> = serde_json::from_slice(answer.body()).ok();
            Some(json!({ "id": part["id"], "status": answer.status().as_u16(), "headers": headers, "body": body }))
        };
        let parts: Vec<_> = batch["requests"].as_array().unwrap().iter().filter_map(part).collect();
        Response::new(json!({ "responses": parts }).to_string().into())
    }
}

/// Returns whether the response contains one of the `TOKENS` that its request did not send. A real service cannot do this, because it never
/// received that token.
fn mentions_other_token(response: &Response<Bytes>, token: Option<&str>) -> bool {
    let headers = || response.headers().iter().flat_map(|(name, value)| [name.as_str().as_bytes(), value.as_bytes()]);
    let contains = |text: &[u8], token: &str| text.windows(token.len()).any(|part| part.eq_ignore_ascii_case(token.as_bytes()));
    let mentions = |token: &str| contains(response.body(), token) || headers().any(|text| contains(text, token));
    TOKENS.into_iter().filter(|other| Some(*other) != token).any(mentions)
}

impl Transport for Script {
    fn send(&self, request: Request<Bytes>) -> ResponseFuture<'_> {
        let uri = request.uri();
        assert!(uri.to_string().starts_with("https://graph.microsoft.com/"), "{uri}");
        let authorization = request.headers()[AUTHORIZATION].to_str().unwrap();
        let token = TOKENS.into_iter().find(|token| authorization.strip_prefix("Bearer ") == Some(token));
        assert!(token.is_some(), "{authorization}");
        assert_eq!(request.headers()["client-request-id"].len(), 36);
        assert!(request.body().is_empty() || serde_json::from_slice::<Value>(request.body()).is_ok(), "{:?}", request.body());

        self.record.lock().unwrap().token = token;
        let answer = if self.wraps && uri.path().ends_with("/$batch") { Ok(self.wrapped(&request)) } else { self.next() };
        let mut record = self.record.lock().unwrap();
        *record = Record { requests: record.requests + 1, token, last: answer.as_ref().ok().cloned() };
        assert!(record.requests < TOO_MANY, "the client does not stop");
        Box::pin(std::future::ready(answer.map_err(|kind| TransportError::new(kind, None))))
    }
}

/// A credential that returns the second token after the first is refused.
pub struct TwoTokens;

impl Credential for TwoTokens {
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a> {
        let [first, other] = TOKENS;
        Box::pin(std::future::ready(AccessToken::new(if request.refused.is_some() { other } else { first })))
    }
}
