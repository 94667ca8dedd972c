//! Requests through the client, to transports that respond immediately.

use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use graph_core::transport::{ResponseFuture, Transport};
use graph_core::{Client, DateTimeOffset, GraphEntity, StaticToken, graph_ids, graph_paths};
use graph_tests::Result;
use http::{Request, Response};
use serde_json::{Value, json};

/// The number of elements in a page.
const PAGE: usize = 1_000;

graph_ids! { pub StatusId; }

/// An entity of nine properties.
#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.status")]
#[graph_paths(v1, "/statuses/{statusId}")]
pub(crate) struct Status {
    #[graph(key)]
    pub(crate) id: String,
    pub(crate) pending_count: i32,
    pub(crate) not_applicable_count: i32,
    pub(crate) success_count: i32,
    pub(crate) error_count: i32,
    pub(crate) failed_count: i32,
    pub(crate) user_display_name: Option<String>,
    pub(crate) last_update_date_time: DateTimeOffset,
    pub(crate) configuration_version: i32,
}

/// An element of a page.
const ELEMENT: &str = r##"{"@odata.type":"#microsoft.graph.status","id":"f20a67fe-67fe-f20a-fe67-0af2fe670af2","pendingCount":12,"notApplicableCount":2,"successCount":12,"errorCount":10,"failedCount":11,"userDisplayName":"Adele Vance","lastUpdateDateTime":"2016-12-31T23:58:21.6459442-08:00","configurationVersion":4}"##;

/// Sends a number of patches in a bulk.
pub(crate) async fn patch(patches: usize) -> Result<()> {
    let graph = client(Batches);
    let requests = (0..patches).map(|n| {
        let id = StatusId::new(format!("status-{n}")).expect("a valid id");
        (n, graph.patch(Status::v1().statuses(&id), Status::patch().pending_count(n as i32).success_count(12)))
    });
    let (mut bulk, mut done) = (graph.bulk(requests), 0);
    while let Some((_, result)) = bulk.next().await {
        result?;
        done += 1;
    }
    assert_eq!(done, patches);
    Ok(())
}

/// Reads a list with a number of elements, one by one.
pub(crate) async fn list(elements: usize) -> Result<()> {
    let graph = client(Pages { left: AtomicUsize::new(elements) });
    let (mut statuses, mut read) = (graph.list(Status::v1().statuses_collection()).stream(), 0);
    while let Some(status) = statuses.next().await {
        assert_eq!(status?.pending_count, 12);
        read += 1;
    }
    assert_eq!(read, elements);
    Ok(())
}

fn client(transport: impl Transport) -> Client {
    Client::new(transport, StaticToken::new("a-token-of-some-length"))
}

/// A transport that carries out every request of a batch.
struct Batches;

impl Transport for Batches {
    fn send(&self, request: Request<Bytes>) -> ResponseFuture<'_> {
        let batch: Value = serde_json::from_slice(request.body()).expect("a batch");
        let requests = batch["requests"].as_array().expect("requests");
        let responses: Vec<Value> = requests.iter().map(|request| json!({ "id": request["id"], "status": 204 })).collect();
        respond(json!({ "responses": responses }).to_string())
    }
}

/// A transport that responds with pages until no element is left.
struct Pages {
    left: AtomicUsize,
}

impl Transport for Pages {
    fn send(&self, _: Request<Bytes>) -> ResponseFuture<'_> {
        let left = self.left.load(Ordering::Relaxed);
        let elements = left.min(PAGE);
        self.left.store(left - elements, Ordering::Relaxed);
        let values = vec![ELEMENT; elements].join(",");
        let next = format!(r#""@odata.nextLink":"https://graph.microsoft.com/v1.0/statuses?$skiptoken={}","#, left - elements);
        let next = if left > elements { &next } else { "" };
        respond(format!(r#"{{{next}"value":[{values}]}}"#))
    }
}

fn respond(body: String) -> ResponseFuture<'static> {
    Box::pin(std::future::ready(Ok(Response::new(body.into()))))
}
