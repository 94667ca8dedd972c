//! Traps that other clients of Graph have fallen into, as far as the tests of single parts do not meet them already.

use std::sync::atomic::{AtomicU32, Ordering};

use super::*;
use crate::transport::Retry;

/// Gives another token each time.
#[derive(Default)]
struct Counting(AtomicU32);

impl Credential for Counting {
    fn token<'a>(&'a self, _: TokenRequest<'a>) -> TokenFuture<'a> {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move { AccessToken::new(format!("token{number}")) })
    }
}

#[tokio::test(start_paused = true)]
async fn further_pages_are_retried_and_have_a_token_of_their_own() {
    let first = format!(r#"{{"value": [{}], "@odata.nextLink": "https://graph.microsoft.com/beta/things?2"}}"#, thing_json());
    let script = Script::new([
        answer(200, &[], first),
        answer(429, &[("Retry-After", "30")], ""),
        answer(200, &[], format!(r#"{{"value": [{}]}}"#, thing_json())),
    ]);
    let graph = Client::new(Retry::new(script.clone()), Counting::default());
    assert_eq!(graph.list(Thing::beta().things_collection()).stream().collect().await.unwrap().len(), 2);
    let tokens: Vec<_> = script.requests().iter().map(|request| header(request, "authorization").map(str::to_owned)).collect();
    assert_eq!(tokens, ["Bearer token0", "Bearer token1", "Bearer token1"].map(|token| Some(token.to_owned())));
    assert!(script.times()[2] >= 30.0);
}

#[tokio::test]
async fn one_client_speaks_both_versions_at_once() {
    let script = Script::new([answer(200, &[], thing_json()), answer(200, &[], thing_json())]);
    let graph = script.client();
    let id = ThingId::new("1").unwrap();
    let (v1, beta) =
        tokio::join!(graph.get(Thing::v1().things(&id)).into_future(), graph.get(Thing::beta().things(&id)).into_future());
    assert!(v1.is_ok() && beta.is_ok());
    let mut paths: Vec<_> = script.requests().iter().map(|request| request.uri().path().to_owned()).collect();
    paths.sort();
    assert_eq!(paths, ["/beta/things/1", "/v1.0/things/1"]);
}

#[tokio::test]
async fn a_patch_is_sent_whole_as_often_as_it_is_sent() {
    let script = Script::new([answer(204, &[], ""), answer(503, &[], ""), answer(204, &[], "")]);
    let graph = script.client();
    let request = graph.patch(thing(), Thing::patch().count(1).name("n"));
    request.clone().await.unwrap();
    request.clone().await.unwrap_err();
    request.await.unwrap();
    let bodies: Vec<_> = script.requests().iter().map(|request| request.body().clone()).collect();
    assert!(bodies.iter().all(|body| body == &bodies[0]) && bodies[0].len() > 40, "{bodies:?}");
    let ids: std::collections::HashSet<_> =
        script.requests().iter().map(|request| request.headers()["client-request-id"].clone()).collect();
    assert_eq!(ids.len(), 3, "each with an id of its own");
}

#[tokio::test]
async fn a_quoted_text_in_an_error_does_not_hide_the_error() {
    let body = r#"{"error": {"code": "BadRequest", "message": "The property \"count\" is\u0020wrong"}}"#;
    let error = Script::new([answer(400, &[], body)]).client().get(thing()).await.unwrap_err();
    let service = error.service().unwrap();
    assert_eq!((service.code(), service.message.as_deref()), (Some("BadRequest"), Some("The property \"count\" is wrong")));
}
