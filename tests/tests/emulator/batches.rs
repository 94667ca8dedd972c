use super::entities::*;
use super::*;
use graph_core::emulator::{Fault, Throttle};
use http::StatusCode;
use serde_json::json;

async fn batch(emulator: &Emulator, requests: Value) -> Response<Bytes> {
    let body = json!({ "requests": requests }).to_string();
    send(emulator, request("POST", "/v1.0/$batch").header("content-type", "application/json"), body).await
}

fn patch_item(id: &str, thing: &str, int: i32) -> Value {
    json!({"id": id, "method": "PATCH", "url": format!("/things/{thing}"), "headers": {"Content-Type": "application/json"},
        "body": {"int": int}})
}

/// Returns the responses of a batch in the order of their ids.
fn answers(response: &Response<Bytes>) -> Vec<Value> {
    let mut answers = json(response)["responses"].as_array().unwrap().clone();
    answers.sort_by_key(|answer| answer["id"].as_str().unwrap().to_owned());
    answers
}

fn statuses(response: &Response<Bytes>) -> Vec<u64> {
    answers(response).iter().map(|answer| answer["status"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn each_part_has_its_own_response() {
    let emulator = Emulator::new().with::<Thing>();
    let response = batch(
        &emulator,
        json!([patch_item("1", "a", 7), {"id": "2", "method": "GET", "url": "things/a%2Fb?$select=id"},
            {"id": "3", "method": "GET", "url": "/elsewhere"}, patch_item("4", "b", 2_000_000_000),
            {"id": "5", "method": "PATCH", "url": "/things/c", "headers": {"Content-Type": "application/json", "Prefer": "return=minimal"}, "body": {}}]),
    )
    .await;
    assert_eq!(response.status(), 200);
    let answers = answers(&response);
    assert_eq!(statuses(&response), [200, 200, 404, 200, 204]);
    assert_eq!(answers[0]["body"]["int"], 7);
    assert_eq!(answers[0]["headers"]["Content-Type"], wire::JSON);
    assert_eq!(answers[2]["headers"]["Content-Type"], "application/json");
    assert!(answers[0]["headers"]["ETag"].is_string() && answers[0]["headers"]["request-id"].is_string());
    assert_eq!(answers[1]["body"]["id"], "a/b");
    assert_eq!(answers[2]["body"]["error"]["code"], "ResourceNotFound");
    assert_eq!(answers[4].get("body"), None);
    let journal = emulator.journal();
    assert_eq!(
        journal.iter().map(|exchange| exchange.item()).collect::<Vec<_>>(),
        [None, Some("1"), Some("2"), Some("3"), Some("4"), Some("5")]
    );
    assert_eq!(journal.patched::<Thing>().len(), 3);
    assert!(!format!("{journal:?}").contains("secret-token"));
}

#[tokio::test]
async fn the_seed_decides_the_order_of_responses() {
    let order = |seed: u64| async move {
        let emulator = Emulator::new().with::<Thing>().random_seed(seed);
        let items: Vec<_> = (0..20).map(|id| patch_item(&id.to_string(), "a", id)).collect();
        let response = batch(&emulator, items.into()).await;
        json(&response)["responses"].as_array().unwrap().iter().map(|answer| answer["id"].clone()).collect::<Vec<_>>()
    };
    let first = order(1).await;
    assert_eq!(order(1).await, first);
    assert_ne!(order(2).await, first);
    assert_ne!(first, (0..20).map(|id| json!(id.to_string())).collect::<Vec<_>>());
}

#[tokio::test]
async fn an_invalid_batch_is_refused_whole() {
    let emulator = Emulator::new().with::<Thing>();
    let item = |id: &str, after: &[&str]| json!({"id": id, "method": "GET", "url": "/things/a", "dependsOn": after});
    let many: Vec<_> = (0..21).map(|id| item(&id.to_string(), &[])).collect();
    for (requests, part) in [
        (json!(many), "not 21"),
        (json!([]), "not 0"),
        (json!("x"), "array"),
        (json!([1]), "object"),
        (json!([{"method": "GET", "url": "/things/a"}]), "'id'"),
        (json!([{"id": 1, "method": "GET", "url": "/things/a"}]), "'id'"),
        (json!([{"id": "1", "url": "/things/a"}]), "'method'"),
        (json!([{"id": "1", "method": "GET"}]), "'url'"),
        (json!([item("A", &[]), item("a", &[])]), "'a' is given twice"),
        (json!([item("1", &["2"])]), "'2'"),
        (json!([item("1", &[]), item("2", &[]), item("3", &["1", "2"])]), "more than one"),
        (json!([item("1", &["1"])]), "depend"),
        (json!([item("1", &["2"]), item("2", &["1"])]), "depend"),
        (json!([item("1", &[]), item("2", &["1"]), item("3", &[]), item("4", &["3"])]), "depend"),
    ] {
        let message = refused(&batch(&emulator, requests.clone()).await, 400);
        assert!(message.contains(part), "{requests}: {message}");
    }
    refused(&get(&emulator, "/v1.0/$batch").await, 405);
    refused(&send(&emulator, request("POST", "/v1.0/$batch"), "{}").await, 415);
    assert!(emulator.journal().iter().all(|exchange| exchange.item().is_none()), "no part was carried out");
}

#[tokio::test]
async fn an_invalid_part_fails_alone() {
    let emulator = Emulator::new().with::<Thing>();
    let response = batch(
        &emulator,
        json!([{"id": "1", "method": "PATCH", "url": "/things/a", "body": {"int": 1}},
            {"id": "2", "method": "GET", "url": "https://graph.microsoft.com/v1.0/things/a"},
            {"id": "3", "method": "GET", "url": "/v1.0/things/a"},
            {"id": "4", "method": "POST", "url": "/$batch", "headers": {"Content-Type": "application/json"}, "body": {}},
            {"id": "5", "method": "GET", "url": "/things/a", "headers": {"bad name": "x"}},
            {"id": "6", "method": "GET", "url": "/things/a b"},
            {"id": "7", "method": "GET", "url": "/things/a"},
            {"id": "8", "method": "GET", "url": "/things/%zz"}]),
    )
    .await;
    assert_eq!(statuses(&response), [400, 400, 404, 400, 400, 200, 200, 400]);
    assert!(answers(&response)[0]["body"]["error"]["message"].as_str().unwrap().contains("Content-Type"));
}

#[tokio::test]
async fn a_part_that_depends_on_a_failure_is_not_carried_out() {
    let emulator = Emulator::new().with::<Thing>();
    let after = |mut item: Value, id: &str| {
        item["dependsOn"] = json!([id]);
        item
    };
    let serial = json!([
        patch_item("1", "a", 1),
        after(json!({"id": "2", "method": "GET", "url": "/elsewhere"}), "1"),
        after(patch_item("3", "b", 1), "2"),
        after(patch_item("4", "c", 1), "3")
    ]);
    assert_eq!(statuses(&batch(&emulator, serial).await), [200, 404, 424, 424]);
    assert_eq!(emulator.stored(&Thing::v1().things(&ThingId::new("b").unwrap())), None);
    let same = json!([after(patch_item("a", "b", 1), "B"), patch_item("b", "x", 2), after(patch_item("c", "b", 3), "b")]);
    assert_eq!(statuses(&batch(&emulator, same).await), [200, 200, 200]);
}

#[tokio::test(start_paused = true)]
async fn parts_are_throttled_one_by_one_and_the_batch_has_either_status() {
    let throttled = |emulator: Emulator| emulator.with::<Thing>().throttle(Throttle::intune().writes(2));
    let items = || json!([patch_item("1", "a", 1), patch_item("2", "b", 2), patch_item("3", "c", 3), {"id": "4", "method": "GET", "url": "/things/a"}]);
    for (emulator, status) in [(throttled(Emulator::new()), 200), (throttled(Emulator::new().throttled_batches_fail()), 424)] {
        let response = batch(&emulator, items()).await;
        assert_eq!(response.status(), status);
        assert_eq!(statuses(&response), [200, 200, 429, 200]);
        assert_eq!(answers(&response)[2]["headers"]["Retry-After"], "20");

        let early = batch(&emulator, json!([patch_item("x", "c", 3)])).await;
        assert_eq!(statuses(&early), [429]);
        assert_eq!(emulator.journal().violations(), 1);
        tokio::time::sleep(std::time::Duration::from_secs(20)).await;
        assert_eq!(statuses(&batch(&emulator, json!([patch_item("x", "c", 3)])).await), [200]);
    }
}

#[tokio::test]
async fn faults_meet_parts_by_path_and_batches_as_a_whole() {
    let emulator = Emulator::new().with::<Thing>();
    emulator.fail_at(&Thing::v1().things(&ThingId::new("b").unwrap()), [Fault::status(StatusCode::SERVICE_UNAVAILABLE)]);
    let items = json!([patch_item("1", "a", 1), patch_item("2", "b", 2)]);
    assert_eq!(statuses(&batch(&emulator, items.clone()).await), [200, 503]);
    emulator.fail_next([Fault::status(StatusCode::GATEWAY_TIMEOUT)]);
    assert_eq!(batch(&emulator, items).await.status(), 504);
}

// A part of a batch has no connection of its own that could break.
#[tokio::test]
async fn a_queued_fault_that_no_part_can_meet_stays_queued() {
    for fault in [Fault::Reset, Fault::OtherBody("x".into()), Fault::SlowBody(std::time::Duration::from_secs(1))] {
        let emulator = Emulator::new().with::<Thing>();
        let path = Thing::v1().things(&ThingId::new("a").unwrap());
        emulator.fail_at(&path, [fault.clone()]);
        assert_eq!(statuses(&batch(&emulator, json!([patch_item("1", "a", 7)])).await), [200]);
        assert_eq!(emulator.stored(&path).unwrap().int, 7, "{fault}: carried out");
        assert_eq!(emulator.journal().last().unwrap().fault(), None);
        assert_eq!(emulator.queued_faults(), [fault]);
    }
}
