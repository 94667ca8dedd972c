//! Tests of requests inside a batch whose token is refused (401).

use super::*;
use crate::auth::{AccessToken, Credential, TokenFuture, TokenRequest};
use crate::client::tests::tokens::{Renewing, renewing, renewing_from};

const CHALLENGE: &str = r#""WWW-Authenticate":"Bearer realm=\"\", error=\"insufficient_claims\", claims=\"eyJhIjoxfQ==\"""#;

fn refused(id: u32) -> String {
    item(id, 401, CHALLENGE, r#"{"error":{"code":"InvalidAuthenticationToken"}}"#)
}

fn authorizations(script: &Script) -> Vec<String> {
    let header = |request: http::Request<bytes::Bytes>| request.headers()["authorization"].to_str().unwrap().to_owned();
    script.requests().into_iter().map(header).collect()
}

fn claims(credential: &Renewing) -> Vec<Option<String>> {
    credential.claims.lock().unwrap().clone()
}

// B4
#[tokio::test]
async fn refused_requests_are_sent_once_more_together_with_a_new_token() {
    let missing = item(3, 404, "", "null");
    let script = Script::new([
        batch_answer(200, [item(2, 401, "", "null"), done(1), missing, refused(4)]),
        batch_answer(200, [done(4), done(2)]),
    ]);
    let credential = renewing("second");
    let graph = Client::new(script.clone(), credential.clone());
    let mut batch = graph.batch();
    let items = ["a", "b", "c", "d"].map(|id| batch.patch(thing(id), count(1)));
    let mut results = batch.send().await.unwrap();
    assert_eq!(items.map(|item| results.take(item).is_ok()), [true, true, false, true]);
    assert_eq!(claims(&credential), [None, Some(r#"{"a":1}"#.to_owned())], "the token is renewed once");
    assert_eq!(authorizations(&script), ["Bearer first", "Bearer second"]);
    let sent = sent(&script);
    assert_eq!(texts(&sent[1], "url"), ["/things/b", "/things/d"]);
    assert_eq!((&sent[1][0], &sent[1][1]), (&sent[0][1], &sent[0][3]), "with the same ids");
}

// B4
#[tokio::test]
async fn a_request_that_is_refused_twice_is_not_sent_a_third_time() {
    let script = Script::new([batch_answer(200, [refused(1), done(2)]), batch_answer(200, [refused(1)])]);
    let mut batch = Client::new(script.clone(), renewing("second")).batch();
    let [a, b] = ["a", "b"].map(|id| batch.patch(thing(id), count(1)));
    let mut results = batch.send().await.unwrap();
    let error = results.take(a).unwrap_err();
    assert!(error.is_unauthenticated() && error.service().unwrap().attempts == 2, "{error}");
    assert_eq!(results.take(b).unwrap().body.unwrap().count, 3);
    assert_eq!(script.requests().len(), 2);
}

/// The token is renewed at most once per batch.
// B4
#[tokio::test]
async fn a_token_that_was_renewed_for_the_whole_batch_is_not_renewed_again() {
    let script = Script::new([answer(401, &[], ""), batch_answer(200, [refused(1), done(2)])]);
    let credential = renewing("second");
    let mut batch = Client::new(script.clone(), credential.clone()).batch();
    let [a, _] = ["a", "b"].map(|id| batch.patch(thing(id), count(1)));
    assert!(batch.send().await.unwrap().take(a).unwrap_err().is_unauthenticated());
    assert_eq!((script.requests().len(), claims(&credential).len()), (2, 2));
}

// B4
#[tokio::test]
async fn a_credential_without_another_token_leaves_the_401() {
    let script = Script::new([batch_answer(200, [refused(1), done(2)])]);
    let mut batch = script.client().batch();
    let [a, b] = ["a", "b"].map(|id| batch.patch(thing(id), count(1)));
    let mut results = batch.send().await.unwrap();
    assert_eq!(results.take(a).unwrap_err().service().unwrap().code(), Some("InvalidAuthenticationToken"));
    results.take(b).unwrap();
    assert_eq!(script.requests().len(), 1);
}

/// If the token cannot be renewed, or the second batch fails, the requests that were not refused keep their results.
// B4
#[tokio::test]
async fn a_failed_renewal_is_an_error_of_the_refused_requests_alone() {
    let first = || batch_answer(200, [refused(1), done(2)]);
    let cases = [
        (Script::new([first()]), "", "token"),
        (Script::new([first(), Step::Fail(TransportErrorKind::Connect)]), "second", "connect"),
        (Script::new([first(), answer(200, &[], "[]")]), "second", "not the expected JSON"),
        (Script::new([first(), answer(500, &[], "")]), "second", "500"),
    ];
    for (script, token, says) in cases {
        let mut batch = Client::new(script, renewing(token)).batch();
        let [a, b] = ["a", "b"].map(|id| batch.patch(thing(id), count(1)));
        let mut results = batch.send().await.unwrap();
        let error = results.take(a).unwrap_err();
        assert!(matches!(&error, Error::Batch(error) if matches!(error.problem, BatchProblem::Failed(_))), "{error:#}");
        assert!(format!("{error:#}").contains(says), "{error:#}");
        results.take(b).unwrap();
    }
}

/// A credential whose tokens have already expired when the client sends them.
struct Expired(AtomicU64);

impl Credential for Expired {
    fn token<'a>(&'a self, _: TokenRequest<'a>) -> TokenFuture<'a> {
        let text = format!("token-{}", self.0.fetch_add(1, Ordering::Relaxed));
        Box::pin(async move { Ok(AccessToken::new(text)?.expires_in(Duration::ZERO)) })
    }
}

// B4, C1
#[tokio::test]
async fn a_new_token_that_expires_on_the_way_is_renewed_too() {
    let script = Script::new([batch_answer(200, [refused(1)]), answer(401, &[], ""), batch_answer(200, [done(1)])]);
    let mut batch = Client::new(script.clone(), Expired(AtomicU64::new(0))).batch();
    let a = batch.patch(thing("a"), count(1));
    batch.send().await.unwrap().take(a).unwrap();
    assert_eq!(authorizations(&script), ["Bearer token-0", "Bearer token-1", "Bearer token-2"]);
}

// B4, D1
#[tokio::test]
async fn an_error_after_a_renewal_does_not_contain_the_refused_token() {
    let echo = item(1, 403, "", &format!(r#"{{"error":{{"code":"Forbidden","message":"no access for {TOKEN}"}}}}"#));
    let script = Script::new([batch_answer(200, [refused(1)]), batch_answer(200, [echo])]);
    let mut batch = Client::new(script, renewing_from(TOKEN, "another.t0ken-value")).batch();
    let a = batch.patch(thing("a"), count(1));
    let error = batch.send().await.unwrap().take(a).unwrap_err();
    assert_eq!(error.service().unwrap().message.as_deref(), Some("no access for [token]"));
}

// B4
#[tokio::test]
async fn requests_that_depend_on_a_refused_one_are_sent_with_it() {
    let script = Script::new([batch_answer(200, [done(1), refused(2), failed(3)]), batch_answer(200, [done(2), done(3)])]);
    let graph = Client::new(script.clone(), renewing("second"));
    assert!(chain(&graph).send().await.unwrap().all_succeeded());
    let again = &sent(&script)[1];
    assert_eq!(texts(again, "url"), ["/things/b", "/things/c"]);
    assert!(again[0].get("dependsOn").is_none() && again[1]["dependsOn"][0] == "2");
}

/// A request that failed with 424 for another reason keeps its error. The refused request (401) has no challenge.
// B4
#[tokio::test]
async fn requests_that_depend_on_no_refused_one_are_not_sent_with_it() {
    let script = Script::new([batch_answer(200, [failed(1), item(2, 401, "", "null")]), batch_answer(200, [done(2)])]);
    let mut batch = Client::new(script.clone(), renewing("second")).batch();
    let [a, b] = ["a", "b"].map(|id| batch.patch(thing(id), count(1)));
    let mut results = batch.send().await.unwrap();
    assert_eq!(results.take(a).unwrap_err().service().unwrap().code(), Some("FailedDependency"));
    results.take(b).unwrap();
    assert_eq!(texts(&sent(&script)[1], "url"), ["/things/b"]);
}

// B4
#[tokio::test(start_paused = true)]
async fn refused_requests_of_a_bulk_are_sent_once_more() {
    let all = (1..=20).map(|id| if id % 2 == 0 { refused(id) } else { done(id) });
    let again = (1..=20).filter(|id| id % 2 == 0).map(|id| if id == 20 { refused(id) } else { done(id) });
    let script = Script::new([batch_answer(200, all), batch_answer(200, again)]);
    let credential = renewing("second");
    let graph = Client::new(script.clone(), credential.clone());
    let mut bulk = graph.bulk((1..=20).map(|key| (key, graph.patch(thing(&key.to_string()), count(key)))).collect::<Vec<_>>());
    let mut failed = Vec::new();
    while let Some((key, result)) = bulk.next().await {
        failed.extend(result.is_err().then_some(key));
    }
    assert_eq!((failed, authorizations(&script)), (vec![20], vec!["Bearer first".to_owned(), "Bearer second".to_owned()]));
    assert_eq!(claims(&credential).len(), 2);
}
