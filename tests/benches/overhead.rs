//! Compares CPU time per request on two sides: the client over reqwest, and the same PATCH hand-written with reqwest and serde.
//!
//! `cargo bench -p graph-tests --bench overhead`
//!
//! Asserts that the client takes at most 1.05 times the CPU time of the hand-written side.
//!
//! Both sides encode the id into the path and send the same body and headers to the same host. Both sides read the response into a struct
//! of the same types, check `@odata.type`, and return the request ids and the etag. Each side has its own reqwest client with the same
//! configuration. The host is a thread that responds to every request with the same bytes.
//!
//! The bench measures the CPU time of the client's thread (`/proc/thread-self/schedstat`, Linux only), which other load affects less than
//! wall time. The two sides take turns in short blocks; the result is the median ratio of neighbouring blocks.
//!
//! `cargo bench -p graph-tests --bench overhead -- client` (or `hand`) runs only one of the two sides, for a profiler.

use std::time::Duration;

use graph_core::client::Response;
use graph_core::transport::ReqwestTransport;
use graph_core::{Client, DateTimeOffset, Host, StaticToken};
use graph_intune::{DeviceConfigurationId, DeviceConfigurationUserOverview as Overview};
use graph_tests::growth::cpu_time;
use graph_tests::loopback;
use http::HeaderValue;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

const BLOCKS: usize = 300;
const REQUESTS: usize = 400;

/// The highest allowed ratio of CPU times, client to hand-written.
const LIMIT: f64 = 1.05;

const TOKEN: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.emulated.signature";

const ID: &str = "f20a67fe-67fe-f20a-fe67-0af2fe670af2";

const TAG: &str = "#microsoft.graph.deviceConfigurationUserOverview";

/// The characters that are percent-encoded in a segment of a path.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

const ANSWER: &str = r##"{"@odata.type":"#microsoft.graph.deviceConfigurationUserOverview","id":"f20a67fe-67fe-f20a-fe67-0af2fe670af2","pendingCount":12,"notApplicableCount":2,"successCount":12,"errorCount":10,"failedCount":11,"lastUpdateDateTime":"2016-12-31T23:58:21.6459442-08:00","configurationVersion":4,"conflictCount":13}"##;

fn main() {
    let (port, runtime) =
        (loopback::serve(ANSWER, |_, _| ()), tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap());
    let graph = Client::builder(ReqwestTransport::new().unwrap(), StaticToken::new(TOKEN)).host(Host::loopback(port)).build();
    let by_hand = ByHand::new(port);
    let updated = OffsetDateTime::parse("2016-12-31T23:58:21.6459442-08:00", &Rfc3339).unwrap();
    let block = |hand: bool| {
        let start = cpu_time();
        runtime.block_on(async {
            for n in 0..REQUESTS {
                if hand {
                    let updated = by_hand.patch(n, updated).await;
                    assert_eq!(updated.answer.failed_count, 11);
                } else {
                    let updated = patch(&graph, n, updated).await;
                    assert_eq!(updated.body.unwrap().failed_count, 11);
                }
            }
        });
        (cpu_time() - start).as_secs_f64() / REQUESTS as f64 * 1e6
    };
    if let Some(alone) = std::env::args().skip(1).find(|argument| argument != "--bench") {
        (0..10).for_each(|_| println!("{:.1} µs", block(alone == "hand")));
        return;
    }
    for n in 0..4 {
        block(n % 2 == 0);
    }
    let mut pairs: Vec<(f64, f64)> = (0..BLOCKS)
        .map(|n| {
            // The order alternates, so that neither side benefits from being first.
            let first = block(n % 2 == 0);
            let second = block(n % 2 != 0);
            if n % 2 == 0 { (first, second) } else { (second, first) }
        })
        .collect();
    let mut ratio = |of: fn(&(f64, f64)) -> f64| {
        pairs.sort_by(|a, b| of(a).total_cmp(&of(b)));
        of(&pairs[BLOCKS / 2])
    };
    let (hand, client, ratio) = (ratio(|pair| pair.0), ratio(|pair| pair.1), ratio(|pair| pair.1 / pair.0));
    println!("| way | CPU per request |");
    println!("|---|---|");
    println!("| reqwest and serde by hand | {hand:.1} µs |");
    println!("| client over reqwest | {client:.1} µs |");
    println!("\nratio {ratio:.3}");
    assert!(ratio <= LIMIT, "more than {LIMIT}");
}

