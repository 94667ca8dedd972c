//! Tests of batch responses that are malformed, as a whole or in one of the responses inside, and of batch responses in several pages.

use super::*;
use crate::client::BulkProgress;
use crate::error::CarriedOutError;

type Created = Result<Response<Option<Thing>>, Error>;

/// Sends twenty creations in one batch, and returns the result of each creation.
async fn create_twenty(script: &Script) -> Vec<Created> {
    let graph = script.client();
    let mut batch = graph.batch();
    let handles: Vec<_> = (0..20).map(|_| batch.add(graph.create(Thing::v1().things_collection(), count(1)))).collect();
    let mut results = batch.send().await.unwrap();
    handles.into_iter().map(|handle| results.take(handle)).collect()
}

fn created(id: u32) -> String {
    item(id, 201, "", &thing_json())
}

/// Returns a batch response with good responses to nineteen of the requests 1 to 20, and with this item in place of the seventh.
fn with_odd(item: &str) -> Step {
    batch_answer(200, (1..=20).map(|id| if id == 7 { item.to_owned() } else { created(id) }))
}

/// Returns the kind of a creation's outcome as text: `created`, `carried out`, or the problem in the error, such as `NoStatus`.
fn kind(created: &Created) -> String {
    match created {
        Ok(_) => "created".to_owned(),
        Err(Error::CarriedOut(_)) => "carried out".to_owned(),
        Err(Error::Batch(error)) => match &error.problem {
            BatchProblem::Malformed(problem) => format!("{problem:?}"),
            problem => format!("{problem:?}"),
        },
        Err(error) => error.to_string(),
    }
}

