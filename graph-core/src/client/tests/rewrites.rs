//! Tests of optional reads, upserts, replacements and edits.

use super::*;
use crate::model::json::Json;
use crate::transport::{Idempotency, Retry};

fn counted(count: i32, etag: u32) -> String {
    thing_json().replace("\"count\":3", &format!("\"count\":{count}")).replace("W/\\\"7", &format!("W/\\\"{etag}"))
}

#[tokio::test]
async fn only_a_404_means_that_an_entity_does_not_exist() {
    let script = Script::new([
        answer(404, &[("request-id", "r1")], r#"{"error":{"code":"a"}}"#),
        answer(200, &[], thing_json()),
        answer(204, &[], ""),
        answer(403, &[], ""),
        answer(410, &[], ""),
    ]);
    let graph = script.client();
    let missing = graph.get(thing()).optional().await.unwrap();
    assert_eq!((missing.body, missing.status.as_u16(), missing.request_id.as_deref()), (None, 404, Some("r1")));
    let count = crate::property!(crate::testing::Thing, count);
    let found = graph.get(thing()).select([&count]).header("X-A", "b").optional().await.unwrap();
    assert_eq!((found.body.unwrap().get(&count).unwrap(), found.etag.as_deref()), (Some(3), Some("W/\"7\"")));
    assert!(matches!(graph.get(thing()).optional().await, Err(Error::Decode(_))));
    assert!(graph.get(thing()).optional().await.unwrap_err().is_permission());
    assert_eq!(graph.get(thing()).optional().await.unwrap_err().status().map(|status| status.as_u16()), Some(410));
    assert_eq!(header(&script.requests()[1], "x-a"), Some("b"));
}

#[tokio::test]
async fn a_batch_and_a_bulk_read_what_may_not_exist() {
    let part = |id: u32, status: u16, body: &str| format!(r#"{{"id":"{id}","status":{status},"body":{body}}}"#);
    let whole = |parts: [String; 2]| answer(200, &[], format!(r#"{{"responses":[{}]}}"#, parts.join(",")));
    let script =
        Script::new([whole([part(2, 404, r#"{"error":{"code":"a"}}"#), part(1, 200, &thing_json())]), answer(404, &[], "")]);
    let graph = script.client();
    let mut batch = graph.batch();
    let [found, missing] = [batch.add(graph.get(thing()).optional()), batch.add(graph.get(thing()).optional())];
    let mut results = batch.send().await.unwrap();
    assert!(results.all_succeeded());
    assert_eq!(results.take(found).unwrap().body.unwrap().count, 3);
    assert_eq!(results.take(missing).unwrap().body, None);

    let mut bulk = graph.bulk([(1, graph.get(thing()).optional())]).concurrency(1);
    assert_eq!(bulk.next().await.unwrap().1.unwrap().body, None);
}

#[tokio::test]
async fn an_upsert_tells_whether_it_created_the_entity() {
    let script = Script::new([
        answer(201, &[("location", "https://graph.microsoft.com/v1.0/things('new')")], thing_json()),
        answer(200, &[], thing_json()),
        answer(204, &[], ""),
        answer(204, &[("OData-EntityId", "things('new')")], ""),
    ]);
    let graph = script.client();
    let patch = || Thing::patch().count(3);
    let created = graph.upsert(thing(), patch()).header("Prefer", "a").return_minimal().await.unwrap();
    assert_eq!((created.is_created(), created.created_id(), created.body.as_ref().unwrap().count), (true, Some("new"), 3));
    for is_created in [false, false, true] {
        let written = graph.upsert(thing(), Thing::patch()).await.unwrap();
        assert_eq!(written.is_created(), is_created, "{written:?}");
    }
    let [first, second, ..] = &script.requests()[..] else { panic!() };
    assert_eq!((first.method(), header(first, "prefer")), (&Method::PATCH, Some("create-if-missing, a, return=minimal")));
    assert_eq!(first.body(), r##"{"@odata.type":"#microsoft.graph.thing","count":3}"##);
    assert_eq!(
        second.body(),
        r##"{"@odata.type":"#microsoft.graph.thing"}"##,
        "an empty patch makes sure that the entity exists"
    );
    let read_only = Thing::patch().set_additional("created", "2026-01-01T00:00:00Z");
    assert!(matches!(graph.upsert(thing(), read_only).await, Err(Error::ReadOnlyProperty(_))));
}

#[tokio::test]
async fn a_replacement_is_the_whole_value_without_what_the_service_sets() {
    let script = Script::new([answer(200, &[], thing_json()), answer(204, &[], "")]);
    let graph = script.client();
    let mut whole: Thing = serde_json::from_str(&thing_json()).unwrap();
    for (name, value) in [("other", Json::from(1)), ("id", "x".into()), ("@odata.type", "#x".into()), ("a@b", 2.into())] {
        whole.additional.insert(name.into(), value);
    }
    let replaced = graph.replace(thing(), &whole).if_match("\"1\"").await.unwrap();
    assert_eq!((replaced.is_created(), replaced.body.unwrap().count), (false, 3));
    whole.name = Some("n".into());
    graph.replace(thing(), whole).tag(TagPolicy::Never).return_minimal().await.unwrap();
    let [first, second] = &script.requests()[..] else { panic!() };
    assert_eq!((first.method(), header(first, "if-match")), (&Method::PUT, Some("\"1\"")));
    assert_eq!(first.body(), r##"{"@odata.type":"#microsoft.graph.thing","count":3,"other":1}"##);
    assert_eq!(
        (&second.body()[..], header(second, "prefer")),
        (&br#"{"count":3,"name":"n","other":1}"#[..], Some("return=minimal"))
    );
}

fn add_one(thing: &Thing) -> crate::testing::ThingPatch {
    Thing::patch().count(thing.count + 1)
}

#[tokio::test(start_paused = true)]
async fn an_edit_reads_again_after_412() {
    let refused = || answer(412, &[("retry-after", "7200")], r#"{"error":{"code":"PreconditionFailed"}}"#);
    let start = tokio::time::Instant::now();
    let script = Script::new([
        answer(200, &[], counted(1, 1)),
        refused(),
        answer(200, &[("etag", "W/\"2\"")], counted(5, 1)),
        answer(200, &[], counted(6, 3)),
    ]);
    let mut seen = Vec::new();
    let edit = script.client().edit(thing(), |thing: &Thing| {
        seen.push(thing.count);
        add_one(thing)
    });
    assert_eq!(edit.header("X-A", "b").await.unwrap().body.unwrap().count, 6);
    assert_eq!(seen, [1, 5]);
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
    let requests = script.requests();
    let sent: Vec<_> = requests.iter().map(|request| (request.method().as_str(), header(request, "if-match"))).collect();
    assert_eq!(sent, [("GET", None), ("PATCH", Some("W/\"1\"")), ("GET", None), ("PATCH", Some("W/\"2\""))]);
    assert_eq!(requests[3].body(), r##"{"@odata.type":"#microsoft.graph.thing","count":6}"##);
    assert!(requests.iter().all(|request| header(request, "x-a") == Some("b")));
}

#[tokio::test(start_paused = true)]
async fn an_edit_gives_up_with_the_last_refusal() {
    for (limit, attempts) in [(None, 5), (Some(2), 2), (Some(0), 1)] {
        let pair = || [answer(200, &[], thing_json()), answer(412, &[("request-id", "r1")], r#"{"error":{"code":"Stale"}}"#)];
        let script = Script::new((0..attempts).flat_map(|_| pair()));
        let edit = script.client().edit(thing(), add_one);
        let error = limit.into_iter().fold(edit, EditRequest::max_attempts).await.unwrap_err();
        assert!(error.is_precondition_failed() && error.request_id() == Some("r1"), "{error:?}");
        let Error::EditConflict(conflict) = &error else { panic!("{error}") };
        assert_eq!((conflict.attempts, conflict.last.code()), (attempts, Some("Stale")));
        let text =
            format!("PATCH /v1.0/things/{{thingId}}: another client changed the entity during each of {attempts} attempts");
        assert!(error.to_string().starts_with(&text) && format!("{error:#}").contains("412"), "{error:#}");
        assert_eq!(script.requests().len(), 2 * attempts as usize);
    }
}

#[tokio::test]
async fn an_edit_without_changes_sends_nothing_and_needs_no_etag() {
    let without = thing_json().replace(r#""@odata.etag":"W/\"7\"","#, "");
    let script = Script::new([answer(200, &[], without.clone()), answer(200, &[("request-id", "r1")], without)]);
    let graph = script.client();
    let unchanged = graph.edit(thing(), |_: &Thing| Thing::patch()).await.unwrap();
    assert_eq!((unchanged.status.as_u16(), unchanged.body.unwrap().count), (200, 3));
    let error = graph.edit(thing(), add_one).await.unwrap_err();
    assert!(matches!(error, Error::NoEtag(_)) && error.request_id() == Some("r1"), "{error:?}");
    assert!(error.to_string().contains("use `get` and `patch`"), "{error}");
    assert_eq!(script.requests().len(), 2, "nothing was changed");
}

/// After a 503, the service may have carried out the patch. If the client repeated the patch, the service would refuse it because of the
/// changed etag, and the edit would start again and add one twice.
#[tokio::test(start_paused = true)]
async fn an_edit_is_not_made_twice() {
    for (idempotency, patches) in [(None, 1), (Some(Idempotency::FailsWhenRepeated), 2)] {
        let script = Script::new([answer(200, &[], thing_json()), answer(503, &[], ""), answer(200, &[], thing_json())]);
        let graph = Client::new(Retry::new(script.clone()), StaticToken::new(TOKEN));
        let edit = graph.edit(thing(), add_one);
        let result = idempotency.into_iter().fold(edit, EditRequest::idempotency).await;
        assert_eq!((result.is_ok(), script.requests().len()), (patches == 2, 1 + patches));
    }
}
