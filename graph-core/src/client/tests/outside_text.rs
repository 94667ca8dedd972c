//! Tests that error texts contain neither the token nor a control character, even if every part of the response contains them.

use super::*;
use crate::model::json::Json;
use crate::transport::trace::tests::Recorder;
use crate::transport::{ResponseFuture, Trace, Transport, TransportError};
use bytes::Bytes;

const TOKEN: &str = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln+bmF0/dXJl-a_b=";

/// Returns text that contains the token, and a line break followed by a forged log line.
fn hostile() -> String {
    format!("a {TOKEN}\n2026-01-01 ERROR forged \u{1b}[31mline\u{202e} {TOKEN}")
}

/// Returns the value of the request header `Authorization` in base64, as a proxy may quote it.
fn base64() -> String {
    use base64::prelude::{BASE64_STANDARD, Engine};
    BASE64_STANDARD.encode(format!("Bearer {TOKEN}"))
}

/// Returns responses that have the hostile text in every part of a body, with and without hostile text in the headers.
fn steps() -> Vec<Step> {
    let text = Json::from(hostile()).to_string();
    let escaped = text.replace('+', r"\u002b").replace('/', r"\/");
    let nested = Json::from(format!(r#"{{"ErrorCode":{text},"Message":{text}}}"#)).to_string();
    let error = format!(
        r#"{{"code":{text},"message":{nested},"target":{text},"details":[{{"code":{text},"message":{escaped},"target":{text}}}],
        "innerError":{{"code":{text},"request-id":{text},"date":{text}}}}}"#
    );
    let line = format!("a\tERROR {TOKEN}");
    let headers = [
        ("request-id", line.as_str()),
        ("date", &line),
        ("x-ms-ags-diagnostic", &line),
        ("www-authenticate", &line),
        // The beginning of the token as the name of a header, which has to be in lower case and cannot contain `=`.
        ("x-eyjhbgcioijub25lin0.eyjzdwiioijhin0", "a"),
    ];
    let mut steps = Vec::new();
    for status in [200, 400, 403, 500] {
        let bodies = [
            hostile(),
            text.clone(),
            escaped.clone(),
            format!(r#"{{"error":{error}}}"#),
            format!(r#"{{"error":{text},"error_description":{text}}}"#),
            format!(r#"{{{text}:1,{text}:2}}"#),
            format!(r#"{{"{TOKEN}":1,"{TOKEN}":2}}"#),
            format!(r#"{{"value":[{{"id":"a","count":{text}}}]}}"#),
            format!(r#"{{"value":[],"@odata.nextLink":{text}}}"#),
            format!(r#"{{"id":{text},"@removed":{{"reason":{text}}}}}"#),
            format!(r#"{{"value":[{{"id":{text},"@removed":{{"reason":{text}}}}}]}}"#),
            format!(r#"{{"value":[],"@odata.nextLink":"https://{TOKEN}.example/%1b"}}"#),
            thing_json().replace("\"count\":3", &format!("\"count\":{text}")),
            format!(r#"{{"responses":[{{"id":{text},"status":200}}]}}"#),
            format!(
                r#"{{"responses":[{{"id":"1","status":{status},"headers":{{"request-id":{text}}},"body":{{"error":{error}}}}}]}}"#
            ),
            format!(r#"{{"responses":[{{"id":"1","status":{status},"body":{text}}}]}}"#),
            format!(r#"{{"responses":[{{"id":"1","status":{status},"headers":{text}}}]}}"#),
            format!(r#"{{"responses":[{{"id":"1",{text}:1,{text}:1}}]}}"#),
            format!(r#"{{"responses":{text}}}"#),
            format!("<html><p>Request:\nauthorization: Bearer {}</p>", TOKEN.replace('+', "&#43;").replace('/', "&#x2F;")),
            format!("<pre>authorization: {}</pre>", base64()),
        ];
        for body in bodies {
            steps.extend([answer(status, &headers, body.clone()), answer(status, &[], body)]);
        }
    }
    let location = format!("https://{}.example/{TOKEN}", TOKEN.replace(['+', '/', '='], ""));
    steps.extend([answer(302, &[("location", &location)], ""), answer(307, &[("location", TOKEN)], hostile())]);
    steps
}

/// Sends requests of each kind to a service that answers all of them with `step`, and returns the errors.
async fn errors(step: Step, client_of: fn(Script) -> Client) -> Vec<Error> {
    let client = || client_of(Script::new([step.clone()]));
    let graph = client();
    let mut errors: Vec<Error> = graph.get(thing()).await.err().into_iter().collect();
    errors.extend(client().list(Thing::v1().things_collection()).stream().collect().await.err());
    errors.extend(client().patch(thing(), Thing::patch().count(1)).await.err());
    errors.extend(client().create(Thing::v1().things_collection(), Thing::patch().count(1)).await.err());
    errors.extend(client().delete(thing()).await.err());
    match client().request(Method::POST, RawPath::v1("/me/sendMail").unwrap()).json(&1).await {
        Ok(response) => errors.extend(response.body.json::<bool>().err()),
        Err(error) => errors.push(error),
    }
    let accepted = answer(202, &[("location", "/operations/o")], "");
    let graph = client_of(Script::new([vec![accepted], vec![step.clone(); 10]].concat()));
    let create = graph.create(Thing::v1().things_collection(), Thing::patch().count(1));
    match create.or_operation().await.map(|response| response.body) {
        Ok(Outcome::Running(operation)) => errors.extend(operation.time_limit(Duration::from_secs(60)).until_done().await.err()),
        Ok(Outcome::Done(_)) => {}
        Err(error) => errors.push(error),
    }
    // A bulk repeats a failed request, so the script needs more than one response.
    let graph = client_of(Script::new(vec![step.clone(); 10]));
    let mut bulk = graph.bulk([(1, graph.patch(thing(), Thing::patch().count(1)))]);
    while let Some((_, result)) = bulk.next().await {
        errors.extend(result.err());
    }
    let graph = client();
    let mut batch = graph.batch();
    let handle = batch.get(thing());
    match batch.send().await {
        Ok(mut results) => errors.extend(results.take(handle).err()),
        Err(error) => errors.push(error),
    }
    errors
}

/// Returns whether a text has no control character and no character that changes the direction of text.
fn is_safe(text: &str) -> bool {
    text.chars().all(|c| !c.is_control() && c != '\u{202e}')
}

/// Checks that no text of the error contains the token or a control character.
fn check_texts(error: &Error, step: &Step) {
    let chain = std::iter::successors(Some(error as &dyn std::error::Error), |error| error.source());
    let mut lines: Vec<String> = chain.map(ToString::to_string).collect();
    lines.extend([format!("{error:#}"), format!("{error:?}")]);
    lines.extend(error.request_id().map(str::to_owned));
    lines.extend(error.report().to_string().lines().map(str::to_owned));
    for line in lines {
        assert!(is_safe(&line), "{line:?} for {step:?}");
        let start = TOKEN[..16].to_ascii_lowercase();
        assert!(!line.to_ascii_lowercase().contains(&start), "{line:?} for {step:?}");
        assert!(!line.contains(r"c2ln\u002b") && !line.contains("c2ln&#43;"), "{line:?}");
        assert!(!line.contains(&base64()[12..32]), "{line:?}");
    }
}

/// Cases D1 and D2: checks the `Display` text, the `Debug` text, the report, and the fields of the `tracing` spans of each error.
#[tokio::test(start_paused = true)]
async fn no_text_of_an_error_contains_the_token_or_a_control_character() {
    let recorder = Recorder::default();
    let _recording = tracing::subscriber::set_default(recorder.clone());
    let mut count = 0;
    for step in steps() {
        for error in errors(step.clone(), |script| Client::new(Trace::new(script), StaticToken::new(TOKEN))).await {
            check_texts(&error, &step);
            let report = error.report().to_string();
            assert!(!report.lines().any(|line| line.starts_with("2026")), "{report}");
            count += 1;
        }
    }
    assert!(count > 600, "{count} errors");
    let fields = recorder.fields();
    assert!(fields.len() > 6000, "{} fields", fields.len());
    for (name, value) in fields {
        assert!(is_safe(&value) && !value.contains(&TOKEN[..16]), "{name}: {value:?}");
    }
}

/// A transport that refuses `TOKEN` with 401, and passes requests with any other token to a script.
#[derive(Debug)]
struct Refusing(Script);

impl Transport for Refusing {
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_> {
        if header(&request, "authorization").unwrap().contains(TOKEN) {
            let refused = http::Response::builder().status(401).body(Bytes::new()).unwrap();
            return Box::pin(std::future::ready(Ok(refused)));
        }
        self.0.send(request)
    }
}

fn renewing_client(script: Script) -> Client {
    Client::new(Refusing(script), tokens::renewing_from(TOKEN, "another.t0ken-of-the-same-user"))
}

/// Case D1: the service repeats the token that it refused, after the client has sent the request again with another token.
#[tokio::test(start_paused = true)]
async fn no_text_of_an_error_contains_a_token_that_was_refused_before() {
    let mut count = 0;
    for step in steps() {
        for error in errors(step.clone(), renewing_client).await {
            check_texts(&error, &step);
            count += 1;
        }
    }
    assert!(count > 600, "{count} errors");
    let step = answer(200, &[("location", TOKEN), ("etag", "W/\"7\"")], thing_json());
    let headers = renewing_client(Script::new([step])).get(thing()).await.unwrap().headers;
    assert!(headers["location"].is_sensitive() && !headers["etag"].is_sensitive());
}

/// A transport whose library repeats the request's header in its error text.
#[derive(Debug)]
struct EchoingTransport;

impl Transport for EchoingTransport {
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_> {
        let text = format!("proxy refused {:?}\n2026 ERROR", request.headers()["authorization"].to_str());
        let error = TransportError::new(TransportErrorKind::Connect, Some(std::io::Error::other(text).into()));
        Box::pin(std::future::ready(Err(error)))
    }
}

/// Cases D1 and D2: the transport's library repeats the token in its own error, and the client removes it.
#[tokio::test]
async fn an_error_of_a_transport_library_contains_no_token() {
    let graph = Client::new(EchoingTransport, StaticToken::new(TOKEN));
    let error = graph.get(thing()).await.unwrap_err();
    for text in [format!("{error:#}"), format!("{error:?}"), error.report().to_string()] {
        assert!(text.contains("proxy refused") && !text.contains(&TOKEN[..16]), "{text}");
        assert!(!text.lines().any(|line| line.starts_with("2026")), "{text}");
    }
}

/// The innermost message and code are found, even in a body that starts with a byte order mark.
// Cases A8, A6
#[tokio::test]
async fn a_nested_error_is_unwrapped() {
    let nested =
        r#"{"error":{"code":"Forbidden","message":"{\"_version\":3,\"Message\":\"{\\\"Message\\\":\\\"no access\\\"}\"}"}}"#;
    let inner_code = r#"{"error":{"code":"Forbidden","message":"{\"ErrorCode\":\"Inner\",\"Message\":\"no access\"}"}}"#;
    let wrapped_error =
        r#"{"error":{"code":"Forbidden","message":"{\"error\":{\"code\":\"Inner\",\"message\":\"no access\"}}"}}"#;
    let only_inside = r#"{"error":{"code":"Forbidden","message":"","innerError":{"code":"Inner","message":"no access"}}}"#;
    let cases = [
        (nested.to_owned(), "Forbidden"),
        (r#"{"ErrorCode":"Forbidden","Message":"no access"}"#.to_owned(), "Forbidden"),
        (inner_code.to_owned(), "Inner"),
        (wrapped_error.to_owned(), "Inner"),
        (only_inside.to_owned(), "Inner"),
        (format!("\u{feff}{nested}"), "Forbidden"),
    ];
    for (body, innermost) in cases {
        let error = Script::new([answer(403, &[], body.clone())]).client().get(thing()).await.unwrap_err();
        let service = error.service().unwrap();
        assert_eq!(service.message.as_deref(), Some("no access"), "{body}");
        assert_eq!((service.code(), service.innermost_code()), (Some("Forbidden"), Some(innermost)), "{body}");
    }
}
