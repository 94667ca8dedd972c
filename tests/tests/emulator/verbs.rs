//! Tests of raw requests, upsert, replace, edit and optional reads, in memory and over a socket.

use std::future::IntoFuture;
use std::time::Duration;

use graph_core::client::RawPath;
use graph_core::{Client, GraphEntity, graph_ids, graph_paths};
use http::Method;
use serde_json::json;

use super::entities::*;
use super::*;

/// Runs a test with a client in memory, and again over a socket. Each time, `emulator` makes a new emulator.
pub async fn in_memory_and_over_a_socket(emulator: impl Fn() -> Emulator, test: impl AsyncFn(Client, Emulator)) {
    let (first, second) = (emulator(), emulator());
    test(first.client(), first).await;
    let server = second.serve(0).await.unwrap();
    test(over_a_socket(&server), server.emulator().clone()).await;
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

#[tokio::test]
async fn an_entity_is_created_changed_replaced_and_read_if_it_exists() {
    let emulator = || Emulator::new().seeded_only().with::<Thing>();
    in_memory_and_over_a_socket(emulator, async |graph, emulator| {
        let missing = graph.get(thing()).optional().await.unwrap();
        assert_eq!((missing.status.as_u16(), missing.body), (404, None));

        let created = graph.upsert(thing(), Thing::patch().int(1).text("a")).await.unwrap();
        assert_eq!((created.is_created(), created.status.as_u16(), created.created_id()), (true, 201, Some("t 1")));
        let changed = graph.upsert(thing(), Thing::patch().int(2)).return_minimal().await.unwrap();
        assert_eq!((changed.is_created(), changed.status.as_u16(), &changed.body), (false, 204, &None));

        let found = graph.get(thing()).optional().await.unwrap();
        let mut whole = found.body.unwrap();
        assert_eq!((whole.int, whole.text.as_deref()), (2, Some("a")));
        whole.text = None;
        whole.tags = vec!["b".into()];
        let stale = graph.replace(thing(), &whole).if_match(created.etag.unwrap()).await.unwrap_err();
        assert!(stale.is_precondition_failed(), "{stale}");
        let replaced = graph.replace(thing(), &whole).if_match(found.etag.unwrap()).await.unwrap();
        assert_eq!((replaced.is_created(), replaced.body.unwrap().tags), (false, vec!["b".to_owned()]));
        let stored = emulator.stored(&thing()).unwrap();
        assert_eq!((stored.int, stored.text, stored.created), (2, None, whole.created));

        let mut batch = graph.batch();
        let other = Thing::v1().things(&ThingId::new("other").unwrap());
        let upserted = batch.add(graph.upsert(other.clone(), Thing::patch().int(3)));
        let put = batch.add(graph.replace(thing(), whole.clone()));
        let unknown = batch.add(graph.get(Thing::v1().things(&ThingId::new("unknown").unwrap())).optional());
        let mut results = batch.send().await.unwrap();
        assert!(results.take(upserted).unwrap().is_created() && !results.take(put).unwrap().is_created());
        assert_eq!(results.take(unknown).unwrap().body, None);
        assert_eq!(emulator.stored(&other).unwrap().int, 3);
    })
    .await;
}

#[tokio::test]
async fn no_edit_is_lost_among_others() {
    let emulator = || Emulator::new().with::<Thing>().latency(Duration::from_millis(2));
    in_memory_and_over_a_socket(emulator, async |graph, emulator| {
        let edit = || graph.edit(thing(), |thing: &Thing| Thing::patch().int(thing.int + 1)).max_attempts(20).into_future();
        let (a, b, c, d) = tokio::join!(edit(), edit(), edit(), edit());
        assert!([a, b, c, d].iter().all(Result::is_ok));
        assert_eq!(emulator.stored(&thing()).unwrap().int, 4);
        assert!(emulator.journal().len() > 8, "some edits were refused and started again");

        let before = emulator.journal().total();
        graph.edit(thing(), |_: &Thing| Thing::patch()).await.unwrap();
        assert_eq!(emulator.journal().total(), before + 1, "an empty patch is not sent");
    })
    .await;
}

graph_ids! { pub TeamGroupId; }

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.group")]
#[graph_paths(v1, groups = "/groups/{teamGroupId}", by_unique_name = "/groups(uniqueName='{uniqueName}')")]
pub struct TeamGroup {
    #[graph(key)]
    pub id: String,
    pub unique_name: Option<String>,
    pub display_name: Option<String>,
}

/// An upsert to an alternate key creates the group, and a second one changes it. Source:
/// <https://learn.microsoft.com/graph/api/group-upsert>
#[tokio::test]
async fn an_alternate_key_finds_what_an_upsert_created() {
    let emulator = || Emulator::new().seeded_only().with::<TeamGroup>();
    in_memory_and_over_a_socket(emulator, async |graph, _| {
        let path = || TeamGroup::v1().by_unique_name("it's a/b");
        assert_eq!(graph.get(path()).optional().await.unwrap().body, None);
        let created = graph.upsert(path(), TeamGroup::patch().display_name("A")).await.unwrap();
        assert!(created.is_created(), "{created:?}");
        let group = created.body.unwrap();
        assert_eq!(group.unique_name.as_deref(), Some("it's a/b"));

        let changed = graph.upsert(path(), TeamGroup::patch().display_name("B")).await.unwrap();
        assert!(!changed.is_created());
        let by_id = TeamGroup::v1().groups(&TeamGroupId::new(group.id.clone()).unwrap());
        let read = graph.get(by_id).await.unwrap().body;
        assert_eq!((&read.id, read.display_name.as_deref()), (&group.id, Some("B")));
    })
    .await;
}