async fn patch(graph: &Client, n: usize, updated: OffsetDateTime) -> Response<Option<Overview>> {
    let id = DeviceConfigurationId::new(ID).unwrap();
    let patch = Overview::patch()
        .pending_count(n as i32)
        .not_applicable_count(2)
        .success_count(12)
        .error_count(10)
        .failed_count(11)
        .last_update_date_time(DateTimeOffset::from(updated))
        .configuration_version(4);
    graph.patch(Overview::beta().root_certificate(&id), patch).await.unwrap()
}

/// An update request, hand-written with reqwest and serde.
struct ByHand {
    http: reqwest::Client,
    base: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    #[serde(rename = "@odata.type")]
    odata_type: &'a str,
    pending_count: i32,
    not_applicable_count: i32,
    success_count: i32,
    error_count: i32,
    failed_count: i32,
    #[serde(with = "time::serde::rfc3339")]
    last_update_date_time: OffsetDateTime,
    configuration_version: i32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "read to be looked at, as the client's is")]
struct Answer {
    #[serde(rename = "@odata.type")]
    odata_type: Option<String>,
    id: String,
    pending_count: i32,
    not_applicable_count: i32,
    success_count: i32,
    error_count: i32,
    failed_count: i32,
    conflict_count: Option<i32>,
    #[serde(with = "time::serde::rfc3339")]
    last_update_date_time: OffsetDateTime,
    configuration_version: i32,
}

/// The result of a hand-written update, with the same data as the client's result.
#[expect(dead_code, reason = "as the client's")]
struct Updated {
    answer: Answer,
    etag: Option<String>,
    request_id: Option<String>,
    client_request_id: String,
}

impl ByHand {
    fn new(port: u16) -> Self {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .retry(reqwest::retry::never())
            .connect_timeout(Duration::from_secs(30))
            .no_proxy()
            .user_agent(concat!("graph-core/", env!("CARGO_PKG_VERSION")))
            .build();
        Self { http: http.unwrap(), base: format!("http://127.0.0.1:{port}") }
    }

    async fn patch(&self, n: usize, updated: OffsetDateTime) -> Updated {
        let id = utf8_percent_encode(ID, SEGMENT);
        let client_request_id = uuid::Uuid::new_v4().to_string();
        let change = Change {
            odata_type: TAG,
            pending_count: n as i32,
            not_applicable_count: 2,
            success_count: 12,
            error_count: 10,
            failed_count: 11,
            last_update_date_time: updated,
            configuration_version: 4,
        };
        let base = &self.base;
        let url = format!("{base}/beta/deviceManagement/deviceConfigurations/{id}/rootCertificate/userStatusOverview");
        let request = self
            .http
            .patch(url)
            .bearer_auth(TOKEN)
            .header("accept", "application/json")
            .header("content-type", "application/json")
            .header("client-request-id", &client_request_id)
            .timeout(Duration::from_secs(100))
            .body(serde_json::to_vec(&change).unwrap());
        let response = request.send().await.unwrap().error_for_status().unwrap();
        let header = |name| response.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok()).map(str::to_owned);
        let (etag, request_id) = (header("etag"), header("request-id"));
        let answer: Answer = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
        assert!(answer.odata_type.as_ref().is_none_or(|tag| tag == TAG));
        Updated { answer, etag, request_id, client_request_id }
    }
}
