//! Property tests: arbitrary responses, links and ids cause no panic, and their errors are one short line.
//!
//! Set `PROPTEST_CASES=100000` to run more cases.

use bytes::Bytes;
use proptest::prelude::*;
use proptest::sample::Index;

use super::*;
use crate::transport::retry_after;

/// An arbitrary response, as from a broken service or from a server that is not Microsoft Graph.
#[derive(Clone, Debug)]
struct HostileResponse {
    status: u16,
    headers: Vec<(&'static str, Vec<u8>)>,
    body: Vec<u8>,
}

const HEADERS: [&str; 7] = ["etag", "retry-after", "date", "request-id", "location", "www-authenticate", "x-ms-ags-diagnostic"];

/// Fragments from which response bodies are built.
const PIECES: [&str; 24] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u0000",
    "\\ud800",
    "null",
    "true",
    "1e999",
    "-0.5",
    "99999999999999999999",
    "\"value\":",
    "\"@odata.nextLink\":",
    "\"error\":",
    "\"innerError\":",
    "\"code\":",
    "\"count\":",
    "\"@odata.type\":",
    "\n",
    "ä",
];

fn mutated(whole: String) -> impl Strategy<Value = Vec<u8>> {
    let edit = (any::<Index>(), 0_usize..8, prop_oneof![any::<Vec<u8>>(), (0..PIECES.len()).prop_map(|at| PIECES[at].into())]);
    prop::collection::vec(edit, 0..6).prop_map(move |edits| {
        let mut body = whole.clone().into_bytes();
        for (at, removed, inserted) in edits {
            let start = at.index(body.len() + 1);
            let end = (start + removed).min(body.len());
            body.splice(start..end, inserted);
        }
        body
    })
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    let error =
        r#"{"error": {"code": "a", "message": "b", "details": [{"code": "c"}], "innerError": {"code": "d", "date": "e"}}}"#;
    let page =
        format!(r#"{{"value": [{0}, {0}], "@odata.nextLink": "https://graph.microsoft.com/beta/things?2"}}"#, thing_json());
    let soup = prop::collection::vec(0..PIECES.len(), 0..60)
        .prop_map(|pieces| pieces.into_iter().map(|at| PIECES[at]).collect::<String>().into_bytes());
    let deep = (0_usize..3000, 0..PIECES.len()).prop_map(|(depth, at)| PIECES[at].repeat(depth).into_bytes());
    prop_oneof![
        3 => mutated(thing_json()),
        2 => mutated(error.to_owned()),
        2 => mutated(page),
        1 => soup,
        1 => deep,
        1 => prop::collection::vec(any::<u8>(), 0..200),
    ]
}

fn hostile_response() -> impl Strategy<Value = HostileResponse> {
    let status = prop_oneof![Just(200_u16), Just(204), Just(401), Just(429), Just(403), 100_u16..1000];
    let value = prop_oneof![
        "[ -~]{0,40}".prop_map(String::into_bytes),
        "Bearer( [a-z]{0,6}=\"?[A-Za-z0-9+/=]{0,20}\"?,?){0,3}".prop_map(String::into_bytes),
        prop::collection::vec(any::<u8>(), 0..30),
        Just(b"x".repeat(5000)),
    ];
    let headers = prop::collection::vec(((0..HEADERS.len()).prop_map(|at| HEADERS[at]), value), 0..4);
    (status, headers, body()).prop_map(|(status, headers, body)| HostileResponse { status, headers, body })
}

fn step(answer: &HostileResponse) -> Step {
    let mut response = http::Response::new(Bytes::from(answer.body.clone()));
    *response.status_mut() = http::StatusCode::from_u16(answer.status).unwrap();
    for (name, value) in &answer.headers {
        if let Ok(value) = HeaderValue::from_bytes(value) {
            response.headers_mut().append(*name, value);
        }
    }
    Step::Respond(response)
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
}

/// Checks that the error is one line of bounded length.
fn check_text(error: &Error) -> Result<(), TestCaseError> {
    let text = format!("{error:#}");
    prop_assert!(!text.chars().any(char::is_control), "{text:?}");
    prop_assert!(text.len() < 4000, "{} bytes: {text:?}", text.len());
    prop_assert!(error.report().to_string().lines().all(|line| line.contains(": ")));
    Ok(())
}

proptest! {
    #[test]
    fn no_response_is_a_panic(answer in hostile_response()) {
        run(async {
            let graph = || Script::new([step(&answer), step(&answer)]).client();
            if let Err(error) = graph().get(thing()).await {
                check_text(&error)?;
            }
            if let Err(error) = graph().patch(thing(), Thing::patch().count(1)).await {
                check_text(&error)?;
            }
            let renewed = Client::new(Script::new([step(&answer), step(&answer)]), tokens::renewing("second"));
            if let Err(error) = renewed.delete(thing()).await {
                check_text(&error)?;
            }
            // A mutated next link may be relative, so that it leads to a new page each time. The last step ends the list.
            let script = Script::new([step(&answer), step(&answer), crate::testing::answer(404, &[], "")]);
            let things = script.client().list(Thing::beta().things_collection());
            let mut things = things.select([crate::property!(Thing, count)]).stream();
            for _ in 0..5 {
                match things.next().await {
                    Some(Err(error)) => check_text(&error)?,
                    Some(Ok(_)) => {}
                    None => break,
                }
            }
            Ok::<(), TestCaseError>(())
        })?;
    }

    #[test]
    fn no_link_or_id_leads_to_another_host_or_path(link in "(https?:)?(//)?([a-z.]{0,12}@)?(graph\\.microsoft\\.com|\\PC{0,9})?(:[0-9]{0,3})?[/?#\\\\@]?\\PC{0,20}", id in "\\PC{1,30}") {
        run(async {
            let link = serde_json::to_string(&link).unwrap();
            let page = format!(r#"{{"value": [], "@odata.nextLink": {link}}}"#);
            let script = Script::new([answer(200, &[], page), answer(200, &[], r#"{"value": []}"#), answer(204, &[], "")]);
            let graph = script.client();
            if let Err(error) = graph.list(Thing::beta().things_collection()).stream().collect().await {
                check_text(&error)?;
            }
            if let Ok(id) = ThingId::new(id.as_str()) {
                let path = Thing::v1().things(&id);
                let _ = graph.delete(path).await;
                let request = script.requests().pop().unwrap();
                let segments: Vec<_> = request.uri().path().split('/').collect();
                prop_assert_eq!(&segments[..3], ["", "v1.0", "things"]);
                prop_assert_eq!(percent_encoding::percent_decode_str(segments[3]).decode_utf8_lossy(), id.as_str());
                prop_assert_eq!(segments.len(), 4);
            }
            for request in script.requests() {
                prop_assert_eq!(request.uri().scheme_str(), Some("https"));
                prop_assert_eq!(request.uri().authority().unwrap().as_str(), "graph.microsoft.com");
            }
            Ok::<(), TestCaseError>(())
        })?;
    }

    #[test]
    fn no_header_or_host_is_a_panic(text in "\\PC{0,30}|[0-9]{0,40}\\.[0-9]{0,40}|https?://[\\[\\]:@.a-z0-9]{0,20}") {
        if let Ok(value) = HeaderValue::from_bytes(text.as_bytes()) {
            let headers = http::HeaderMap::from_iter([(http::header::RETRY_AFTER, value)]);
            let _ = retry_after(&headers);
        }
        if let Ok(host) = text.parse::<Host>() {
            prop_assert_eq!(host.as_str().parse::<Host>(), Ok(host.clone()));
            let uri: http::Uri = format!("{host}/v1.0/x").parse().unwrap();
            prop_assert!(uri.scheme_str() == Some("https") || ["127.", "[", "localhost"].iter().any(|start| uri.host().unwrap().starts_with(start)));
        }
        let _ = crate::auth::AccessToken::new(text.as_str());
        let _ = crate::query::PropertyName::<Thing>::find(&text);
    }
}
