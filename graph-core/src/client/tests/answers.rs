//! Responses that are read as RFC 9110 and RFC 8259 define them, although they look unusual.

use super::*;

#[tokio::test]
async fn a_byte_order_mark_is_ignored() {
    // A6: values, pages, batches and errors.
    let error = "\u{feff}{\"error\":{\"code\":\"Forbidden\",\"message\":\"no\"}}";
    let page = format!("\u{feff}{{\"value\":[{}]}}", thing_json());
    let batch = "\u{feff}{\"responses\":[{\"id\":\"1\",\"status\":204}]}";
    let script = Script::new([
        answer(200, &[], format!("\u{feff}{}", thing_json())),
        answer(403, &[], error),
        answer(200, &[], page),
        answer(200, &[], batch),
        answer(200, &[], "\u{feff}"),
    ]);
    let graph = script.client();
    assert_eq!(graph.get(thing()).await.unwrap().body.count, 3);
    let error = graph.get(thing()).await.unwrap_err();
    assert_eq!(error.service().unwrap().code(), Some("Forbidden"));
    assert_eq!(graph.list(Thing::beta().things_collection()).stream().collect().await.unwrap().len(), 1);
    let mut requests = graph.batch();
    let deleted = requests.add(graph.delete(thing()));
    requests.send().await.unwrap().take(deleted).unwrap();
    assert!(graph.patch(thing(), Thing::patch().count(1)).await.unwrap().body.is_none());
}

#[tokio::test]
async fn an_unchanged_entity_is_not_a_redirect() {
    // A7: alone, and as a part of a batch.
    let batch = r#"{"responses":[{"id":"1","status":304,"headers":{"ETag":"\"1\""}}]}"#;
    let script = Script::new([answer(304, &[("ETag", "\"1\""), ("request-id", "r1")], ""), answer(200, &[], batch)]);
    let graph = script.client();
    let alone = graph.get(thing()).header("If-None-Match", "\"1\"").await.unwrap_err();
    assert_eq!(alone.request_id(), Some("r1"));
    let mut requests = graph.batch();
    let found = requests.add(graph.get(thing()).header("If-None-Match", "\"1\""));
    let batched = requests.send().await.unwrap().take(found).unwrap_err();
    for error in [alone, batched] {
        assert!(error.is_not_modified() && error.status().unwrap() == 304 && !error.to_string().contains("redirect"), "{error}");
        assert!(matches!(&error, Error::NotModified(error) if error.etag.as_deref() == Some("\"1\"")), "{error}");
    }
}
