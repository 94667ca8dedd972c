//! Tests the memory that one page takes. The test is alone in its process, because it reads the peak memory of the whole process.

#![cfg(target_os = "linux")]

use bytes::Bytes;
use graph_core::transport::{ResponseFuture, Transport};
use graph_core::{Client, StaticToken};
use graph_tests::entities::Thing;
use http::{Request, Response};

/// A transport that answers every request with the same body.
struct Page(Bytes);

impl Transport for Page {
    fn send(&self, _: Request<Bytes>) -> ResponseFuture<'_> {
        Box::pin(std::future::ready(Ok(Response::new(self.0.clone()))))
    }
}

/// Returns the peak memory of the process so far, in bytes.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
}

#[tokio::test]
async fn page_of_wrong_elements_takes_memory_in_proportion_to_its_length() {
    const ELEMENTS: usize = 500_000;
    let body = Bytes::from(format!("{{\"value\":[{}0]}}", "0,".repeat(ELEMENTS - 1)));
    let length = body.len();
    let graph = Client::new(Page(body), StaticToken::new("a-token-of-some-length"));
    let before = peak();
    let mut things = graph.list(Thing::v1().things_collection()).stream();
    let mut errors = 0;
    while let Some(thing) = things.next().await {
        thing.unwrap_err();
        errors += 1;
    }
    assert_eq!(errors, ELEMENTS);
    // A JSON tree takes a few dozen bytes per number, an error takes some hundreds.
    let times = (peak() - before) / length;
    assert!(times < 70, "{times} times the length of the body");
}
