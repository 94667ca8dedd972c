//! A transport that plays scripted responses.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::{HeaderName, HeaderValue};
use http::{Method, Request, Response, StatusCode};
use tokio::time::Instant;

use crate::auth::StaticToken;
use crate::client::Client;
use crate::model::Json;
use crate::transport::{ResponseFuture, Transport, TransportError, TransportErrorKind};

/// The bearer token of the client that [`Script::client`] returns.
pub(crate) const TOKEN: &str = "s3cr3t.t0ken-value";

/// A step of a [`Script`]: the outcome of one request.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Step {
    /// Respond with this response at once.
    Respond(Response<Bytes>),
    /// Fail with a [`TransportError`] of this kind.
    Fail(TransportErrorKind),
    /// Respond with this response after this time.
    Late(Duration, Response<Bytes>),
    /// Never respond.
    Hang,
}

impl Step {
    /// Creates a step that responds with this status and this JSON body.
    ///
    /// # Panics
    /// Panics if the status is not from 100 to 999.
    #[track_caller]
    pub fn json(status: u16, body: impl Into<Bytes>) -> Self {
        Self::response(status, &[("content-type", "application/json")], body)
    }

    /// Creates a step that responds with this status, these headers and this body.
    ///
    /// # Panics
    /// Panics if the status is not from 100 to 999, or if a header is not valid.
    #[track_caller]
    #[expect(clippy::panic, reason = "a mistake in the test, which should fail at the line that makes the step")]
    pub fn response(status: u16, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Self {
        let mut response = Response::new(body.into());
        match StatusCode::from_u16(status) {
            Ok(status) => *response.status_mut() = status,
            Err(_) => panic!("{status} is not a status"),
        }
        for (name, value) in headers {
            match (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
                (Ok(name), Ok(value)) => drop(response.headers_mut().append(name, value)),
                _ => panic!("`{name}: {value}` is not a header"),
            }
        }
        Self::Respond(response)
    }
}

/// A request that a [`Script`] expects: its method and path, and optionally headers and a body.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    method: Method,
    /// The expected path and query, such as `/v1.0/me?$top=5`, without scheme and host.
    path: String,
    headers: Vec<(String, String)>,
    json: Option<Json>,
}

impl Expected {
    /// Expects a request with this method, path and query, such as `/v1.0/policies?$top=5`.
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), headers: Vec::new(), json: None }
    }

    /// Expects a `GET` with this path and query.
    pub fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path)
    }

    /// Expects a `PATCH` with this path and query.
    pub fn patch(path: impl Into<String>) -> Self {
        Self::new(Method::PATCH, path)
    }

    /// Expects a `POST` with this path and query.
    pub fn post(path: impl Into<String>) -> Self {
        Self::new(Method::POST, path)
    }

    /// Expects a `DELETE` with this path and query.
    pub fn delete(path: impl Into<String>) -> Self {
        Self::new(Method::DELETE, path)
    }

    /// Also expects this request header. The request may have further headers.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Also expects this JSON body. Whitespace and the order of keys are ignored.
    ///
    /// # Panics
    /// Panics if the text is not JSON.
    #[must_use]
    #[track_caller]
    #[expect(clippy::panic, reason = "a mistake in the test, which should fail at the line that expects")]
    pub fn json(self, body: &str) -> Self {
        match serde_json::from_str(body) {
            Ok(json) => Self { json: Some(json), ..self },
            Err(error) => panic!("the expected body is not JSON: {error}"),
        }
    }

    /// Describes how a request differs from the expected one, for an error message. Returns `None` if the request matches.
    fn difference(&self, request: &Request<Bytes>) -> Option<String> {
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        if (request.method(), path) != (&self.method, self.path.as_str()) {
            return Some(format!("expected {} {}, found {} {path}", self.method, self.path, request.method()));
        }
        for (name, value) in &self.headers {
            let mut found = request.headers().get_all(name).iter();
            if !found.any(|found| found.as_bytes() == value.as_bytes()) {
                return Some(format!("expected the header `{name}: {value}` in {} {path}", self.method));
            }
        }
        let json = self.json.as_ref()?;
        let found = serde_json::from_slice::<Json>(request.body()).ok();
        (found.as_ref() != Some(json)).then(|| {
            let found = found.map_or_else(|| "another body".to_owned(), |found| found.to_string());
            format!("expected the body {json} in {} {path}, found {found}", self.method)
        })
    }
}

/// The error for a request that a [`Script`] did not expect, or for a step that no request used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptError(String);

impl fmt::Display for ScriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ScriptError {}

/// A transport that plays one scripted step for each request, and stores the requests. Clones share the same script.
///
/// A request that differs from the expected one, or that arrives after the last step, fails with a [`TransportError`] of the kind
/// [`Request`](TransportErrorKind::Request), which no layer retries. After such a failure,
/// [`assert_done`](Self::assert_done) panics.
#[derive(Clone, Default)]
pub struct Script {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    steps: VecDeque<(Option<Expected>, Step)>,
    seen: Vec<(Instant, Request<Bytes>)>,
    differences: Vec<String>,
}

