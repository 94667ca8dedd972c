//! Feeds arbitrary responses to the client.

use std::sync::Arc;
use std::time::Duration;

use graph_core::client::Response;
use graph_core::model::Path;
use graph_core::transport::Retry;
use graph_core::{Client, Error, Partial, properties, property};
use tokio::time::Instant;

use super::ids;
use super::laws::{THING, of_body, of_error};
use super::script::{Script, TOKENS, TwoTokens, answer};
use crate::entities::{Bag, OtherId, Shelf, Thing, ThingId, ThingPatch};

/// The kinds of requests, one byte each. The first byte of an input selects one of them.
const KINDS: &[u8] = b"gspcdlobwkern";

/// Runs one input: the kind of request, two ids separated by a line break, and the responses. A byte 0 precedes each response.
pub fn run(input: &[u8]) {
    let mut parts = input.splitn(8, |byte| *byte == 0);
    let (kind, texts) = parts.next().and_then(<[u8]>::split_first).unwrap_or((&b'g', &[]));
    let texts = String::from_utf8_lossy(texts);
    let (first, second) = texts.split_once('\n').unwrap_or((&texts, "x"));
    ids::run(first, second);

    let answers: Vec<_> = parts.map(answer).collect();
    answers.iter().flatten().for_each(|answer| of_body(answer.body()));
    let kind = KINDS.get(usize::from(*kind) % KINDS.len()).filter(|_| !KINDS.contains(kind)).unwrap_or(kind);
    let script = Arc::new(Script::new(answers, matches!(kind, b'w' | b'k')));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(ask(*kind, first, second, script));
}

/// The time limit of each request.
const TIME_LIMIT: Duration = Duration::from_secs(100);

async fn ask(kind: u8, first: &str, second: &str, script: Arc<Script>) {
    let graph = Client::builder(Retry::new(script.clone()), TwoTokens).timeout(TIME_LIMIT).build();
    let id = ThingId::new(first).unwrap_or_else(|_| ThingId::new("1").unwrap());
    let path = || Thing::v1().things(&id);
    let change = || Thing::patch().text(second).int(1);
    let start = Instant::now();
    match kind {
        b'g' => answered(&script, graph.get(path()).await, |body| serde_json::from_slice::<Thing>(body).is_ok()),
        b's' => {
            let request = graph.get(path()).select(properties!(Thing, text, long));
            answered(&script, request.await, |body| serde_json::from_slice::<Partial<Thing>>(body).is_ok());
        }
        b'p' => {
            let readable =
                |body: &[u8]| matches!(body.trim_ascii(), b"" | b"null") || serde_json::from_slice::<Thing>(body).is_ok();
            answered(&script, graph.patch(path(), change()).if_match(second).await, readable);
        }
        b'c' => {
            let _ = seen(&script, graph.create(Thing::v1().things_collection(), change()).await);
        }
        b'd' => {
            let _ = seen(&script, graph.delete(path()).await);
        }
        b'l' => {
            let mut things = graph.list(Thing::v1().things_collection()).top(3).stream();
            while let Some(thing) = things.next().await {
                let _ = seen(&script, thing);
            }
        }
        b'o' => {
            let mut bags = graph.list(Bag::v1().bags_collection()).select([property!(Bag, label)]).stream();
            while let Some(bag) = bags.next().await {
                let _ = seen(&script, bag);
            }
        }
        b'e' => {
            let shelf = graph.get(Shelf::v1().shelves(&OtherId::new("1").unwrap())).expand(property!(Shelf, gears)).await;
            let Ok(Some(gears)) = seen(&script, shelf).map(|shelf| shelf.body.gears) else { return };
            let mut rest = graph.follow(&gears).stream();
            while let Some(gear) = rest.next().await {
                let _ = seen(&script, gear);
            }
        }
        b'r' => {
            let mut links = graph.links(Shelf::v1().gears_ref(&OtherId::new("1").unwrap())).stream();
            while let Some(link) = links.next().await {
                let _ = seen(&script, link).map(|link| (link.id(), format!("{link:?}")));
            }
        }
        b'n' => {
            let is_number = |body: &[u8]| String::from_utf8_lossy(body).trim().parse::<u64>().is_ok();
            answered(&script, graph.count(Shelf::v1().shelves_count()).await, is_number);
        }
        b'b' | b'w' => batch(&graph, &script, path(), change()).await,
        _ => return bulk(&graph, &script, path(), change()).await,
    }
    let pages = if matches!(kind, b'l' | b'o' | b'e' | b'r') { script.record().requests.max(1) } else { 1 };
    assert!(start.elapsed() <= TIME_LIMIT * u32::try_from(pages).unwrap() + Duration::from_secs(1), "{:?}", start.elapsed());
}

