//! Tests of the client against a scripted transport.

mod annotations;
mod answers;
mod applied;
mod calls;
mod collections;
mod delta;
#[cfg(feature = "exact-numbers")]
mod exact_numbers;
mod expanded;
#[cfg(feature = "rate-limit")]
mod expiring;
mod hostile;
mod links;
mod malformed_elements;
mod options;
mod outside_text;
mod pages;
mod raw;
mod regressions;
mod removed;
mod rewrites;
mod running;
mod settable;
mod slow_consumer;
mod subsets;
pub(in crate::client) mod tokens;
#[cfg(all(feature = "rate-limit", feature = "tower", feature = "tracing"))]
mod unpolled;
mod views;
mod written;

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderValue, Method};

use super::*;
use crate::auth::{AccessToken, Credential, StaticToken, TokenFuture, TokenRequest};
use crate::error::{DecodeProblem, Error, HeaderProblem};
use crate::model::descriptor::TagPolicy;
use crate::model::path::{ApiVersion, Path, Template};
use crate::testing::{Script, Step, TOKEN, Thing, ThingId, answer, thing, thing_json};
use crate::transport::{Transport, TransportErrorKind};

fn header<'a>(request: &'a http::Request<bytes::Bytes>, name: &str) -> Option<&'a str> {
    request.headers().get(name).map(|value| value.to_str().unwrap())
}

