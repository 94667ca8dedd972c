//! Traps that other clients of Graph have fallen into: here the tests of those that the tests of single parts do not meet already.
//!
//! All of them, and the tests that keep this client out; what begins with `tests` is in the crate of that name.
//!
//! Retry:
//!
//! - A fractional `Retry-After` is not parsed, or cut off to an early wait: `transport::retry_after::every_form_that_graph_sends`,
//!   `transport::retry::tests::no_try_comes_before_its_retry_after`.
//! - An HTTP date is held against the local clock, or only its seconds count:
//!   `transport::retry_after::every_form_that_graph_sends`.
//! - `Retry-After` is ignored on 504: `transport::retry::tests::no_try_comes_before_its_retry_after`.
//! - Without `Retry-After` a 429 is not tried again, or at once:
//!   `transport::retry::tests::without_retry_after_the_waits_grow_and_differ`.
//! - The wait has no bound, the tries no budget or end: `transport::retry::tests::a_wait_that_is_too_long_is_the_callers_to_make`,
//!   `transport::retry::tests::the_tries_end`.
//! - Clients that were refused together come back together:
//!   `transport::retry::tests::without_retry_after_the_waits_grow_and_differ`.
//! - Every 5xx and every method is sent again: `transport::retry::tests::other_answers_are_final`,
//!   `transport::retry::tests::what_is_not_the_same_twice_is_repeated_only_if_it_was_not_carried_out`,
//!   `transport::retry::tests::a_lost_answer_is_asked_for_again_by_reads_and_by_writes_on_request`.
//! - A second try differs from the first, as by a stale header:
//!   `transport::retry::tests::each_try_is_the_same_request_and_counted`.
//! - After a 503 the old connection is used; `Retry-Attempt` is missing:
//!   `transport::retry::tests::each_try_is_the_same_request_and_counted`,
//!   `transport::reqwest::tests::connections_are_kept_unless_a_new_one_is_asked_for`.
//! - A wait blocks a thread or cannot be given up: `transport::retry::tests::a_wait_can_be_given_up`.
//! - Eighteen resources are enough to be throttled for good: `transport::rate_limit::no_window_has_more_than_the_limit`,
//!   `client::bulk::tests::when_one_is_throttled_all_wait_and_only_it_is_sent_again`.
//!
//! Paging:
//!
//! - Further pages go past the retries and reuse the first token:
//!   `client::tests::peers::further_pages_are_retried_and_have_a_token_of_their_own`.
//! - A next link takes the token to any host: `client::tests::collections::a_next_link_to_another_host_is_not_followed`.
//! - Further pages lose the headers: `client::tests::collections::a_collection_is_read_page_after_page`.
//! - Conditions and properties are joined with the wrong sign, or not encoded: `client::query::options_are_joined_and_encoded`,
//!   `client::query::conditions_are_written_as_odata_has_them`.
//!
//! Tokens:
//!
//! - A redirect to another host, scheme or port takes the token along: `client::tests::a_redirect_is_not_followed`,
//!   `transport::reqwest::tests::a_redirect_is_a_response`.
//! - Secrets stand in logs, `Debug` and error texts, or stay in memory: `client::tests::the_token_is_in_no_text`,
//!   `client::secret::a_secret_is_wiped_and_not_shown`, `client::oauth::tests::what_goes_wrong_is_told_without_secrets`,
//!   `transport::trace::spans_have_names_of_low_cardinality_and_no_secret`.
//! - Claims of a challenge are not handed on; 401 is not, or for ever, tried again:
//!   `client::tests::tokens::a_refused_token_is_renewed_once_with_the_claims_that_are_wanted`,
//!   `client::challenge::the_claims_are_found_wherever_they_stand`.
//! - Other hosts panic; plain http to this machine is refused, or to others taken: `client::host::a_host_is_https_or_this_machine`,
//!   `client::host::a_host_that_would_leak_the_token_is_refused`.
//! - The scope is that of another cloud: `client::tests::peers::a_token_is_asked_for_the_scope_of_the_configured_host`.
//!
//! Requests:
//!
//! - No request id and no User-Agent is sent; `SdkVersion` is: `client::tests::a_patch_is_sent_as_the_pages_have_it`,
//!   `client::tests::peers::only_the_headers_are_sent_that_a_request_needs`.
//! - Switching between v1.0 and beta changes the client: `client::tests::peers::one_client_speaks_both_versions_at_once`.
//! - There is no time limit: `client::tests::a_request_ends_at_its_time_limit`,
//!   `transport::timeout::a_try_that_hangs_leaves_time_for_another`.
//! - State in the client locks up: `client::tests::what_is_awaited_may_move_between_threads`, `client::cached::of_many_one_asks`,
//!   `tests::soak::main::every_patch_arrives_once_from_many_tasks`.
//! - Ids are not encoded, or lead elsewhere when empty or `..`: `tests::ids::the_path_keeps_its_segments_and_decodes_back`,
//!   `tests::ids::refusals_say_why`.
//! - An id that is to be encoded twice cannot be given:
//!   `client::tests::peers::an_id_that_a_service_wants_encoded_twice_is_given_encoded_once`.
//! - Casts and certificate paths cannot be patched: `tests::pages::device_configuration_user_overview`,
//!   `tests::pages::device_configuration_device_overview`, `tests::pages::device_configuration_user_status`.
//!
//! Patches:
//!
//! - Null cannot be sent, or is sent when nothing is meant: `tests::laws::a_property_is_absent_null_or_a_value`.
//! - Null is sent where the service never takes it: `tests::ui::every_mistake_is_answered`.
//! - A property stands in the body twice: `client::tests::peers::a_property_that_was_set_and_cleared_is_sent_once`,
//!   `model::write::no_name_is_written_twice`.
//! - Changes inside of complex values and collections are lost: `tests::laws::a_diff_applied_to_the_first_gives_the_second`,
//!   `tests::laws::a_complex_property_is_set_whole_or_patched_inside`.
//! - The second send of a patch is empty: `client::tests::peers::a_patch_is_sent_whole_as_often_as_it_is_sent`.
//! - An empty patch, or one of the key, is sent: `client::tests::what_the_service_would_refuse_is_not_sent`,
//!   `tests::laws::nothing_differs_from_itself`.
//! - `@odata.type` is missing, or cannot be left out: `client::tests::a_patch_is_sent_as_the_pages_have_it`.
//! - The etag cannot be had or sent: `client::tests::a_get_has_no_body_and_takes_the_etag_of_the_object`,
//!   `client::tests::a_patch_is_sent_as_the_pages_have_it`, `tests::conformance::stories::etags`.
//! - 204 instead of a body is a null that nobody expects: `client::tests::a_patch_is_sent_as_the_pages_have_it`,
//!   `tests::end_to_end::a_patch_may_give_nothing_back`.
//!
//! Values:
//!
//! - Fractions of a second are dropped or padded, offsets lost:
//!   `edm::date_time_offset::texts_as_the_service_writes_them_come_back_unchanged`,
//!   `edm::time_of_day::times_as_the_service_writes_them_come_back_unchanged`.
//! - A new member of an enumeration is lost or an error:
//!   `client::tests::peers::a_member_that_is_new_to_the_client_is_kept_and_can_be_asked_for`,
//!   `tests::laws::patches_and_entities_survive_the_wire`.
//! - Unknown properties and unknown derived types are lost: `tests::laws::patches_and_entities_survive_the_wire`.
//!
//! Errors:
//!
//! - A status of 4xx or 5xx is a success: `client::tests::each_status_has_its_question`.
//! - Code and message are missing, or hidden by an escape: `client::tests::a_service_error_is_read_whole`,
//!   `client::tests::errors_of_any_shape_are_told`, `client::tests::peers::a_quoted_text_in_an_error_does_not_hide_the_error`.
//! - `innererror` and `requestId` are overlooked, inner codes not reached:
//!   `client::tests::peers::a_request_id_is_found_however_it_is_spelt`, `client::tests::a_service_error_is_read_whole`.
//! - A 403 does not say which permission is missing: `client::tests::a_permission_that_the_service_names_is_not_named_again`,
//!   `tests::emulator::access::a_missing_permission_is_named`.
//! - A support ticket lacks its ids, date and diagnostic: `client::tests::a_service_error_is_read_whole`.
//! - What cannot be read has no place: `client::tests::a_response_of_success_that_is_wrong_is_an_error_with_the_place`.
//!
//! Batches:
//!
//! - More than twenty go in one, ids collide, answers have no type: `client::batch::tests::twenty_go_in_one_and_versions_apart`,
//!   `client::batch::tests::several_requests_go_as_one_and_come_back_in_their_types`.
//! - All is sent again for one that was throttled:
//!   `client::batch::tests::only_what_was_throttled_is_sent_again_after_the_longest_wait`.
//! - A throttled batch is expected in one shape, 200 or 424:
//!   `client::batch::tests::only_what_was_throttled_is_sent_again_after_the_longest_wait`, `tests::conformance::stories::batches`.
//! - 200 of a batch hides the failures in it: `client::batch::tests::several_requests_go_as_one_and_come_back_in_their_types`.
//! - `dependsOn` has a shape that Graph does not take: `client::batch::tests::chains_go_in_one_batch_and_stars_too`,
//!   `client::batch::tests::what_graph_takes_in_no_batch_is_sent_bit_by_bit`,
//!   `client::batch::tests::what_depends_on_a_failure_is_not_sent`.
//!
//! Traces:
//!
//! - Spans hold the whole URL, or a name per object: `transport::trace::spans_have_names_of_low_cardinality_and_no_secret`.
//!
//! Tests:
//!
//! - There is no way to test without a service: `tests::conformance::stories::updates`, `tests::conformance::stories::batches`,
//!   `tests::conformance::stories::faults`, `tests::conformance::stories::throttling`, `tests::conformance::stories::tokens`.

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