fn odd_items() -> Vec<(String, &'static str)> {
    let good = created(7);
    let id = r#""id":"7""#;
    let status = r#""status":201"#;
    let thing = thing_json();
    vec![
        (good.replace(r#""headers":{}"#, r#""headers":["x"]"#), "carried out"),
        (good.replace(r#""headers":{}"#, r#""headers":"x""#), "carried out"),
        (good.replace(r#""headers":{}"#, r#""headers":{"a" 1}"#), "carried out"),
        (good.replace(r#""headers":{}"#, r#""headers":{},"headers":{}"#), "carried out"),
        (good.replace(r#""headers":{}"#, r#""headers":{"a":"1","a":["2","\ud83d"],"\ud83d":"x"}"#), "created"),
        (good.replace(r#""headers":{}"#, r#""headers":null"#), "created"),
        (good.replace(status, r#""status":"201""#), "created"),
        (good.replace(status, r#""status":"abc""#), "NoStatus"),
        (good.replace(status, r#""status":"+201""#), "NoStatus"),
        (good.replace(status, r#""status":201.5"#), "NoStatus"),
        (good.replace(status, r#""status":99"#), "NoStatus"),
        (good.replace(status, r#""status":20100"#), "NoStatus"),
        (good.replace(status, r#""status":null"#), "NoStatus"),
        (good.replace(status, r#""status":{}"#), "NoStatus"),
        (good.replace(status, r#""status":201,"status":201"#), "NoStatus"),
        (good.replace(status, r#""x":1"#), "NoStatus"),
        (good.replace(id, r#""id":7"#), "created"),
        (good.replace(id, r#""id":7.0"#), "NoId"),
        (good.replace(id, r#""id":"77""#), r#"UnknownId("77")"#),
        (good.replace(id, r#""id":"07""#), r#"UnknownId("07")"#),
        (good.replace(id, r#""id":"+7""#), r#"UnknownId("+7")"#),
        (good.replace(id, r#""id":"0""#), r#"UnknownId("0")"#),
        (good.replace(id, &format!(r#""id":"{TOKEN}""#)), r#"UnknownId("[token]")"#),
        (good.replace(id, r#""id":null"#), "NoId"),
        (good.replace(id, r#""id":"7\ud83d""#), "NoId"),
        (good.replace(id, r#""id":"7","id":"7""#), "NoId"),
        (good.replace(id, r#""x":1"#), "NoId"),
        (good.replace(&thing, r#"{"id":"n","name":"x\ud83d"}"#), "carried out"),
        (good.replace(&thing, r#"{"id":"n","name":"x\q"}"#), "carried out"),
        (good.replace(&thing, r#"{"id":"n","count":1,"count":1}"#), "carried out"),
        (good.replace(&thing, r#"{"id":"n","count":01}"#), "carried out"),
        (good.replace(&thing, r#"{"id":"n"},"body":{"id":"n"}"#), "carried out"),
        (good.replace(&thing, "\"found\""), "carried out"),
        (good.replace(&thing, "null"), "created"),
        ("null".to_owned(), "NoId"),
        ("7".to_owned(), "NoId"),
        ("nul".to_owned(), "NoId"),
        ("[]".to_owned(), "NoId"),
        (r#"{"id" "7"}"#.to_owned(), "NoId"),
    ]
}

// A13
#[tokio::test]
async fn an_odd_response_is_an_error_of_its_request_alone() {
    for (odd, expected) in odd_items() {
        let script = Script::new([with_odd(&odd)]);
        let results = create_twenty(&script).await;
        let failed: Vec<usize> = (0..20).filter(|index| results[*index].is_err()).collect();
        assert!(failed.is_empty() || failed == [6], "{odd}: {failed:?}");
        assert_eq!(kind(&results[6]), expected, "{odd}");
        let texts = format!("{:?}", results[6]);
        assert!(!texts.contains(TOKEN) && script.requests().len() == 1, "{odd}: {texts}");
    }
}

/// The bulk sends no creation again, and records the creations that were carried out as done.
// A13
#[tokio::test(start_paused = true)]
async fn a_bulk_keeps_the_results_beside_an_odd_response() {
    for (odd, expected) in odd_items() {
        let script = Script::new([with_odd(&odd)]);
        let graph = script.client();
        let requests: Vec<_> = (1..=20).map(|key| (key, graph.create(Thing::v1().things_collection(), count(1)))).collect();
        let progress = BulkProgress::new();
        let mut bulk = graph.bulk(requests).resume(&progress);
        let mut results = Vec::new();
        while let Some((key, result)) = bulk.next().await {
            assert_eq!(kind(&result), if key == 7 { expected } else { "created" }, "{odd}");
            results.push(key);
        }
        let is_done = matches!(expected, "created" | "carried out");
        assert_eq!((results.len(), progress.len(), script.requests().len()), (20, 19 + usize::from(is_done), 1), "{odd}");
    }
}

// A13
#[tokio::test]
async fn a_missing_or_repeated_id_does_not_affect_the_others() {
    let script = Script::new([with_odd(&created(8))]);
    let results = create_twenty(&script).await;
    let kinds: Vec<_> = results.iter().map(kind).filter(|kind| kind != "created").collect();
    assert_eq!(kinds, ["NoResponse", "SeveralResponses"]);
    let script = Script::new([batch_answer(200, (1..=19).map(created))]);
    let results = create_twenty(&script).await;
    assert!(results[..19].iter().all(Result::is_ok) && kind(&results[19]) == "NoResponse");
}

// A13
#[tokio::test]
async fn an_odd_response_that_is_not_utf8_is_an_error_of_its_request_alone() {
    let Step::Respond(response) = with_odd(&created(7).replace("\"body\":{", "\"body\":{\"x\":\"~\",")) else { panic!() };
    let mut body = response.body().to_vec();
    let at = body.iter().position(|byte| *byte == b'~').unwrap();
    body[at] = 0xff;
    let results = create_twenty(&Script::new([answer(200, &[], body)])).await;
    let kinds: Vec<_> = results.iter().map(kind).filter(|kind| kind != "created").collect();
    assert_eq!(kinds, ["carried out"]);
}

// A13
#[tokio::test]
async fn a_malformed_response_to_a_read_or_with_an_error_status_keeps_its_meaning() {
    let headers = r#""headers":["x"]"#;
    let script = Script::new([batch_answer(
        200,
        [
            done(1).replace(r#""headers":{}"#, headers),
            item(2, 404, "", "null").replace(r#""headers":{}"#, headers),
            created(3).replace(r#""headers":{}"#, headers),
        ],
    )]);
    let graph = script.client();
    let mut batch = graph.batch();
    let (read, changed) = (batch.get(thing("a")), batch.patch(thing("b"), count(1)));
    let new = batch.add(graph.create(Thing::v1().things_collection(), count(1)));
    let mut results = batch.send().await.unwrap();
    let error = results.take(read).unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error}");
    assert!(error.to_string().contains("property `headers`: expected an object, found an array"), "{error}");
    assert!(results.take(changed).unwrap_err().is_not_found());
    let Err(Error::CarriedOut(error)) = results.take(new) else { panic!() };
    let CarriedOutError { id, .. } = *error;
    assert_eq!(id.as_deref(), Some("a/b"));
}

#[tokio::test]
async fn a_malformed_batch_response_is_an_error_of_all_requests() {
    let bodies = [r#"{"responses":{}}"#, r#"{"responses":null}"#, "{}"].map(|body| (200, "200 OK", body));
    for (status, text, body) in bodies.into_iter().chain([(202, "202 Accepted", "")]) {
        let script = Script::new([answer(status, &[("request-id", "r1")], body)]);
        let mut batch = script.client().batch();
        let _ = batch.patch(thing("a"), count(1));
        let error = batch.send().await.unwrap_err();
        let Error::Decode(decode) = &error else { panic!("{error}") };
        assert!(matches!(decode.problem, DecodeProblem::Batch(BatchResponseProblem::NoResponses)), "{error}");
        assert!(error.to_string().starts_with(&format!("POST /v1.0/$batch: {text}, but with")), "{error}");
    }
    for body in ["", "[", "[]", "<html>", r#"{"responses":[{"id":"1","status":204}"#, r#"{"responses":[{} {}]}"#] {
        let script = Script::new([answer(200, &[], body)]);
        let mut batch = script.client().batch();
        let _ = batch.patch(thing("a"), count(1));
        let error = batch.send().await.unwrap_err();
        assert!(matches!(&error, Error::Decode(error) if matches!(error.problem, DecodeProblem::Json { .. })), "{error}");
    }
    let script = Script::new([answer(200, &[], r#"{"responses":[],"responses":[]}"#)]);
    let mut batch = script.client().batch();
    let _ = batch.patch(thing("a"), count(1));
    let error = batch.send().await.unwrap_err();
    assert!(error.to_string().contains("property `responses`: present twice"), "{error}");
}

fn page(status: u16, items: impl IntoIterator<Item = String>, link: &str) -> Step {
    let items: Vec<String> = items.into_iter().collect();
    answer(status, &[], format!(r#"{{"responses":[{}],"@odata.nextLink":{link}}}"#, items.join(",")))
}

// A13
#[tokio::test]
async fn a_batch_response_in_several_pages_is_read() {
    let link = |page: u32| format!(r#""https://graph.microsoft.com/v1.0/$batch?$skiptoken={page}""#);
    let script = Script::new([
        page(207, (1..=8).map(created), &link(2)),
        page(200, (9..=10).map(created), r#""$batch?$skiptoken=3""#),
        batch_answer(200, (11..=20).map(created)),
    ]);
    assert!(create_twenty(&script).await.iter().all(Result::is_ok));
    let targets: Vec<_> = script.requests().iter().map(|request| format!("{} {}", request.method(), request.uri())).collect();
    let url = "https://graph.microsoft.com/v1.0/$batch";
    assert_eq!(targets, [format!("POST {url}"), format!("GET {url}?$skiptoken=2"), format!("GET {url}?$skiptoken=3")]);
    assert!(script.requests()[1..].iter().all(|request| request.body().is_empty()));

    let script = Script::new([page(207, (1..=20).map(created), &link(2))]);
    assert!(create_twenty(&script).await.iter().all(Result::is_ok), "no page is missing");
}

/// The service may have carried out the requests whose responses are on the lost page. So their error is `Incomplete`, and does not count
/// as throttling even if the request for the page was throttled.
// A13
#[tokio::test]
async fn a_lost_page_of_a_batch_response_is_an_error_of_the_other_requests() {
    let link = r#""https://graph.microsoft.com/v1.0/$batch?$skiptoken=2""#;
    let cases = [
        (r#""https://evil.example/v1.0/$batch""#, None, "leads to https://evil.example"),
        (r#""https://graph.microsoft.com/v1.0/$batch""#, None, "the same page again"),
        ("7", None, "expected a URL, found a number"),
        (r#""\ud83d""#, None, "is not valid JSON"),
        (link, Some(answer(429, &[("Retry-After", "3")], "")), "429"),
        (link, Some(answer(200, &[], "{")), "is not valid JSON"),
        (link, Some(Step::Fail(TransportErrorKind::Connect)), "connect"),
    ];
    for (link, next, says) in cases {
        let script = Script::new([page(200, (1..=19).map(created), link)].into_iter().chain(next));
        let results = create_twenty(&script).await;
        assert!(results[..19].iter().all(Result::is_ok), "{link}");
        let error = results[19].as_ref().unwrap_err();
        assert!(matches!(error, Error::Batch(error) if matches!(error.problem, BatchProblem::Incomplete(_))), "{error}");
        assert!(!error.is_throttled() && error.retry_after().is_none() && format!("{error:#}").contains(says), "{error:#}");
    }
}

/// If the page with the response is lost, a creation is not sent again, but a patch is.
// A13
#[tokio::test(start_paused = true)]
async fn a_bulk_does_not_repeat_a_creation_whose_response_is_on_a_lost_page() {
    let link = r#""https://graph.microsoft.com/v1.0/$batch?$skiptoken=2""#;
    let script = Script::new([page(200, [created(1)], link), answer(429, &[("Retry-After", "1")], "")]);
    let graph = script.client();
    let mut bulk = graph.bulk([1, 2].map(|key| (key, graph.create(Thing::v1().things_collection(), count(1)))));
    let mut failed = Vec::new();
    while let Some((key, result)) = bulk.next().await {
        failed.extend(result.is_err().then_some(key));
    }
    assert_eq!((failed, script.requests().len()), (vec![2], 2));

    let script = Script::new([page(200, [done(1)], link), answer(429, &[], ""), answer(200, &[], thing_json())]);
    let graph = script.client();
    let mut bulk = graph.bulk([1, 2].map(|key| (key, graph.patch(thing(&key.to_string()), count(key)))));
    while let Some((_, result)) = bulk.next().await {
        result.unwrap();
    }
    assert_eq!(script.requests().len(), 3);
}

/// The transport does not retry the batches of a bulk. But it retries the request for a later page, because that request changes nothing.
// A13
#[tokio::test(start_paused = true)]
async fn the_transport_retries_a_later_page_of_a_bulk() {
    let link = r#""https://graph.microsoft.com/v1.0/$batch?$skiptoken=2""#;
    let steps = [page(200, [created(1)], link), answer(503, &[("Retry-After", "1")], ""), batch_answer(200, [created(2)])];
    let script = Script::new(steps);
    let graph = Client::new(Retry::new(script.clone()), StaticToken::new(TOKEN));
    let mut bulk = graph.bulk([1, 2].map(|key| (key, graph.create(Thing::v1().things_collection(), count(1)))));
    while let Some((_, result)) = bulk.next().await {
        result.unwrap();
    }
    assert_eq!(script.requests().len(), 3);
}

#[tokio::test]
async fn only_a_throttled_response_has_the_retry_after_of_the_batch_response() {
    let body = format!(r#"{{"responses":[{},{}]}}"#, item(1, 429, "", "null"), item(2, 404, "", "null"));
    let mut batch = Script::new([answer(200, &[("Retry-After", "200")], body)]).client().batch();
    let items = ["a", "b"].map(|id| batch.patch(thing(id), count(1)));
    let mut results = batch.send().await.unwrap();
    let waits = items.map(|item| results.take(item).unwrap_err().retry_after());
    assert_eq!(waits, [Some(Duration::from_secs(200)), None]);
}

/// After a page without a new response to the batch's requests, no further page is requested.
// A13
#[tokio::test]
async fn pages_without_responses_are_not_followed_for_ever() {
    let pages = (1..100).map(|number| {
        let items = if number == 1 { vec![created(1)] } else { Vec::new() };
        page(200, items, &format!(r#""https://graph.microsoft.com/v1.0/$batch?$skiptoken={number}""#))
    });
    let script = Script::new(pages.collect::<Vec<_>>());
    let results = create_twenty(&script).await;
    assert!(results[0].is_ok() && kind(&results[1]) == "NoResponse");
    assert_eq!(script.requests().len(), 2);
}
