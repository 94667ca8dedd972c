//! The rows of the table: each is one piece of work, with graph-core and by hand.

use std::hint::black_box;
use std::sync::LazyLock;

use graph_core::model::{Decoded, PropertyValue};
use graph_intune::{
    DeviceConfigurationId, DeviceConfigurationUserOverview as Overview, DeviceConfigurationUserStatus as UserStatus,
    DeviceConfigurationUserStatusId,
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::de::DeserializeOwned;

use crate::configuration::{by_hand, graph};
use crate::overview::{ANSWER, ByHand, Page};
use crate::{client, patches};

/// Does a piece of work a number of times.
pub type Work = fn(calls: usize);

/// A row of the table.
pub struct Row {
    /// The name of the row on the command line.
    pub key: &'static str,
    pub title: &'static str,
    pub graph: Work,
    pub by_hand: Option<Work>,
    /// The highest allowed ratio of instructions, graph-core to by hand.
    pub bound: Option<f64>,
}

const fn row(key: &'static str, title: &'static str, graph: Work, by_hand: Work, bound: f64) -> Row {
    Row { key, title, graph, by_hand: Some(by_hand), bound: Some(bound) }
}

const fn without_bound(key: &'static str, title: &'static str, graph: Work, by_hand: Option<Work>) -> Row {
    Row { key, title, graph, by_hand, bound: None }
}

pub const ROWS: &[Row] = &[
    row(
        "patch-8",
        "build and encode a patch of 8 properties with a date",
        |calls| repeat(calls, |call| patches::body(&patches::of_8(call))),
        |calls| repeat(calls, |call| serde_json::to_vec(&patches::of_8_by_hand(call)).unwrap()),
        1.0,
    ),
    row(
        "patch-3",
        "the same of 3 integers",
        |calls| repeat(calls, |call| patches::body(&patches::of_3(call))),
        |calls| repeat(calls, |call| serde_json::to_vec(&patches::of_3_by_hand(call)).unwrap()),
        1.0,
    ),
    row(
        "patch-8-json",
        "the same 8, against `serde_json::json!`",
        |calls| repeat(calls, |call| patches::body(&patches::of_8(call))),
        |calls| repeat(calls, |call| serde_json::to_vec(&patches::of_8_as_json(call)).unwrap()),
        0.35,
    ),
    without_bound(
        "patch-8-serde",
        "the patch of 8 properties through `serde_json::to_vec`",
        |calls| repeat(calls, |call| serde_json::to_vec(&patches::of_8(call)).unwrap()),
        Some(|calls| repeat(calls, |call| serde_json::to_vec(&patches::of_8_by_hand(call)).unwrap())),
    ),
    without_bound(
        "patch-3-serde",
        "the patch of 3 integers through `serde_json::to_vec`",
        |calls| repeat(calls, |call| serde_json::to_vec(&patches::of_3(call)).unwrap()),
        Some(|calls| repeat(calls, |call| serde_json::to_vec(&patches::of_3_by_hand(call)).unwrap())),
    ),
    row(
        "decode-9",
        "decode a response of 9 properties, as the client does",
        |calls| repeat(calls, |_| read_text::<Overview>(ANSWER)),
        |calls| repeat(calls, |_| from_slice::<ByHand>(ANSWER)),
        1.0,
    ),
    row(
        "decode-9-serde",
        "the same through `serde_json::from_slice`",
        |calls| repeat(calls, |_| from_slice::<Overview>(ANSWER)),
        |calls| repeat(calls, |_| from_slice::<ByHand>(ANSWER)),
        1.2,
    ),
    row(
        "decode-285",
        "decode a response of 285 properties, as the client does",
        |calls| repeat(calls, |_| read_text::<graph::Configuration>(&CONFIGURATION)),
        |calls| repeat(calls, |_| from_slice::<by_hand::Configuration>(&CONFIGURATION)),
        1.0,
    ),
    row(
        "decode-285-serde",
        "the same through `serde_json::from_slice`",
        |calls| repeat(calls, |_| from_slice::<graph::Configuration>(&CONFIGURATION)),
        |calls| repeat(calls, |_| from_slice::<by_hand::Configuration>(&CONFIGURATION)),
        1.1,
    ),
    without_bound(
        "decode-285-reversed",
        "the same with the properties in reversed order, as the client does",
        |calls| repeat(calls, |_| read_text::<graph::Configuration>(&REVERSED)),
        Some(|calls| repeat(calls, |_| from_slice::<by_hand::Configuration>(&REVERSED))),
    ),
    row(
        "list-elements",
        "read one element of a page of a list",
        client::list_elements,
        |calls| {
            let page = client::page_of(calls);
            assert_eq!(black_box(from_slice::<Page>(&page)).value.len(), calls);
        },
        1.0,
    ),
    row(
        "encode-285",
        "encode a whole entity of 285 properties",
        |calls| {
            let entity: graph::Configuration = from_slice(&CONFIGURATION);
            repeat(calls, |_| serde_json::to_vec(black_box(&entity)).unwrap());
        },
        |calls| {
            let entity: by_hand::Configuration = from_slice(&CONFIGURATION);
            repeat(calls, |_| serde_json::to_vec(black_box(&entity)).unwrap());
        },
        1.0,
    ),
    row(
        "diff-285",
        "`diff` of two equal entities of 285 properties, against `==`",
        |calls| {
            let entities: [graph::Configuration; 2] = [from_slice(&CONFIGURATION), from_slice(&CONFIGURATION)];
            repeat(calls, |_| graph::ConfigurationPatch::diff(black_box(&entities[0]), black_box(&entities[1])));
        },
        |calls| {
            let entities: [by_hand::Configuration; 2] = [from_slice(&CONFIGURATION), from_slice(&CONFIGURATION)];
            repeat(calls, |_| black_box(&entities[0]) == black_box(&entities[1]));
        },
        3.0,
    ),
    row(
        "path-1",
        "build a path with one id, against `format!`",
        |calls| {
            let id = DeviceConfigurationId::new(ID).unwrap();
            repeat(calls, |_| Overview::v1().user_status_overview(black_box(&id)));
        },
        |calls| repeat(calls, |_| overview_path_by_hand(black_box(ID))),
        0.9,
    ),
    row(
        "path-2",
        "the same with two ids, one of them encoded",
        |calls| {
            let ids = (DeviceConfigurationId::new(ID).unwrap(), DeviceConfigurationUserStatusId::new(ENCODED_ID).unwrap());
            repeat(calls, |_| UserStatus::v1().user_statuses(black_box(&ids.0), black_box(&ids.1)));
        },
        |calls| repeat(calls, |_| status_path_by_hand(black_box(ID), black_box(ENCODED_ID))),
        0.9,
    ),
    without_bound("patch", "send a patch of 8 properties through the client", client::patch, None),
    without_bound("get", "read an entity of 9 properties through the client", client::get, None),
    without_bound("list", "read a page of 100 entities through the client", client::list_of_100, None),
];

const ID: &str = "f20a67fe-67fe-f20a-fe67-0af2fe670af2";

const ENCODED_ID: &str = "a1b2/Alex Wilber@contoso.com";

/// The characters that are percent-encoded in a segment of a path.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A response body of 285 properties, written by serde's derive.
static CONFIGURATION: LazyLock<String> = LazyLock::new(|| serde_json::to_string(&by_hand::Configuration::sample()).unwrap());

/// The same in reversed order.
static REVERSED: LazyLock<String> = LazyLock::new(|| {
    let body: serde_json::Map<_, _> = serde_json::from_str(&CONFIGURATION).unwrap();
    serde_json::to_string(&body.into_iter().rev().collect::<serde_json::Map<_, _>>()).unwrap()
});

fn repeat<T>(calls: usize, mut work: impl FnMut(usize) -> T) {
    for call in 0..calls {
        black_box(work(black_box(call)));
    }
}

fn read_text<E: PropertyValue>(body: &str) -> Decoded<E> {
    E::read_text(black_box(body.as_bytes())).unwrap()
}

fn from_slice<E: DeserializeOwned>(body: &str) -> E {
    serde_json::from_slice(black_box(body.as_bytes())).unwrap()
}

fn overview_path_by_hand(id: &str) -> String {
    format!("/deviceManagement/deviceConfigurations/{}/userStatusOverview", utf8_percent_encode(id, SEGMENT))
}

fn status_path_by_hand(id: &str, status: &str) -> String {
    let (id, status) = (utf8_percent_encode(id, SEGMENT), utf8_percent_encode(status, SEGMENT));
    format!("/deviceManagement/deviceConfigurations/{id}/userStatuses/{status}")
}

/// Checks that both sides of each row give the same body or the same values.
pub fn check() {
    let text = |body: Vec<u8>| String::from_utf8(body).unwrap();
    for call in [0, 7] {
        let by_hand = text(serde_json::to_vec(&patches::of_8_by_hand(call)).unwrap());
        assert_eq!(text(patches::body(&patches::of_8(call))), by_hand);
        assert_eq!(text(serde_json::to_vec(&patches::of_8_as_json(call)).unwrap()), by_hand);
        let by_hand = text(serde_json::to_vec(&patches::of_3_by_hand(call)).unwrap());
        assert_eq!(text(patches::body(&patches::of_3(call))), by_hand);
    }
    for entity in [client::read_overview(ANSWER), from_slice(ANSWER)] {
        assert_eq!(serde_json::to_string(&entity).unwrap(), serde_json::to_string(&from_slice::<ByHand>(ANSWER)).unwrap());
    }
    for entity in [client::read_configuration(&CONFIGURATION), from_slice(&CONFIGURATION), client::read_configuration(&REVERSED)]
    {
        assert_eq!(serde_json::to_string(&entity).unwrap(), *CONFIGURATION);
    }
    for body in [&*CONFIGURATION, &*REVERSED] {
        assert_eq!(from_slice::<by_hand::Configuration>(body), by_hand::Configuration::sample());
    }
    for elements in [1, 100, 300] {
        let page = client::page_of(elements);
        let by_hand = from_slice::<Page>(&page).value;
        let read = client::block_on(client::list(&client::client(page)));
        assert_eq!(serde_json::to_value(read).unwrap(), serde_json::to_value(by_hand).unwrap());
    }
    let ids = (DeviceConfigurationId::new(ID).unwrap(), DeviceConfigurationUserStatusId::new(ENCODED_ID).unwrap());
    assert_eq!(Overview::v1().user_status_overview(&ids.0).as_str(), overview_path_by_hand(ID));
    assert_eq!(UserStatus::v1().user_statuses(&ids.0, &ids.1).as_str(), status_path_by_hand(ID, ENCODED_ID));
}
