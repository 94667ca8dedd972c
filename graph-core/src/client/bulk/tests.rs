//! Tests of a bulk against a fake service.

mod limits;
mod results;
mod retries;
mod sign_in;
mod throttling;

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use tokio::sync::mpsc;

use super::*;
use crate::auth::{AccessToken, Cached, Credential, CredentialError, StaticToken, TokenFuture, TokenRequest};
use crate::client::Client;
use crate::error::BatchProblem;
use crate::model::id::GraphId;
use crate::model::json::Json;
use crate::model::path::Path;
use crate::testing::{TOKEN, Thing, ThingId, thing_json};
use crate::transport::{Idempotency, NewConnection, ResponseFuture, Retry, Transport, TransportError, TransportErrorKind};

fn thing(id: impl ToString) -> Path<Thing> {
    Thing::v1().things(&ThingId::new(id.to_string()).unwrap())
}

fn patch(graph: &Client, id: usize) -> (usize, crate::client::PatchRequest<Thing>) {
    (id, graph.patch(thing(id), Thing::patch().count(i32::try_from(id).unwrap())))
}

fn patches(graph: &Client, ids: impl IntoIterator<Item = usize, IntoIter: Send>) -> Bulk<'static, usize, Option<Thing>> {
    let requests: Vec<_> = ids.into_iter().map(|id| patch(graph, id)).collect();
    graph.bulk(requests)
}

/// Decides the response to a request from the request's URL and the number of the attempt, which starts at 1. The response is a status and
/// a `Retry-After` in seconds.
type Rule = dyn Fn(&str, usize) -> (u16, Option<u64>) + Send + Sync;

/// Decides the outcome of a whole HTTP request from its number, in the order of sending. If it returns `None`, the [`Rule`] decides about
/// each request inside the HTTP request.
type Fate = dyn Fn(usize) -> Option<Result<(u16, Option<u64>), TransportErrorKind>> + Send + Sync;

/// A fake service that responds by a [`Rule`] and a [`Fate`], and records the requests.
#[derive(Clone)]
struct Fake {
    rule: Arc<Rule>,
    fate: Arc<Fate>,
    latency: Duration,
    start: Instant,
    notes: Arc<Mutex<Notes>>,
}

#[derive(Default)]
struct Notes {
    /// For each HTTP request, the time in seconds since the start and the URLs of the requests inside.
    requests: Vec<(f64, Vec<String>)>,
    /// The HTTP requests as they were sent.
    raw: Vec<http::Request<Bytes>>,
    /// For each URL, the bodies of the requests that were carried out, in order.
    done: HashMap<String, Vec<Json>>,
    tries: HashMap<String, usize>,
    under_way: usize,
    most_under_way: usize,
}

impl Fake {
    fn new(rule: impl Fn(&str, usize) -> (u16, Option<u64>) + Send + Sync + 'static) -> Self {
        let notes = Arc::default();
        Self { rule: Arc::new(rule), fate: Arc::new(|_| None), latency: Duration::ZERO, start: Instant::now(), notes }
    }

    fn fine() -> Self {
        Self::new(|_, _| (200, None))
    }

    fn fate(
        self,
        fate: impl Fn(usize) -> Option<Result<(u16, Option<u64>), TransportErrorKind>> + Send + Sync + 'static,
    ) -> Self {
        Self { fate: Arc::new(fate), ..self }
    }

    fn latency(self, latency: Duration) -> Self {
        Self { latency, ..self }
    }

    fn client(&self) -> Client {
        Client::new(self.clone(), StaticToken::new(TOKEN))
    }

    fn requests(&self) -> Vec<(f64, Vec<String>)> {
        self.notes.lock().unwrap().requests.clone()
    }

    fn sizes(&self) -> Vec<usize> {
        self.requests().iter().map(|(_, urls)| urls.len()).collect()
    }

    fn item(&self, notes: &mut Notes, url: &str, body: Json) -> (u16, Option<u64>) {
        let tries = notes.tries.entry(url.to_owned()).or_default();
        *tries += 1;
        let (status, wait) = (self.rule)(url, *tries);
        if status == 200 {
            notes.done.entry(url.to_owned()).or_default().push(body);
        }
        (status, wait)
    }

    fn answer(&self, request: &http::Request<Bytes>, carried_out: bool) -> http::Response<Bytes> {
        let mut notes = self.notes.lock().unwrap();
        let url = request.uri().path();
        let body: Json = serde_json::from_slice(request.body()).unwrap_or_default();
        let Some(requests) = body["requests"].as_array().filter(|_| carried_out) else {
            let (status, wait) = self.item(&mut notes, url.trim_start_matches("/v1.0"), body);
            return response(status, wait, thing_json());
        };
        let answers = requests.iter().rev().map(|request| {
            let (status, wait) = self.item(&mut notes, request["url"].as_str().unwrap(), request["body"].clone());
            let headers = wait.map(|wait| serde_json::json!({"Retry-After": wait.to_string()})).unwrap_or_default();
            let body: Json = serde_json::from_str(&thing_json()).unwrap();
            serde_json::json!({"id": request["id"], "status": status, "headers": headers, "body": body})
        });
        let body = serde_json::json!({"responses": answers.collect::<Vec<_>>()});
        response(200, None, body.to_string())
    }
}

fn response(status: u16, wait: Option<u64>, body: String) -> http::Response<Bytes> {
    let mut response = http::Response::builder().status(status);
    if let Some(wait) = wait {
        response = response.header("Retry-After", wait.to_string());
    }
    response.body(body.into()).unwrap()
}

fn urls(request: &http::Request<Bytes>) -> Vec<String> {
    let body: Json = serde_json::from_slice(request.body()).unwrap_or_default();
    match body["requests"].as_array() {
        Some(requests) => requests.iter().map(|request| request["url"].as_str().unwrap().to_owned()).collect(),
        None => vec![request.uri().path().to_owned()],
    }
}

impl Transport for Fake {
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_> {
        Box::pin(async move {
            let count = {
                let mut notes = self.notes.lock().unwrap();
                notes.requests.push((self.start.elapsed().as_secs_f64(), urls(&request)));
                notes.raw.push(request.clone());
                notes.under_way += 1;
                notes.most_under_way = notes.most_under_way.max(notes.under_way);
                notes.requests.len()
            };
            tokio::time::sleep(self.latency).await;
            self.notes.lock().unwrap().under_way -= 1;
            match (self.fate)(count) {
                None => Ok(self.answer(&request, true)),
                Some(Ok((status, wait))) => Ok(response(status, wait, String::new())),
                Some(Err(kind)) => {
                    if kind == TransportErrorKind::Interrupted {
                        self.answer(&request, true);
                    }
                    Err(TransportError::new(kind, None))
                }
            }
        })
    }
}

type PartResult = Result<Response<Option<Thing>>, Error>;

async fn all<'a, K: Send + 'a>(mut bulk: Bulk<'a, K, Option<Thing>>) -> Vec<(K, PartResult)> {
    let mut results = Vec::new();
    while let Some(result) = bulk.next().await {
        results.push(result);
    }
    results
}

fn keys(results: &[(usize, PartResult)]) -> Vec<usize> {
    let mut keys: Vec<usize> = results.iter().map(|(key, _)| *key).collect();
    keys.sort_unstable();
    keys
}