impl Script {
    /// Creates a script that plays these steps for any requests.
    pub fn new(steps: impl IntoIterator<Item = Step>) -> Self {
        steps.into_iter().fold(Self::default(), Self::then)
    }

    /// Adds a step that accepts any request.
    #[must_use]
    pub fn then(self, step: Step) -> Self {
        self.lock().steps.push_back((None, step));
        self
    }

    /// Adds a step for a request that must match `expected`.
    #[must_use]
    pub fn expect(self, expected: Expected, step: Step) -> Self {
        self.lock().steps.push_back((Some(expected), step));
        self
    }

    /// Returns a client that uses this script as its transport.
    pub fn client(&self) -> Client {
        Client::new(self.clone(), StaticToken::new(TOKEN))
    }

    /// Returns the requests received so far, oldest first.
    pub fn requests(&self) -> Vec<Request<Bytes>> {
        self.lock().seen.iter().map(|(_, request)| request.clone()).collect()
    }

    /// Checks that every request was expected and every step was used.
    ///
    /// # Errors
    /// Fails with a list of all unexpected requests and unused steps, one per line.
    pub fn verify(&self) -> Result<(), ScriptError> {
        let state = self.lock();
        let mut problems = state.differences.clone();
        problems.extend(state.steps.iter().map(|(expected, step)| match expected {
            Some(expected) => format!("no request came for {} {}", expected.method, expected.path),
            None => format!("no request came for the step {step:?}"),
        }));
        if problems.is_empty() { Ok(()) } else { Err(ScriptError(problems.join("\n"))) }
    }

    /// Fails the test if a request was not expected or a step was not used.
    ///
    /// # Panics
    /// Panics with the error that [`verify`](Self::verify) returns.
    #[track_caller]
    #[expect(clippy::panic, reason = "a failed expectation of a test")]
    pub fn assert_done(&self) {
        if let Err(error) = self.verify() {
            panic!("{error}");
        }
    }

    /// Returns the arrival time of each request, in seconds after the first request.
    #[cfg(test)]
    pub(crate) fn times(&self) -> Vec<f64> {
        let state = self.lock();
        let first = state.seen.first().map(|(time, _)| *time);
        state.seen.iter().map(|(time, _)| first.map_or(0.0, |first| time.duration_since(first).as_secs_f64())).collect()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Script {
    /// Shows only the number of steps and requests, because requests contain tokens.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.lock();
        f.debug_struct("Script").field("steps", &state.steps.len()).field("requests", &state.seen.len()).finish()
    }
}

impl State {
    fn take(&mut self, request: Request<Bytes>) -> Result<Step, ScriptError> {
        let difference = match self.steps.pop_front() {
            Some((expected, step)) => match expected.and_then(|expected| expected.difference(&request)) {
                None => {
                    self.seen.push((Instant::now(), request));
                    return Ok(step);
                }
                Some(difference) => difference,
            },
            None => format!("no step is left for {} {}", request.method(), request.uri().path()),
        };
        self.seen.push((Instant::now(), request));
        self.differences.push(difference.clone());
        Err(ScriptError(difference))
    }
}

impl Transport for Script {
    #[expect(
        clippy::panic,
        reason = "in the unit tests of this crate only: most of them expect some error and would accept this one"
    )]
    fn send(&self, request: Request<Bytes>) -> ResponseFuture<'_> {
        let step = self.lock().take(request);
        if let (true, Err(error)) = (cfg!(test), &step) {
            panic!("{error}");
        }
        Box::pin(async move {
            match step {
                Ok(Step::Respond(response)) => Ok(response),
                Ok(Step::Fail(kind)) => Err(TransportError::new(kind, None)),
                Ok(Step::Late(wait, response)) => {
                    tokio::time::sleep(wait).await;
                    Ok(response)
                }
                Ok(Step::Hang) => std::future::pending().await,
                Err(error) => Err(TransportError::new(TransportErrorKind::Request, Some(Box::new(error) as _))),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    #[should_panic(expected = "no step is left for GET /more")]
    async fn a_request_after_the_last_step_fails_the_test_that_owns_the_script() {
        let request = Request::get("https://graph.microsoft.com/more").body(Bytes::new()).unwrap();
        let _ = Script::default().send(request).await;
    }

    #[tokio::test]
    #[should_panic(expected = "expected GET /a, found GET /b")]
    async fn another_request_than_the_expected_one_fails_the_test_that_owns_the_script() {
        let request = Request::get("https://graph.microsoft.com/b").body(Bytes::new()).unwrap();
        let _ = Script::default().expect(Expected::get("/a"), Step::Hang).send(request).await;
    }
}
