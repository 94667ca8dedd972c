//! Whole requests through the client, to a transport that responds immediately.

use std::hint::black_box;

use bytes::Bytes;
use graph_core::transport::{ResponseFuture, Transport};
use graph_core::{Client, DateTimeOffset, GraphEntity, StaticToken, graph_ids, graph_paths};
use graph_intune::{DeviceConfigurationId, DeviceConfigurationUserOverview as Overview};
use http::{Request, Response};

use crate::configuration::graph::Configuration;
use crate::overview::ANSWER;
use crate::patches;

/// The number of elements of the longest page that is read.
const LONGEST_PAGE: usize = 300;

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

pub fn patch(calls: usize) {
    let (graph, path) = (client(ANSWER), Overview::beta().root_certificate(&configuration_id()));
    block_on(async {
        for call in 0..calls {
            black_box(graph.patch(path.clone(), patches::of_8(call)).await.unwrap());
        }
    });
}

pub fn get(calls: usize) {
    let (graph, path) = (client(ANSWER), Overview::beta().root_certificate(&configuration_id()));
    block_on(async {
        for _ in 0..calls {
            black_box(graph.get(path.clone()).await.unwrap());
        }
    });
}

pub fn list_of_100(calls: usize) {
    let graph = client(page_of(100));
    block_on(async {
        for _ in 0..calls {
            assert_eq!(black_box(list(&graph).await).len(), 100);
        }
    });
}

/// Reads one page. A call is one element, so the cost of the request cancels out.
pub fn list_elements(calls: usize) {
    let graph = client(page_of(calls));
    assert_eq!(black_box(block_on(list(&graph))).len(), calls);
}

/// Returns the body of a page with this number of elements. Its cost does not depend on the number.
pub fn page_of(elements: usize) -> String {
    let head = r#"{"@odata.context":"https://graph.microsoft.com/beta/$metadata#statuses","value":["#;
    let mut page = format!("{head}{},", [ANSWER; LONGEST_PAGE].join(","));
    page.truncate(head.len() + elements * (ANSWER.len() + 1));
    page.truncate(page.trim_end_matches(',').len());
    page.push_str("]}");
    page
}

/// Reads an `Overview` through the client from a response with this body.
pub fn read_overview(body: &str) -> Overview {
    let graph = client(body.to_owned());
    block_on(async { graph.get(Overview::v1().user_status_overview(&configuration_id())).await }).unwrap().body
}

/// Reads a `Configuration` through the client from a response with this body.
pub fn read_configuration(body: &str) -> Configuration {
    let graph = client(body.to_owned());
    block_on(async { graph.get(Configuration::beta().device_configurations(&configuration_id())).await }).unwrap().body
}

/// Reads all entities of a page through the client.
pub async fn list(graph: &Client) -> Vec<Status> {
    graph.list(Status::beta().statuses_collection()).stream().collect().await.unwrap()
}

fn configuration_id() -> DeviceConfigurationId {
    DeviceConfigurationId::new("a1b2").unwrap()
}

/// Returns a client whose transport responds to every request with the same body.
pub fn client(body: impl Into<Bytes>) -> Client {
    Client::new(Fixed(body.into()), StaticToken::new("a-token-of-some-length"))
}

pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
}

struct Fixed(Bytes);

impl Transport for Fixed {
    fn send(&self, _: Request<Bytes>) -> ResponseFuture<'_> {
        Box::pin(std::future::ready(Ok(Response::new(self.0.clone()))))
    }
}