#[tokio::test]
async fn only_the_headers_are_sent_that_a_request_needs() {
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
async fn a_request_id_is_found_however_it_is_spelt() {
    for name in ["request-id", "requestId", "Request-Id"] {
        for inner in ["innerError", "innererror"] {
            let body = format!(r#"{{"error": {{"code": "c", "{inner}": {{"{name}": "r1"}}}}}}"#);
            let error = Script::new([answer(500, &[], body)]).client().get(thing()).await.unwrap_err();
            assert_eq!(error.request_id(), Some("r1"), "{inner}.{name}");
        }
    }
}

#[tokio::test]
async fn an_id_that_a_service_wants_encoded_twice_is_given_encoded_once() {
    let script = Script::new([answer(200, &[], thing_json())]);
    script.client().get(Thing::v1().things(&ThingId::new("a%2Fb").unwrap())).await.unwrap();
    assert_eq!(script.requests()[0].uri().path(), "/v1.0/things/a%252Fb");
}

#[tokio::test]
async fn a_property_that_was_set_and_cleared_is_sent_once() {
    let script = Script::new([answer(204, &[], "")]);
    let patch = Thing::patch().name("a").count(1).clear_name().count(2);
    script.client().patch(thing(), patch).tag(TagPolicy::Never).await.unwrap();
    assert_eq!(script.requests()[0].body(), r#"{"count":2,"name":null}"#);
}

/// Keeps the scopes that it is asked for.
#[derive(Default)]
struct Scopes(std::sync::Mutex<Vec<String>>);

impl Credential for Scopes {
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a> {
        self.0.lock().unwrap().push(request.scope.to_owned());
        Box::pin(async { AccessToken::new(TOKEN) })
    }
}

#[tokio::test]
async fn a_token_is_asked_for_the_scope_of_the_configured_host() {
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
async fn a_member_that_is_new_to_the_client_is_kept_and_can_be_asked_for() {
    for (text, color) in [("\"red\"", Color::Red), ("\"ultraViolet\"", Color::Other("ultraViolet".into()))] {
        assert_eq!(serde_json::from_str::<Color>(text).unwrap(), color);
        assert_eq!(serde_json::to_string(&color).unwrap(), text);
    }
    let script = Script::new([answer(200, &[], r#"{"value": []}"#)]);
    let things = script.client().list(Thing::beta().things_collection()).header("Prefer", "include-unknown-enum-members");
    things.stream().collect().await.unwrap();
    assert_eq!(header(&script.requests()[0], "prefer"), Some("include-unknown-enum-members"));
}