async fn batch(graph: &Client, script: &Script, path: Path<Thing>, change: ThingPatch) {
    let mut batch = graph.batch();
    let got = batch.get(path.clone());
    let changed = batch.patch(path.clone(), change);
    let deleted = batch.add_after(&changed, graph.delete(path));
    if let Ok(mut answers) = seen(script, batch.send().await) {
        answers.failures().for_each(|error| of_error(error, script.record().token));
        let _ = (seen(script, answers.take(got)), seen(script, answers.take(changed)), seen(script, answers.take(deleted)));
    }
}

async fn bulk(graph: &Client, script: &Script, path: Path<Thing>, change: ThingPatch) {
    let mut bulk = graph.bulk((0..4).map(|key| (key, graph.patch(path.clone(), change.clone()))));
    let mut keys = Vec::new();
    while let Some((key, result)) = bulk.next().await {
        keys.push(key);
        let _ = seen(script, result);
    }
    keys.sort_unstable();
    assert_eq!(keys, [0, 1, 2, 3]);
}

fn seen<T>(script: &Script, result: Result<T, Error>) -> Result<T, Error> {
    result.inspect_err(|error| of_error(error, script.record().token))
}

/// Asserts that the client returns a value if the last response is a success whose body is readable, and an error otherwise.
fn answered<T>(script: &Script, result: Result<Response<T>, Error>, readable: impl Fn(&[u8]) -> bool) {
    let record = script.record();
    let readable = |body: &[u8]| readable(body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body));
    match seen(script, result) {
        Ok(response) => {
            let last = record.last.unwrap();
            assert!(last.status().is_success() && readable(last.body()), "{last:?}");
            let etag = last.headers().get("etag").and_then(|etag| etag.to_str().ok());
            assert!(etag.is_none() || response.etag.as_deref() == etag, "{:?}", response.etag);
        }
        Err(Error::InvalidHeader(_)) => assert_eq!(record.requests, 0),
        Err(error) => {
            let readable = record.last.is_some_and(|last| last.status().is_success() && readable(last.body()));
            assert!(!readable, "{error}");
        }
    }
}

/// Returns the inputs with which fuzzing starts.
pub fn seeds() -> Vec<Vec<u8>> {
    let error = r#"{"error":{"code":"BadRequest","message":"{\"message\":\"inside\"}","target":"int","details":[{"code":"d","message":"m"}],"innerError":{"code":"deep","date":"2026-11-22T08:00:00","request-id":"r","innerError":{"code":"deepest"}}}}"#;
    let page = format!(
        "200\n\n{{\"@odata.nextLink\":\"https://graph.microsoft.com/v1.0/things?$skiptoken=1\",\"value\":[{THING},{{\"id\":1}}]}}"
    );
    let last_page = format!("200\nrequest-id: r\n\n{{\"value\":[{THING}]}}");
    let throttled = format!("429\nRetry-After: 2.5\nDate: Sun, 22 Nov 2026 08:00:00 GMT\n\n{error}");
    let unavailable = format!("503\nRetry-After: Sun, 22 Nov 2026 08:01:30 GMT\nDate: Sun, 22 Nov 2026 08:00:00 GMT\n\n{error}");
    let found = format!(
        "200\nETag: W/\"2\"\nrequest-id: 7e323db2-3db2-7e32-b23d-327eb23d327e\nContent-Type: application/json\n\n{THING}"
    );
    let challenge = "401\nWWW-Authenticate: Bearer realm=\"\", authorization_uri=\"https://login.example/a\", error=\"insufficient_claims\", claims=\"eyJhIjoxfQ==\"\n\n";
    let refused = format!("403\nrequest-id: r\nx-ms-ags-diagnostic: {{\"ServerInfo\":1}}\n\n{error}");
    let echo = format!("400\n\n{{\"error\":\"bad\",\"error_description\":\"{}\"}}", TOKENS[0]);
    let elsewhere = "302\nLocation: https://elsewhere.example/path?query\n\n";
    let batch = format!(
        r#"200

{{"responses":[{{"id":"1","status":200,"headers":{{"ETag":"e"}},"body":{THING}}},{{"id":"2","status":429,"headers":{{"Retry-After":"3"}},"body":{error}}},{{"id":"3","status":424}}]}}"#
    );
    let nan = "200\n\n{\"@odata.type\":\"#microsoft.graph.thing\",\"double\":\"NaN\",\"single\":\"-INF\"}";
    let bag = "200\n\n{\"number\":1,\"label\":null,\"other\":{\"a\":[1,2.5,\"x\"]}}";
    let cases: [(&str, Vec<&str>); 14] = [
        ("ga/b%2e\n..", vec![&throttled, &found]),
        ("g2016-12-31T23:59Z\nP1DT2H", vec![challenge, &unavailable, &found]),
        ("g7e323db2-3db2-7e32-b23d-327eb23d327e\n12:00", vec![bag]),
        ("sx\ndmFsdWU=", vec!["200\n\n{\"text\":null,\"long\":5}", nan]),
        ("p1\nW/\"1\"", vec!["timeout", "204\n\n"]),
        ("p1\ne", vec![&refused]),
        ("p1\ne", vec![&echo]),
        ("c\u{202e}\n?#", vec!["201\nLocation: /a\n\n{}"]),
        ("d.\n ", vec![elsewhere]),
        ("l1\n2", vec![&page, &throttled, &last_page]),
        ("o1\n2", vec![&last_page]),
        ("b1\n2", vec![&batch, &batch]),
        ("w1\n2", vec![&found, &throttled, "204\n\n", &found]),
        ("k1\n2", vec![&throttled, &found, "502\n\n", "204\n\n"]),
    ];
    cases.iter().map(|(head, answers)| input(head, answers)).chain(seeds_of_collections()).collect()
}

