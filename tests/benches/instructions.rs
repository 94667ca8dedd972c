//! Counts instructions per call: encoding a patch, decoding a response body, and sending a whole request or reading a page.
//!
//! `cargo bench -p graph-tests --bench instructions -- [encode | decode | diff | patch | get | list] [CALLS]`
//!
//! Without arguments, it runs each kind once, which checks the bench itself. To count instructions, run the executable twice under
//! callgrind and divide the difference in instructions by the difference in calls. Startup and shutdown then cancel out:
//!
//! ```console
//! $ cargo bench -p graph-tests --bench instructions --no-run    # prints the path of the executable
//! $ valgrind --tool=callgrind --callgrind-out-file=/dev/null EXECUTABLE encode 1000    # "Collected : …"
//! $ valgrind --tool=callgrind --callgrind-out-file=/dev/null EXECUTABLE encode 11000
//! ```
//!
//! - `encode` builds a patch of eight properties, one of them a date, and writes its body.
//! - `decode` reads a response body of nine properties, as the client does.
//! - `diff` compares two equal entities of nine properties.
//! - `patch` and `get` send a request through the client to a transport that responds immediately.
//! - `list` reads a page of 100 entities from such a transport.

use std::hint::black_box;
use std::time::SystemTime;

use bytes::Bytes;
use graph_core::model::PropertyValue;
use graph_core::transport::{ResponseFuture, Transport};
use graph_core::{Client, DateTimeOffset, GraphEntity, StaticToken, graph_ids, graph_paths};
use graph_intune::{
    DeviceConfigurationId, DeviceConfigurationUserOverview as Overview, DeviceConfigurationUserOverviewPatch as OverviewPatch,
};
use http::{Request, Response};

const KINDS: [&str; 6] = ["encode", "decode", "diff", "patch", "get", "list"];

/// The response body on the entity's API page, plus the property that only beta has.
const ANSWER: &str = r##"{"@odata.type":"#microsoft.graph.deviceConfigurationUserOverview","id":"f20a67fe-67fe-f20a-fe67-0af2fe670af2","pendingCount":12,"notApplicableCount":2,"successCount":12,"errorCount":10,"failedCount":11,"conflictCount":13,"lastUpdateDateTime":"2016-12-31T23:58:21.6459442-08:00","configurationVersion":4}"##;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let Some(kind) = arguments.next() else { return KINDS.iter().for_each(|kind| run(kind, 1)) };
    run(&kind, arguments.next().map_or(1, |calls| calls.parse().expect("a number of calls")));
}

fn run(kind: &str, calls: usize) {
    match kind {
        "encode" => (0..calls).for_each(|call| encode(black_box(call))),
        "decode" => (0..calls).for_each(|_| decode(black_box(ANSWER))),
        "diff" => {
            let entity: Overview = serde_json::from_str(ANSWER).unwrap();
            (0..calls).for_each(|_| diff(black_box(&entity), black_box(&entity.clone())));
        }
        "patch" | "get" | "list" => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
            match kind {
                "list" => runtime.block_on(list(calls)),
                _ => runtime.block_on(request(kind == "patch", calls)),
            }
        }
        _ => panic!("expected one of {KINDS:?}, found {kind}"),
    }
}

fn overview(call: usize) -> OverviewPatch {
    Overview::patch()
        .pending_count(call as i32)
        .not_applicable_count(2)
        .success_count(12)
        .error_count(10)
        .failed_count(11)
        .conflict_count(13)
        .last_update_date_time(DateTimeOffset::from(SystemTime::UNIX_EPOCH))
        .configuration_version(4)
}

fn encode(call: usize) {
    black_box(serde_json::to_vec(&overview(call)).unwrap());
}

fn decode(answer: &str) {
    let read = <Overview as PropertyValue>::read_text(answer.as_bytes());
    assert!(black_box(read).is_ok());
}

fn diff(before: &Overview, after: &Overview) {
    assert!(black_box(OverviewPatch::diff(before, after)).is_empty());
}

async fn request(patch: bool, calls: usize) {
    let graph = Client::new(Fixed(Bytes::from_static(ANSWER.as_bytes())), StaticToken::new("a-token-of-some-length"));
    let path = Overview::beta().root_certificate(&DeviceConfigurationId::new("a1b2").unwrap());
    for call in 0..calls {
        if patch {
            black_box(graph.patch(path.clone(), overview(call)).await.unwrap());
        } else {
            black_box(graph.get(path.clone()).await.unwrap());
        }
    }
}

graph_ids! { pub StatusId; }

/// The entity of [`ANSWER`], in a collection.
#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.deviceConfigurationUserOverview")]
#[graph_paths(beta, "/statuses/{statusId}")]
pub struct Status {
    #[graph(key)]
    pub id: String,
    pub pending_count: i32,
    pub not_applicable_count: i32,
    pub success_count: i32,
    pub error_count: i32,
    pub failed_count: i32,
    pub conflict_count: i32,
    pub last_update_date_time: DateTimeOffset,
    pub configuration_version: i32,
}

async fn list(calls: usize) {
    let page =
        format!(r#"{{"@odata.context":"https://graph.microsoft.com/beta/$metadata","value":[{}]}}"#, [ANSWER; 100].join(","));
    let graph = Client::new(Fixed(page.into()), StaticToken::new("a-token-of-some-length"));
    let path = Status::beta().statuses_collection();
    for _ in 0..calls {
        let entities = graph.list(path.clone()).stream().collect().await.unwrap();
        assert_eq!(black_box(entities).len(), 100);
    }
}

/// A transport that responds to every request with the same body.
struct Fixed(Bytes);

impl Transport for Fixed {
    fn send(&self, _: Request<Bytes>) -> ResponseFuture<'_> {
        Box::pin(std::future::ready(Ok(Response::new(self.0.clone()))))
    }
}
