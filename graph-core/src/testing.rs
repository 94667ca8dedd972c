//! What the unit tests share: a declared entity, and a transport that plays a script.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;

use crate::model::path::Path;
use crate::transport::{ResponseFuture, Transport, TransportError, TransportErrorKind};
use crate::{Additional, Client, DateTimeOffset, GraphEntity, StaticToken, graph_ids, graph_paths};

graph_ids! { pub(crate) ThingId; }

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(
    odata_type = "microsoft.graph.thing",
    permissions(delegated("Thing.ReadWrite"), application("Thing.ReadWrite.All")),
    crate = crate
)]
#[graph_paths(v1, things = "/things/{thingId}")]
#[graph_paths(beta, things = "/things/{thingId}")]
pub(crate) struct Thing {
    #[graph(key)]
    pub(crate) id: String,
    pub(crate) count: i32,
    pub(crate) name: Option<String>,
    #[graph(read_only)]
    pub(crate) created: DateTimeOffset,
    #[graph(etag)]
    pub(crate) etag: Option<String>,
    #[graph(additional)]
    pub(crate) additional: Additional,
}

pub(crate) const TOKEN: &str = "s3cr3t.t0ken-value";

pub(crate) fn thing() -> Path<Thing> {
    Thing::v1().things(&ThingId::new("a/b").unwrap())
}

/// The JSON of a whole thing.
pub(crate) fn thing_json() -> String {
    r##"{"@odata.type":"#microsoft.graph.thing","@odata.etag":"W/\"7\"","id":"a/b","count":3,"name":null,"created":"2026-11-22T08:00:00Z"}"##
        .into()
}

/// One thing that happens to a request.
pub(crate) enum Step {
    Answer(http::Response<Bytes>),
    Fail(TransportErrorKind),
    /// An answer after this time.
    Late(Duration, http::Response<Bytes>),
    /// No answer, ever.
    Hang,
}

pub(crate) fn answer(status: u16, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Step {
    let mut builder = http::Response::builder().status(status);
    for (name, value) in headers {
        builder = builder.header(*name, *value);
    }
    Step::Answer(builder.body(body.into()).unwrap())
}

type Seen = (Instant, http::Request<Bytes>);

/// Plays its steps one request at a time, and keeps what it was sent and when.
#[derive(Clone, Default)]
pub(crate) struct Script {
    steps: Arc<Mutex<VecDeque<Step>>>,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Script {
    pub(crate) fn new(steps: impl IntoIterator<Item = Step>) -> Self {
        Self { steps: Arc::new(Mutex::new(steps.into_iter().collect())), seen: Arc::default() }
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(self.clone(), StaticToken::new(TOKEN))
    }

    pub(crate) fn requests(&self) -> Vec<http::Request<Bytes>> {
        self.seen.lock().unwrap().iter().map(|(_, request)| request.clone()).collect()
    }

    /// When the requests came, in seconds after the first.
    pub(crate) fn times(&self) -> Vec<f64> {
        let seen = self.seen.lock().unwrap();
        seen.iter().map(|(time, _)| time.duration_since(seen[0].0).as_secs_f64()).collect()
    }
}

impl Transport for Script {
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_> {
        self.seen.lock().unwrap().push((Instant::now(), request));
        let step = self.steps.lock().unwrap().pop_front().expect("a step for every request");
        Box::pin(async move {
            match step {
                Step::Answer(response) => Ok(response),
                Step::Fail(kind) => Err(TransportError::new(kind, None)),
                Step::Late(wait, response) => {
                    tokio::time::sleep(wait).await;
                    Ok(response)
                }
                Step::Hang => std::future::pending().await,
            }
        })
    }
}
