//! A transport that replays a recording.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::header::{HeaderName, HeaderValue};
use http::{Request, Response, StatusCode};

use super::mask::Mask;
use super::record::record_request;
use super::recording::{Headers, RecordedBody, RecordedExchange, RecordedOutcome, RecordedRequest, Recording};
use crate::transport::{ResponseFuture, Transport, TransportError, TransportErrorKind};

/// A transport that answers requests from a [`Recording`].
///
/// A request gets the response of the first unused exchange with the same method, path, query and body. Host and headers are not
/// compared. If no exchange matches, the request fails with a [`TransportError`] of the kind [`Request`](TransportErrorKind::Request).
///
/// Before the comparison, secrets in the request are redacted as [`Record`](super::Record) redacts them.
pub struct Replay {
    state: Mutex<State>,
}

struct State {
    exchanges: Vec<Option<RecordedExchange>>,
    mask: Mask,
}

impl Replay {
    /// Creates a transport that replays a recording.
    pub fn new(recording: Recording) -> Self {
        let exchanges = recording.exchanges.into_iter().map(Some).collect();
        Self { state: Mutex::new(State { exchanges, mask: Mask::default() }) }
    }

    /// Redacts `secret` in requests. Call it for each text that was passed to [`Record::redact`](super::Record::redact).
    #[must_use]
    pub fn redact(self, secret: &str) -> Self {
        self.lock().mask.learn(secret);
        self
    }

    /// Returns the number of recorded exchanges that no request has used. A test should check at its end that this is 0.
    pub fn unused(&self) -> usize {
        self.lock().exchanges.iter().flatten().count()
    }

    fn take(&self, request: &Request<Bytes>) -> Option<RecordedExchange> {
        let mut state = self.lock();
        let State { exchanges, mask } = &mut *state;
        let sent = record_request(request, mask);
        exchanges.iter_mut().find(|exchange| exchange.as_ref().is_some_and(|exchange| fits(&exchange.request, &sent)))?.take()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns `true` if a recorded request and a new one have the same method, path, query and body.
fn fits(recorded: &RecordedRequest, sent: &RecordedRequest) -> bool {
    let path = |url: &str| match url.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|start| rest.get(start..)).unwrap_or("/").to_owned(),
        None => url.to_owned(),
    };
    recorded.method == sent.method && path(&recorded.url) == path(&sent.url) && recorded.body == sent.body
}

impl From<Recording> for Replay {
    fn from(recording: Recording) -> Self {
        Self::new(recording)
    }
}

impl fmt::Debug for Replay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replay").field("unused", &self.unused()).finish_non_exhaustive()
    }
}

/// The error for a request that no recorded exchange matches.
#[derive(Debug)]
struct NotRecorded(String);

impl fmt::Display for NotRecorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no exchange in the recording is left for {}", self.0)
    }
}

impl std::error::Error for NotRecorded {}

impl Transport for Replay {
    fn send(&self, request: Request<Bytes>) -> ResponseFuture<'_> {
        let taken = self.take(&request);
        let name = format!("{} {}", request.method(), request.uri().path());
        Box::pin(async move {
            match taken.map(|exchange| exchange.outcome) {
                Some(RecordedOutcome::Response { status, headers, body }) => Ok(respond(status, &headers, &body)),
                Some(RecordedOutcome::Error(name)) => Err(TransportError::new(kind(&name), None)),
                None => Err(TransportError::new(TransportErrorKind::Request, Some(Box::new(NotRecorded(name)) as _))),
            }
        })
    }
}

fn respond(status: u16, headers: &Headers, body: &RecordedBody) -> Response<Bytes> {
    let mut response = Response::new(body.bytes());
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in headers {
        // The body was serialized again, so its length and encoding may differ from the recorded headers.
        let describes_body = ["content-length", "content-encoding", "transfer-encoding"].contains(&name.as_str());
        if let (Ok(name), Ok(value), false) = (name.parse::<HeaderName>(), HeaderValue::from_str(value), describes_body) {
            response.headers_mut().append(name, value);
        }
    }
    response
}

/// Returns the kind of transport error that has this name in a recording.
fn kind(name: &str) -> TransportErrorKind {
    match name {
        "Connect" => TransportErrorKind::Connect,
        "Timeout" => TransportErrorKind::Timeout,
        "TooLarge" => TransportErrorKind::TooLarge,
        "Request" => TransportErrorKind::Request,
        "NotSent" => TransportErrorKind::NotSent,
        _ => TransportErrorKind::Interrupted,
    }
}
