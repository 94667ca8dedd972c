//! Sends the same requests to two equal emulators: one in memory, and one over a loopback socket with reqwest. Compares every response and
//! both journals.

mod stories;

use std::time::Duration;

use bytes::Bytes;
use graph_core::emulator::{Emulator, Fault};
use graph_core::transport::{ReqwestTransport, Transport};
use http::{Method, Request};
use serde_json::Value;

/// A step of a story. A story is a sequence of requests, faults and waits.
#[derive(Clone, Debug)]
enum Step {
    Send {
        method: Method,
        path: String,
        headers: Vec<(&'static str, String)>,
        body: Bytes,
    },
    /// Follows a link in the last response's body or header.
    Follow(&'static str),
    /// Repeats the last request with the etag of the last response, or with the given etag.
    Guarded(Option<&'static str>),
    Fail(Fault),
    Wait(Duration),
}

/// A response without the parts that depend on the transport or the clock: the host, and the time of day.
#[derive(Clone, Debug, PartialEq)]
enum Seen {
    Answer { status: u16, headers: Vec<(String, String)>, body: String },
    Error(graph_core::transport::TransportErrorKind),
}

struct Side {
    transport: Box<dyn Transport>,
    base: String,
    emulator: Emulator,
    last: Option<(Request<Bytes>, Seen)>,
}

impl Side {
    async fn play(&mut self, step: Step) -> Option<Seen> {
        let request = match step {
            Step::Fail(fault) => {
                self.emulator.fail_next([fault]);
                return None;
            }
            Step::Wait(time) => {
                self.emulator.advance(time);
                return None;
            }
            Step::Send { method, path, headers, body } => {
                let mut request = Request::builder().method(method).uri(format!("{}{path}", self.base)).header("accept", "*/*");
                for (name, value) in headers {
                    request = request.header(name, value);
                }
                request.body(body).unwrap()
            }
            Step::Follow(name) => {
                let (last, seen) = self.last.clone().unwrap();
                let mut request = Request::new(Bytes::new());
                *request.headers_mut() = last.headers().clone();
                *request.uri_mut() = link(&seen, name).replace("{base}", &self.base).parse().unwrap();
                request
            }
            Step::Guarded(etag) => {
                let (mut last, seen) = self.last.clone().unwrap();
                let etag = etag.map_or_else(|| link(&seen, "etag"), str::to_owned);
                last.headers_mut().insert("if-match", etag.parse().unwrap());
                last
            }
        };
        let seen = match self.transport.send(request.clone()).await {
            Ok(response) => self.seen(&response),
            Err(error) => Seen::Error(error.kind()),
        };
        self.last = Some((request, seen.clone()));
        Some(seen)
    }

    fn seen(&self, response: &http::Response<Bytes>) -> Seen {
        const OF_THE_WAY: [&str; 4] = ["content-length", "connection", "transfer-encoding", "date"];
        let headers = response.headers().iter().filter(|(name, _)| !OF_THE_WAY.contains(&name.as_str()));
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&self.base, "{base}");
        let mut headers: Vec<_> = headers.map(|(name, value)| (name.to_string(), text(value.as_bytes()))).collect();
        headers.sort();
        let body = match serde_json::from_slice::<Value>(response.body()) {
            Ok(mut json) => {
                undated(&mut json);
                text(json.to_string().as_bytes())
            }
            Err(_) => text(response.body()),
        };
        Seen::Answer { status: response.status().as_u16(), headers, body }
    }
}

fn link(seen: &Seen, name: &str) -> String {
    let Seen::Answer { headers, body, .. } = seen else { panic!("no answer to follow") };
    let header = headers.iter().find(|(header, _)| header == name).map(|(_, value)| value.clone());
    header.or_else(|| Some(serde_json::from_str::<Value>(body).ok()?.get(name)?.as_str()?.to_owned())).unwrap()
}

fn undated(json: &mut Value) {
    match json {
        Value::Object(members) => {
            for (name, value) in members {
                match name.as_str() {
                    "date" | "Date" => *value = Value::Null,
                    _ => undated(value),
                }
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(undated),
        _ => {}
    }
}

/// Plays a story (requests, faults and waits) on two emulators, one in memory and one over a socket. Asserts that both give the same
/// responses, and returns the responses.
async fn both(set_up: impl Fn() -> Emulator, story: Vec<Step>) -> Vec<Seen> {
    let (near, far) = (set_up(), set_up());
    let server = far.serve(0).await.unwrap();
    let mut near =
        Side { transport: Box::new(near.clone()), base: "https://graph.microsoft.com".into(), emulator: near, last: None };
    let mut far = Side { transport: Box::new(ReqwestTransport::new().unwrap()), base: server.url(), emulator: far, last: None };
    let mut all = Vec::new();
    for step in story {
        let seen = near.play(step.clone()).await;
        assert_eq!(seen, far.play(step.clone()).await, "{step:?}");
        all.extend(seen);
    }
    let journal = |side: &Side| side.emulator.journal().to_string();
    assert_eq!(journal(&near), journal(&far));
    assert_eq!(near.emulator.journal().violations(), far.emulator.journal().violations());
    all
}

fn statuses(seen: &[Seen]) -> Vec<u16> {
    let status = |seen: &Seen| match seen {
        Seen::Answer { status, .. } => *status,
        Seen::Error(_) => 0,
    };
    seen.iter().map(status).collect()
}
