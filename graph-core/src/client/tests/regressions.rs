//! Regression tests for bugs that other clients of Microsoft Graph have had.
//!
//! Each bug in this list has a test. The headings name the files of the tests: in this crate, in the workspace's crate `tests`, or
//! "here" for this file.
//!
//! Retry, in `transport/retry/tests.rs`, `transport/retry_after.rs` and `bulk/tests/throttling.rs`:
//! - A fractional `Retry-After` is not parsed, or is rounded down.
//! - An HTTP date is compared with the local clock, or only its seconds are read.
//! - `Retry-After` is ignored on 504.
//! - A 429 without `Retry-After` is not retried, or is retried at once.
//! - Waits have no maximum, and retries no budget.
//! - Clients that were throttled together retry together.
//! - Every 5xx and every method is retried.
//! - A retry differs from the first attempt, for example by a stale header.
//! - After a 503 the old connection is used, and `Retry-Attempt` is missing.
//! - A wait blocks a thread or cannot be cancelled.
//! - Few objects are enough for a program to be throttled for ever.
//!
//! Paging, in `tests/collections.rs` and here:
//! - Requests for further pages are not retried, and reuse the token of the first page.
//! - A next link makes the client send the token to another host.
//! - Requests for further pages lack the headers of the first.
//! - Query conditions are joined with the wrong character, or are not encoded.
//!
//! Tokens, in `tests/tokens.rs`, `tests.rs`, `auth/` and here:
//! - The client follows a redirect to another host, scheme or port with the token.
//! - Logs, `Debug` and error texts show secrets, and memory keeps them.
//! - The claims of a challenge are dropped; a 401 is not retried at all, or endlessly.
//! - An unusual host causes a panic; plain HTTP is refused for a loopback host or accepted for other hosts.
//! - The client asks for a token with the scope of another cloud.
//!
//! Requests, in `tests.rs`, `tests/tests/ids.rs` and here:
//! - Requests have no id and no `User-Agent`, or have a telemetry header.
//! - Switching between v1.0 and beta changes the client.
//! - There is no time limit, and shared state deadlocks.
//! - Ids are not encoded, or change the path when they are empty or `..`.
//! - An id that a service expects to be encoded twice cannot be passed.
//!
//! Patches and values, in `tests/tests/laws`, `edm/` and here:
//! - Null cannot be sent, or is sent for a property that is not set.
//! - A property is in the JSON twice.
//! - Changes inside complex values and collections are lost.
//! - A patch that is sent a second time is empty; an empty patch is sent at all.
//! - `@odata.type` is missing or cannot be left out; the etag can be neither read nor sent.
//! - A 204 without a body is an error.
//! - Fractions of a second and time offsets are lost.
//! - New enumeration members, unknown properties and unknown derived types are errors or are lost.
//!
//! Errors, in `tests.rs` and here:
//! - A 4xx or 5xx is treated as a success.
//! - Code and message are missing, or are unreadable because of escapes.
//! - `innererror` and `requestId` are not recognised.
//! - A 403 does not name the missing permission.
//! - The error lacks the ids, the date and the diagnostic that a support ticket needs.
//! - A decoding error does not name the path of the property.
//!
//! Batches, in `batch/tests.rs`:
//! - A batch has more than twenty requests; ids collide; results have no type.
//! - All requests are sent again because one was throttled.
//! - The status 200 of a batch hides failed requests inside.
//! - The dependencies (`dependsOn`) in a batch have a form that Graph refuses.

use std::sync::atomic::{AtomicU32, Ordering};

use super::*;
use crate::transport::Retry;

/// A credential that returns a different token for each request.
#[derive(Default)]
struct Counting(AtomicU32);

impl Credential for Counting {
    fn token<'a>(&'a self, _: TokenRequest<'a>) -> TokenFuture<'a> {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move { AccessToken::new(format!("token{number}")) })
    }
}

