//! Raw requests, upsert, replace, edit and optional reads, in memory and over a socket.

use graph_core::client::RawPath;
use graph_core::transport::ReqwestTransport;
use graph_core::{Client, StaticToken};
use http::Method;
use serde_json::json;

use super::entities::*;
use super::*;

/// Runs a test with a client in memory, and again over a socket. Each time, `emulator` makes a new emulator.
pub async fn in_memory_and_over_a_socket(emulator: impl Fn() -> Emulator, test: impl AsyncFn(Client, Emulator)) {
    let (first, second) = (emulator(), emulator());
    test(first.client(), first).await;
    let server = second.serve(0).await.unwrap();
    let transport = ReqwestTransport::new().unwrap();
    let graph = Client::builder(transport, StaticToken::new("secret-token")).host(server.host()).build();
    test(graph, server.emulator().clone()).await;
}

fn thing() -> graph_core::model::Path<Thing> {
    Thing::v1().things(&ThingId::new("t 1").unwrap())
}

#[tokio::test]
async fn raw_requests_reach_what_typed_requests_reach() {
    let emulator = || Emulator::new().with::<Thing>();
    in_memory_and_over_a_socket(emulator, async |graph, emulator| {
        let path = || RawPath::v1("/things/t%201").unwrap();
        let changed = graph.request(Method::PATCH, path()).json(&json!({"int": 7})).await.unwrap();
        assert_eq!((changed.status.as_u16(), &changed.body.json::<Value>().unwrap()["int"]), (200, &json!(7)));
        assert_eq!(changed.headers["etag"].to_str().ok(), changed.etag.as_deref());
        assert_eq!(emulator.stored(&thing()).unwrap().int, 7);

        let error = graph.request(Method::GET, RawPath::beta("/unknown").unwrap()).await.unwrap_err();
        assert!(error.is_not_found() && error.request_id().is_some(), "{error}");

        let mut batch = graph.batch();
        let read = batch.add(graph.request(Method::GET, path()));
        let text = batch.add(graph.request(Method::GET, RawPath::v1("/things/t%201/int/$value").unwrap()));
        let refused = batch.add(graph.request(Method::PUT, path()).body("image/png", &[1, 255][..]));
        let mut results = batch.send().await.unwrap();
        assert_eq!(results.take(read).unwrap().body.json::<Value>().unwrap()["id"], "t 1");
        assert_eq!(results.take(text).unwrap().body.bytes(), "7");
        assert_eq!(results.take(refused).unwrap_err().status(), Some(http::StatusCode::UNSUPPORTED_MEDIA_TYPE));
        assert_eq!(emulator.journal().iter().last().unwrap().body(), &[1, 255][..], "and has arrived as it was");
    })
    .await;
}
