//! Tests of unusual responses that are valid by RFC 9110 and RFC 8259.

use super::*;

// Case A6
#[tokio::test]
async fn a_byte_order_mark_is_ignored() {
    // The bodies: a byte order mark before an entity, an error, a page and a batch response, and a body of only a byte order mark.
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

// Case A7
#[tokio::test]
async fn an_unchanged_entity_is_not_a_redirect() {
    // One request is sent alone, the other inside a batch. The service answers 304 to each.
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

// Case A1
#[tokio::test]
async fn a_creation_without_a_body_is_a_success_with_the_id() {
    // The first three creations are sent alone, the last one inside a batch.
    let location = "https://graph.microsoft.com/beta/things/NEW";
    let batch = format!(r#"{{"responses":[{{"id":"1","status":204,"headers":{{"OData-EntityId":"{location}"}}}}]}}"#);
    let script = Script::new([
        answer(201, &[("Location", location)], ""),
        answer(204, &[("OData-EntityId", "https://graph.microsoft.com/beta/things('NEW')")], ""),
        answer(202, &[("Location", location)], ""),
        answer(200, &[], batch),
    ]);
    let graph = script.client();
    let create = || graph.create(Thing::beta().things_collection(), Thing::patch().count(3));
    for (status, url) in [(201, Some(location)), (204, None), (202, Some(location))] {
        let created = create().await.unwrap();
        assert_eq!((created.status.as_u16(), created.created_id(), created.location()), (status, Some("NEW"), url));
        assert!(created.body.is_none());
    }
    let mut requests = graph.batch();
    let created = requests.add(create());
    assert_eq!(requests.send().await.unwrap().take(created).unwrap().created_id(), Some("NEW"));
}

// Case A2
#[tokio::test]
async fn an_unreadable_result_of_a_change_says_that_it_was_carried_out() {
    // The body lacks the required properties `count` and `created`.
    let body = format!(r#"{{"id":"NEW","name":"{TOKEN}"}}"#);
    let location = [("Location", "/beta/things/NEW"), ("request-id", "r1")];
    let script = Script::new([
        answer(201, &location, body.clone()),
        answer(200, &[("request-id", "r1")], body.clone()),
        answer(201, &location, "<html>"),
    ]);
    let graph = script.client();
    let create = || graph.create(Thing::beta().things_collection(), Thing::patch().count(3));
    let created = create().await.unwrap_err();
    let changed = graph.patch(thing(), Thing::patch().count(3)).await.unwrap_err();
    let page = create().await.unwrap_err();
    for (error, status, body) in [(created, 201, &*body), (changed, 200, &*body), (page, 201, "<html>")] {
        let texts = format!("{error} {error:?} {}", error.report());
        assert!(error.to_string().contains("carried out") && !texts.contains(TOKEN), "{texts}");
        assert!(error.is_carried_out() && error.request_id() == Some("r1"), "{texts}");
        let Error::CarriedOut(error) = error else { panic!("{texts}") };
        assert_eq!(
            (error.decode.status.as_u16(), error.id.as_deref(), &error.body()[..]),
            (status, Some("NEW"), body.as_bytes())
        );
        assert_eq!(error.headers["request-id"], "r1");
    }
}

// Case A2
#[tokio::test]
async fn a_bulk_reports_an_unreadable_result_as_done_and_does_not_send_it_again() {
    // The first bulk sends the request once and yields its result; the second bulk resumes and skips the request.
    let script = Script::new([answer(201, &[], r#"{"id":"NEW"}"#)]);
    let graph = script.client();
    let progress = BulkProgress::new();
    for results in [1, 0] {
        let request = graph.create(Thing::beta().things_collection(), Thing::patch().count(3));
        let mut bulk = graph.bulk([("key", request)]).resume(&progress);
        let mut found = 0;
        while let Some((_, result)) = bulk.next().await {
            assert!(result.unwrap_err().is_carried_out());
            found += 1;
        }
        assert_eq!((found, progress.len(), script.requests().len()), (results, 1, 1));
    }
}

/// C6: a creation outside of a bulk is repeated if the service has certainly not carried it out, or if the caller has declared it
/// idempotent.
#[tokio::test(start_paused = true)]
async fn a_creation_is_repeated_only_if_that_is_safe_or_asked_for() {
    use crate::transport::{Idempotency, Retry};
    let created = || answer(201, &[], thing_json());
    let create = async |steps: Vec<Step>, idempotency| {
        let script = Script::new(steps);
        let graph = Client::new(Retry::new(script.clone()), StaticToken::new(TOKEN));
        let request = graph.create(Thing::v1().things_collection(), Thing::patch().count(1)).idempotency(idempotency);
        (request.await.is_ok(), script.requests().len())
    };
    for unavailable in [|| answer(503, &[], ""), || answer(503, &[("Retry-After", "1")], ""), || answer(504, &[], "")] {
        assert_eq!(create(vec![unavailable()], Idempotency::NotIdempotent).await, (false, 1));
        assert_eq!(create(vec![unavailable(), created()], Idempotency::Idempotent).await, (true, 2));
    }
    assert_eq!(create(vec![answer(429, &[], ""), created()], Idempotency::NotIdempotent).await, (true, 2));
    assert_eq!(create(vec![Step::Fail(TransportErrorKind::Connect), created()], Idempotency::NotIdempotent).await, (true, 2));
    assert_eq!(create(vec![Step::Fail(TransportErrorKind::Interrupted)], Idempotency::NotIdempotent).await, (false, 1));

    let unavailable = r#"{"responses":[{"id":"1","status":503,"headers":{"Retry-After":"1"}}]}"#;
    let script = Script::new([answer(200, &[], unavailable)]);
    let graph = script.client();
    let mut batch = graph.batch();
    let handle = batch.add(graph.create(Thing::v1().things_collection(), Thing::patch().count(1)));
    assert!(batch.send().await.unwrap().take(handle).is_err() && script.requests().len() == 1);
}

// A1
#[tokio::test]
async fn a_change_answered_with_null_has_no_body() {
    let script = Script::new([answer(200, &[], " null\n"), answer(201, &[("Content-Location", "/beta/things('NEW')")], "null")]);
    let graph = script.client();
    assert!(graph.patch(thing(), Thing::patch().count(1)).await.unwrap().body.is_none());
    let created = graph.create(Thing::beta().things_collection(), Thing::patch().count(3)).await.unwrap();
    assert_eq!((created.body.is_none(), created.created_id()), (true, Some("NEW")));
}

// A2
#[tokio::test]
async fn the_id_of_an_unreadable_result_is_the_declared_key() {
    use super::settable::Numbered;
    // `name` is not text, and the key is the number `no`.
    let body = r#"{"id":"other","no":7,"name":3}"#;
    let batch = format!(r#"{{"responses":[{{"id":"1","status":201,"body":{body}}}]}}"#);
    let graph = Script::new([answer(201, &[], body), answer(200, &[], batch)]).client();
    let create = || graph.create(Numbered::v1().numbers_collection(), Numbered::patch());
    let mut batch = graph.batch();
    let alone = create().await.unwrap_err();
    let handle = batch.add(create());
    let batched = batch.send().await.unwrap().take(handle).unwrap_err();
    for error in [alone, batched] {
        assert!(matches!(&error, Error::CarriedOut(error) if error.id.as_deref() == Some("7")), "{error}");
    }
}

/// Returns the codes and the message of an error response with this body.
async fn codes_and_message(body: &'static str) -> (Vec<String>, Option<String>) {
    let error = Script::new([answer(400, &[], body)]).client().get(thing()).await.unwrap_err();
    let error = error.service().unwrap();
    (error.codes.clone(), error.message.clone())
}

// A8
#[tokio::test]
async fn the_code_and_the_message_are_found_in_every_format() {
    let cases: [(&'static str, &[&str], &str); 13] = [
        (r#"{"error":"Unauthorized","message":"no access"}"#, &["Unauthorized"], "no access"),
        (r#"{"error":"no access to it"}"#, &[], "no access to it"),
        (r#"{"error":"invalid_grant","error_description":"no"}"#, &["invalid_grant"], "no"),
        (r#"{"error":[{"code":"A","message":"m"},{"code":"B"}]}"#, &["A"], "m"),
        (r#"[{"error":{"code":"A","message":"m"}}]"#, &["A"], "m"),
        (r#"{"error":null,"odata.error":{"code":"A","message":{"lang":"en","value":"m"}}}"#, &["A"], "m"),
        (r#"{"type":"about:blank","title":"Bad","detail":"deep","status":400}"#, &[], "deep"),
        (r#"{"title":"Bad","errors":{"x":["y"]}}"#, &[], "Bad"),
        (r#"{"error":{"code":"A","message":"\"{\\\"Message\\\":\\\"deep\\\"}\""}}"#, &["A"], "deep"),
        (r#"{"error":{"code":"A","message":"\uFEFF{\"Message\":\"deep\"}"}}"#, &["A"], "deep"),
        (r#"{"error":{"code":"A","message":"[{\"code\":\"B\",\"Message\":\"deep\"}]"}}"#, &["A", "B"], "deep"),
        (r#"{"error":{"code":"A","message":"{\"error\":\"B\",\"error_description\":\"deep\"}"}}"#, &["A", "B"], "deep"),
        (r#"{"error":{"code":"A","message":"404"}}"#, &["A"], "404"),
    ];
    for (body, codes, message) in cases {
        let found = codes_and_message(body).await;
        assert_eq!(
            (found.0, found.1.as_deref()),
            (codes.iter().map(|code| (*code).to_owned()).collect(), Some(message)),
            "{body}"
        );
    }
}

// A8
#[tokio::test]
async fn a_wrapped_message_in_the_details_and_the_ids_of_odata_3_are_read() {
    let detail =
        r#"{"error":{"code":"A","message":"m","details":[{"code":"D","message":"{\"ErrorCode\":\"E\",\"Message\":\"deep\"}"}]}}"#;
    let odata_3 = r#"{"odata.error":{"code":"A","message":{"value":"m"},"requestId":"r","date":"d"}}"#;
    let graph = Script::new([answer(400, &[], detail), answer(400, &[], odata_3)]).client();
    let error = graph.get(thing()).await.unwrap_err();
    let [detail] = &error.service().unwrap().details[..] else { panic!("{error}") };
    assert_eq!((detail.code.as_deref(), detail.message.as_deref()), (Some("D"), Some("deep")));
    let error = graph.get(thing()).await.unwrap_err();
    assert_eq!((error.request_id(), error.service().unwrap().date.as_deref()), (Some("r"), Some("d")));
}