/// Returns the initial inputs whose responses are pages, nested collections and batches with a malformed element.
fn seeds_of_collections() -> Vec<Vec<u8>> {
    let odd_items = format!(
        r#"200

{{"@odata.nextLink":"$batch?$skiptoken=1","responses":[{{"id":1,"status":"200","body":{THING}}},{{"id":"2","status":200,"headers":["x"],"body":{{"a":1,"a":2}}}},{{"id":"9","status":207}},{{"id":"3"}}]}}"#
    );
    let challenged_item = r#"{"responses":[{"id":"1","status":401,"headers":{"WWW-Authenticate":"Bearer error=\"insufficient_claims\", claims=\"eyJhIjoxfQ==\""}},{"id":"2","status":200,"headers":{"Content-Type":"image/jpeg"},"body":"dmFsdWU="},{"id":"3","status":204}]}"#;
    let challenged_item = format!("200\n\n{challenged_item}");
    let odd_page = format!(
        r#"{{"@odata.count":18446744073709551616,"value":[{THING},{{"id":"b","text":"x\ud83d"}},{{"id":"c","id":"d"}},{{"id":"e","@removed":{{"reason":"deleted"}}}},{THING}],"@odata.nextLink":"things?$skiptoken=2"}}"#
    );
    let odd_page = format!("200\n\n{odd_page}");
    let nested = r##"{"number":18446744073709551616,"price":12345678901234567890.123456789,"id":"s","price@odata.type":"#Decimal","@microsoft.graph.downloadUrl":"https://a.example/b","gears":[{"id":"u1","teeth":3}],"gears@odata.count":45,"gears@odata.nextLink":"https://graph.microsoft.com/v1.0/shelves/s/gears?$skiptoken=1"}"##;
    let nested = format!("200\n\n{nested}");
    let gears = r#"{"value":[{"id":"u2","teeth":4},{"id":"u3","@removed":{"reason":"changed"}},{"id":"u4"}],"@odata.nextLink":"gears?$skiptoken=2"}"#;
    let gears = format!("200\n\n{gears}");
    let last_page = format!("200\nrequest-id: r\n\n{{\"value\":[{THING}]}}");
    let cases: [(&str, Vec<&str>); 6] = [
        ("l1\n2", vec![&odd_page, &last_page]),
        ("g1\n2", vec![&nested]),
        ("e1\n2", vec![&nested, &gears]),
        ("b1\n2", vec![&odd_items]),
        ("b1\n2", vec![&challenged_item]),
        ("k1\n2", vec![&challenged_item, &odd_items]),
    ];
    cases.iter().map(|(head, answers)| input(head, answers)).collect()
}

/// Joins the parts of a fuzz input: the head (the kind of request and two ids) and the responses.
fn input(head: &str, answers: &[&str]) -> Vec<u8> {
    [head].iter().chain(answers).map(|part| part.as_bytes()).collect::<Vec<_>>().join(&0)
}