#[tokio::test]
async fn a_patch_is_sent_as_documented() {
    let script = Script::new([answer(200, &[("request-id", "r1"), ("ETag", "W/\"8\"")], thing_json()), answer(204, &[], "")]);
    let graph = Client::builder(script.clone(), StaticToken::new(TOKEN)).user_agent("inventory/2.1\r\nX-Evil: 1").build();

    let updated = graph.patch(thing(), Thing::patch().count(3).clear_name()).if_match("W/\"7\"").return_minimal().await.unwrap();
    let minimal = graph.patch(thing(), Thing::patch().count(3)).tag(TagPolicy::Never).await.unwrap();

    assert_eq!(updated.body.unwrap().count, 3);
    assert_eq!(
        (updated.etag.as_deref(), updated.status.as_u16(), updated.request_id.as_deref()),
        (Some("W/\"8\""), 200, Some("r1"))
    );
    assert!(minimal.body.is_none());
    let [first, second] = &script.requests()[..] else { panic!() };
    assert_eq!(first.method(), "PATCH");
    assert_eq!(first.uri(), "https://graph.microsoft.com/v1.0/things/a%2Fb");
    assert_eq!(header(first, "authorization").unwrap(), format!("Bearer {TOKEN}"));
    assert!(first.headers()["authorization"].is_sensitive());
    assert_eq!(header(first, "accept"), Some("application/json"));
    assert_eq!(header(first, "content-type"), Some("application/json"));
    assert_eq!(header(first, "user-agent"), Some(concat!("graph-core/", env!("CARGO_PKG_VERSION"), " inventory/2.1X-Evil: 1")));
    assert_eq!(header(first, "if-match"), Some("W/\"7\""));
    assert_eq!(header(first, "prefer"), Some("return=minimal"));
    assert_eq!(first.body(), r##"{"@odata.type":"#microsoft.graph.thing","count":3,"name":null}"##);
    assert_eq!(second.body(), r#"{"count":3}"#);
    assert_eq!((header(second, "if-match"), header(second, "prefer")), (None, None));
    let ids = [first, second].map(|request| uuid::Uuid::parse_str(header(request, "client-request-id").unwrap()).unwrap());
    assert_ne!(ids[0], ids[1]);
    assert_eq!(ids[1].to_string(), minimal.client_request_id);
    assert_eq!(first.extensions().get(), Some(&Template { version: ApiVersion::V1, text: "/things/{thingId}" }));
}

#[tokio::test]
async fn a_get_has_no_body_and_returns_the_etag_of_the_entity() {
    let script = Script::new([answer(200, &[], thing_json())]);
    let found = script.client().get(thing()).await.unwrap();
    assert_eq!(found.etag.as_deref(), Some("W/\"7\""));
    assert_eq!(found.body.etag, found.etag);
    let [request] = &script.requests()[..] else { panic!() };
    assert_eq!((request.method().as_str(), header(request, "content-type"), request.body().len()), ("GET", None, 0));
}

#[tokio::test]
async fn a_request_that_the_service_would_refuse_is_not_sent() {
    let graph = Script::default().client();
    let read = |json: &str| serde_json::from_str::<crate::testing::ThingPatch>(json).unwrap();

    let error = graph.patch(thing(), Thing::patch()).await.unwrap_err();
    assert!(matches!(error, Error::EmptyPatch(_)), "{error}");
    let error = graph.patch(thing(), read(r#"{"count": 1, "created": "2026-11-22T08:00:00Z"}"#)).await.unwrap_err();
    assert!(matches!(&error, Error::ReadOnlyProperty(error) if error.property == "created"), "{error}");
    let error = graph.patch(thing(), read(r#"{"id": "x"}"#)).await.unwrap_err();
    assert_eq!(error.to_string(), "the patch of the microsoft.graph.thing sets `id`, which only the service sets: remove it");
    let error = graph.patch(thing(), Thing::patch().count(1)).if_match("\"\n\"").await.unwrap_err();
    assert!(matches!(&error, Error::InvalidHeader(error) if error.header.as_ref().unwrap() == "If-Match"), "{error}");
    for (token, says) in [("", "empty"), ("a\n", "trim it"), ("Bearer a", "`Bearer `"), ("a b", "at byte 1"), ("ä", "at byte 0")]
    {
        let graph = Client::new(Script::default(), StaticToken::new(token));
        let error = graph.get(thing()).await.unwrap_err();
        assert!(matches!(error, Error::Credential(_)) && error.to_string().contains(says), "{error}");
    }
}

#[tokio::test]
async fn a_service_error_is_read_completely() {
    let body = r##"{"error": {"code": "Forbidden", "message": "Not\r\nallowed", "target": "count",
        "details": [{"code": "D1", "message": "m", "target": "t"}, {"code": "D2"}],
        "innerError": {"code": "Outer", "date": "2026-11-22T08:00:00", "request-id": "inner", "client-request-id": "c",
            "innererror": {"code": "Innermost"}}}}"##;
    let headers =
        [("request-id", "r1"), ("Retry-After", "2.128"), ("x-ms-ags-diagnostic", "{\"ServerInfo\":{}}"), ("Date", "now")];
    let graph = Script::new([answer(403, &headers, body)]).client();

    let error = graph.patch(thing(), Thing::patch().count(1)).await.unwrap_err();

    assert!(error.is_permission());
    assert_eq!(error.retry_after(), Some(Duration::from_millis(2128)));
    let service = error.service().unwrap();
    assert_eq!((service.code(), service.innermost_code()), (Some("Forbidden"), Some("Innermost")));
    assert!(service.has_code("Outer") && service.has_code("D2") && !service.has_code("D3"));
    assert_eq!(service.target.as_deref(), Some("count"));
    assert_eq!(service.details[0].message.as_deref(), Some("m"));
    assert_eq!(service.diagnostic.as_deref(), Some("{\"ServerInfo\":{}}"));
    assert_eq!((service.date.as_deref(), service.attempts), (Some("now"), 1));
    let id = &service.request.client_request_id;
    assert_eq!(
        error.to_string(),
        format!(
            "PATCH /v1.0/things/{{thingId}}: 403 Forbidden, Forbidden, Innermost: Not allowed; it requires the permission \
             Thing.ReadWrite (delegated) or Thing.ReadWrite.All (application); retry after 2.128 s (request-id r1, \
             client-request-id {id})"
        )
    );
    let report = error.report().to_string();
    for line in ["request: PATCH /v1.0/things/{thingId}", "request-id: r1", "code: Innermost", "detail: D1: t: m", "date: now"] {
        assert!(report.lines().any(|found| found == line), "{line} in\n{report}");
    }
    assert!(report.contains(id.as_str()));
}

#[tokio::test]
async fn a_permission_that_the_service_names_is_not_repeated() {
    let message = |text: &str| format!(r#"{{"error": {{"code": "Forbidden", "message": "{text}"}}}}"#);
    let cases = [
        ("It takes one of Thing.ReadWrite, Thing.ReadWrite.All.", ": It takes one of Thing.ReadWrite, Thing.ReadWrite.All ("),
        ("Not Thing.ReadWrite.All.", ": Not Thing.ReadWrite.All; it requires the permission Thing.ReadWrite (delegated) or"),
        ("Denied.", ": Denied; it requires the permission Thing.ReadWrite (delegated) or Thing.ReadWrite.All (application) ("),
    ];
    for (text, says) in cases {
        let error = Script::new([answer(403, &[], message(text))]).client().get(thing()).await.unwrap_err();
        assert!(error.to_string().contains(says), "{error}");
        assert!(error.report().to_string().contains("\npermission: Thing.ReadWrite (delegated)"), "{}", error.report());
    }
}

#[tokio::test]
async fn an_error_response_of_any_shape_has_a_text() {
    let nested = format!("{}{}", r#"{"error":{"innerError":"#.repeat(3), "1}}}}}}");
    let cases: [(&str, &str); 10] = [
        ("", "500 Internal Server Error ("),
        ("<html>\n <b>Bad Gateway</b>", "500 Internal Server Error: <html> <b>Bad Gateway</b> ("),
        ("\u{0}\u{1b}[31m", ": [31m ("),
        ("[1]", ": [1] ("),
        (r#"{"error": "invalid_grant", "error_description": "expired"}"#, ", invalid_grant: expired ("),
        (r#"{"odata.error": {"code": "Old", "message": {"lang": "en", "value": "text"}}}"#, ", Old: text ("),
        (r#"{"Message": "An error has occurred."}"#, ": An error has occurred ("),
        (r#"{"error": {"code": 7, "message": null, "details": {}, "innerError": []}}"#, ", 7 ("),
        (
            r#"{"error": {"code": "BadRequest", "message": "{\"_version\": 3, \"Message\": \"Not a GUID\"}"}}"#,
            ", BadRequest: Not a GUID (",
        ),
        (&nested, "500 Internal Server Error ("),
    ];
    for (body, says) in cases {
        let graph = Script::new([answer(500, &[], body.to_owned())]).client();
        let error = graph.get(thing()).await.unwrap_err();
        assert!(error.to_string().contains(says), "{error}");
        assert_eq!(error.to_string().lines().count(), 1);
    }
}

#[tokio::test]
async fn each_status_has_a_predicate() {
    type Predicate = fn(&Error) -> bool;
    let predicates: [(u16, Predicate); 6] = [
        (429, Error::is_throttled),
        (404, Error::is_not_found),
        (409, Error::is_conflict),
        (412, Error::is_precondition_failed),
        (403, Error::is_permission),
        (401, Error::is_unauthenticated),
    ];
    for (status, _) in predicates {
        let error = Script::new([answer(status, &[], "")]).client().get(thing()).await.unwrap_err();
        let asked: Vec<u16> = predicates.iter().filter(|(_, predicate)| predicate(&error)).map(|(status, _)| *status).collect();
        assert_eq!(asked, [status]);
    }
}

#[tokio::test]
async fn a_malformed_success_is_an_error_with_the_path() {
    let whole = thing_json();
    let cases = [
        (whole.replace("3", "\"3\""), Some("count"), "property `count`: expected Int32, found a string"),
        (whole.replace("3", "null"), Some("count"), "property `count`: null"),
        (whole.replace("\"count\":3,", ""), Some("count"), "property `count`: missing"),
        (whole.replace("graph.thing", "graph.o\nther").replace('\n', "\\n"), Some(""), "found a #microsoft.graph.o ther"),
        (whole.replace("name", "count"), None, "`count`: present twice"),
        (whole[..40].to_owned(), None, r#"the body is not valid JSON; it starts with "{\"@odata.type\":"#),
        (whole[..40].to_owned(), None, "EOF while parsing a value at line 1 column 40"),
        (format!("{whole} {whole}"), None, "trailing characters"),
        ("<html>".to_owned(), None, r#"it starts with "<html>""#),
        ("[".repeat(100_000), None, "recursion limit"),
        (" ".to_owned(), None, "200 OK, but without a body"),
    ];
    for (body, property, says) in cases {
        let graph = Script::new([answer(200, &[("request-id", "r1")], body)]).client();
        let error = graph.get(thing()).await.unwrap_err();
        let text = format!("{error:#}");
        assert!(text.contains(says) && text.contains("request-id r1") && text.lines().count() == 1, "{text}");
        let Error::Decode(error) = error else { panic!("{text}") };
        assert_eq!(error.property(), property, "{text}");
    }
    let graph = Script::new([answer(200, &[], "nonsense")]).client();
    let error = graph.patch(thing(), Thing::patch().count(1)).await.unwrap_err();
    assert!(matches!(&error, Error::CarriedOut(error) if matches!(error.decode.problem, DecodeProblem::Json { .. })), "{error}");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let graph = Script::new([answer(307, &[("Location", "https://user@evil.example:8/x?token=1")], "")]).client();
    let error = graph.get(thing()).await.unwrap_err();
    assert!(error.to_string().contains("307 Temporary Redirect: a redirect to https://evil.example is not followed"), "{error}");
}

#[tokio::test]
async fn no_text_contains_the_token() {
    let echo =
        format!(r#"{{"error": {{"code": "{TOKEN}", "message": "bad token {TOKEN}", "innerError": {{"code": "{TOKEN}"}}}}}}"#);
    let steps = [
        answer(401, &[("request-id", TOKEN), ("x-ms-ags-diagnostic", TOKEN)], echo.clone()),
        answer(401, &[], format!("no JSON {TOKEN}")),
        answer(200, &[], format!("{{{TOKEN}")),
        answer(200, &[], format!(r##"{{"@odata.type":"#{TOKEN}"}}"##)),
        answer(200, &[], format!(r#"{{"{TOKEN}":1,"{TOKEN}":2}}"#)),
        answer(200, &[], thing_json().replace("2026-11-22T08:00:00Z", &format!("{}{TOKEN}", "x".repeat(60)))),
        answer(302, &[("request-id", TOKEN), ("Location", &format!("https://{TOKEN}.example"))], ""),
        Step::Fail(TransportErrorKind::Interrupted),
    ];
    let script = Script::new(steps);
    let graph = script.client();
    for _ in 0..8 {
        let error = graph.get(thing()).await.unwrap_err();
        let texts = format!("{error} {error:?} {}", error.report());
        assert!(!texts.contains(TOKEN), "{texts}");
        assert!(!texts.contains(&TOKEN[..16]), "{texts}");
    }
    let credential = StaticToken::new(TOKEN);
    let token = credential.token(TokenRequest::new("scope")).await.unwrap();
    let request = TokenRequest { refused: Some(&token), ..TokenRequest::new("scope") };
    let texts = format!("{graph:?} {credential:?} {token:?} {request:?} {:?} {:?}", token.secret(), script.requests());
    assert!(!texts.contains(TOKEN), "{texts}");
}

#[tokio::test]
async fn no_text_contains_an_escaped_token() {
    const TOKEN: &str = "an+opaque/token+with/signs=";
    let dotnet = TOKEN.replace('+', r"\u002B").replace('/', r"\/");
    let wrapped = |text: &str| {
        serde_json::json!({ "error": { "code": "c", "message": serde_json::json!({ "message": text }).to_string() } }).to_string()
    };
    let bodies = [
        format!(r#"{{"error": {{"code": "c", "message": "{dotnet}"}}}}"#),
        wrapped(TOKEN).replace('+', r"\\u002b"),
        wrapped(&wrapped(TOKEN)).replace('+', r"\\\\u002B"),
        format!("no JSON {dotnet}"),
    ];
    for body in bodies {
        let script = Script::new([answer(400, &[], body.clone())]);
        let error = Client::new(script, StaticToken::new(TOKEN)).get(thing()).await.unwrap_err();
        let texts = format!("{error} {error:?} {}", error.report());
        let letters: String = texts.replace('\\', "").replace("u002B", "+").replace("u002b", "+");
        assert!(!letters.contains(TOKEN), "{body} as {texts}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_fails_at_its_time_limit() {
    let start = tokio::time::Instant::now();
    let script = Script::new([Step::Hang, Step::Hang, Step::Hang]);
    let error = script.client().get(thing()).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.kind() == TransportErrorKind::Timeout), "{error}");
    assert_eq!(start.elapsed().as_secs(), 100);
    script.client().patch(thing(), Thing::patch().count(1)).timeout(Duration::from_secs(5)).await.unwrap_err();
    assert_eq!(start.elapsed().as_secs(), 105);
    let graph = Client::builder(script, StaticToken::new(TOKEN)).timeout(Duration::from_secs(7)).build();
    graph.get(thing()).await.unwrap_err();
    assert_eq!(start.elapsed().as_secs(), 112);
}

#[tokio::test(start_paused = true)]
async fn the_longest_duration_is_no_time_limit() {
    let step = Step::Late(Duration::from_secs(1 << 20), http::Response::new(thing_json().into()));
    Script::new([step]).client().get(thing()).timeout(Duration::MAX).await.unwrap();
}

#[tokio::test]
async fn requests_go_to_the_configured_host() {
    let script = Script::new([answer(200, &[], thing_json())]);
    let graph = Client::builder(script.clone(), StaticToken::new(TOKEN)).host(Host::china()).build();
    graph.get(Thing::beta().things(&ThingId::new("../x?#%").unwrap())).await.unwrap();
    assert_eq!(script.requests()[0].uri(), "https://microsoftgraph.chinacloudapi.cn/beta/things/..%2Fx%3F%23%25");
}

#[test]
fn futures_of_requests_are_send() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    fn is_shared<T: Clone + Send + Sync + 'static>() {}
    is_shared::<Client>();
    let graph = Script::default().client();
    drop(is_send(graph.get(thing()).into_future()));
    drop(is_send(graph.patch(thing(), Thing::patch()).into_future()));
}