#[tokio::test(start_paused = true)]
async fn each_page_is_retried_and_has_a_token_of_its_own() {
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
async fn one_client_sends_requests_of_both_versions() {
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
async fn a_cloned_patch_is_sent_with_the_same_body() {
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
async fn an_escape_in_a_message_does_not_hide_the_error() {
    let body = r#"{"error": {"code": "BadRequest", "message": "The property \"count\" is\u0020wrong"}}"#;
    let error = Script::new([answer(400, &[], body)]).client().get(thing()).await.unwrap_err();
    let service = error.service().unwrap();
    assert_eq!((service.code(), service.message.as_deref()), (Some("BadRequest"), Some("The property \"count\" is wrong")));
}

#[tokio::test]
async fn requests_have_no_other_headers_than_they_need() {
    let script = Script::new([answer(204, &[], ""), answer(200, &[], thing_json())]);
    let graph = script.client();
    graph.patch(thing(), Thing::patch().count(1)).await.unwrap();
    graph.get(thing()).await.unwrap();
    let sent = |request: &http::Request<bytes::Bytes>| {
        let mut names: Vec<_> = request.headers().keys().map(|name| name.as_str().to_owned()).collect();
        names.sort();
        names
    };
    let requests: Vec<_> = script.requests().iter().map(sent).collect();
    assert_eq!(requests[0], ["accept", "authorization", "client-request-id", "content-type", "user-agent"], "and no SdkVersion");
    assert_eq!(requests[1], ["accept", "authorization", "client-request-id", "user-agent"]);
}

#[tokio::test]
async fn a_request_id_is_found_in_each_spelling() {
    for name in ["request-id", "requestId", "Request-Id"] {
        for inner in ["innerError", "innererror"] {
            let body = format!(r#"{{"error": {{"code": "c", "{inner}": {{"{name}": "r1"}}}}}}"#);
            let error = Script::new([answer(500, &[], body)]).client().get(thing()).await.unwrap_err();
            assert_eq!(error.request_id(), Some("r1"), "{inner}.{name}");
        }
    }
}

#[tokio::test]
async fn an_encoded_id_is_encoded_again() {
    let script = Script::new([answer(200, &[], thing_json())]);
    script.client().get(Thing::v1().things(&ThingId::new("a%2Fb").unwrap())).await.unwrap();
    assert_eq!(script.requests()[0].uri().path(), "/v1.0/things/a%252Fb");
}

#[tokio::test]
async fn a_property_that_is_set_twice_is_sent_once() {
    let script = Script::new([answer(204, &[], "")]);
    let patch = Thing::patch().name("a").count(1).clear_name().count(2);
    script.client().patch(thing(), patch).tag(TagPolicy::Never).await.unwrap();
    assert_eq!(script.requests()[0].body(), r#"{"count":2,"name":null}"#);
}

/// A credential that records the scopes of the token requests.
#[derive(Default)]
struct Scopes(std::sync::Mutex<Vec<String>>);

impl Credential for Scopes {
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a> {
        self.0.lock().unwrap().push(request.scope.to_owned());
        Box::pin(async { AccessToken::new(TOKEN) })
    }
}

#[tokio::test]
async fn the_token_scope_is_that_of_the_configured_host() {
    let any = "https://proxy.example:8443".parse().unwrap();
    for host in [Host::global(), Host::us_gov(), Host::us_gov_dod(), Host::china(), any] {
        let (script, scopes) = (Script::new([answer(200, &[], thing_json())]), Arc::new(Scopes::default()));
        let expected = format!("{host}/.default");
        Client::builder(script.clone(), scopes.clone()).host(host.clone()).build().get(thing()).await.unwrap();
        assert_eq!(*scopes.0.lock().unwrap(), [expected]);
        assert!(script.requests()[0].uri().to_string().starts_with(&format!("{host}/v1.0/")));
    }
}

#[derive(Clone, Debug, PartialEq, crate::GraphEnum)]
#[graph(crate = crate)]
enum Color {
    Red,
    #[graph(other)]
    Other(String),
}

#[tokio::test]
async fn an_unknown_member_is_kept() {
    for (text, color) in [("\"red\"", Color::Red), ("\"ultraViolet\"", Color::Other("ultraViolet".into()))] {
        assert_eq!(serde_json::from_str::<Color>(text).unwrap(), color);
        assert_eq!(serde_json::to_string(&color).unwrap(), text);
    }
    let script = Script::new([answer(200, &[], r#"{"value": []}"#)]);
    let things = script.client().list(Thing::beta().things_collection()).header("Prefer", "include-unknown-enum-members");
    things.stream().collect().await.unwrap();
    assert_eq!(header(&script.requests()[0], "prefer"), Some("include-unknown-enum-members"));
}
