//! Tests of the transports for tests: scripts, recordings and replays.

use std::sync::Arc;

use super::entities::*;
use super::*;
use graph_core::testing::{Expected, Record, Recording, Replay, Script, Step};
use graph_core::transport::{Retry, TransportErrorKind};
use serde_json::json;

const TOKEN: &str = "opaque-token/with+signs";

fn with_token(method: &str, path: &str) -> http::request::Builder {
    Request::builder().method(method).uri(format!("{HOST}{path}")).header("authorization", format!("Bearer {TOKEN}"))
}

async fn through(transport: &impl Transport, request: http::request::Builder, body: &str) -> Result<u16, TransportErrorKind> {
    let sent = transport.send(request.body(Bytes::from(body.to_owned())).unwrap()).await;
    sent.map(|response| response.status().as_u16()).map_err(|error| error.kind())
}

#[tokio::test]
async fn a_script_checks_the_requests() {
    let script = || {
        Script::default()
            .expect(
                Expected::patch("/v1.0/bags/1?x=1").header("if-match", "\"7\"").json(r#"{"a": 1, "b": [2]}"#),
                Step::json(200, "{}"),
            )
            .then(Step::Fail(TransportErrorKind::Connect))
    };
    let patch = |path: &str| with_token("PATCH", path).header("if-match", "\"7\"");
    let good = script();
    assert_eq!(through(&good, patch("/v1.0/bags/1?x=1"), r#"{"b":[2],"a":1}"#).await, Ok(200));
    assert!(good.verify().unwrap_err().to_string().contains("no request came for the step"));
    assert_eq!(through(&good, patch("/any"), "").await, Err(TransportErrorKind::Connect));
    good.assert_done();
    assert_eq!(through(&good, patch("/more"), "").await, Err(TransportErrorKind::Request));
    assert_eq!(good.verify().unwrap_err().to_string(), "no step is left for PATCH /more");

    for (request, body, says) in [
        (patch("/v1.0/bags/2?x=1"), "", "expected PATCH /v1.0/bags/1?x=1, found PATCH /v1.0/bags/2?x=1"),
        (with_token("GET", "/v1.0/bags/1?x=1"), "", "found GET"),
        (with_token("PATCH", "/v1.0/bags/1?x=1"), "", "expected the header `if-match: \"7\"`"),
        (patch("/v1.0/bags/1?x=1"), r#"{"a":2}"#, "found {\"a\":2}"),
        (patch("/v1.0/bags/1?x=1"), "no json", "found another body"),
    ] {
        let script = script();
        assert_eq!(through(&Retry::new(script.clone()), request, body).await, Err(TransportErrorKind::Request), "not retried");
        let error = script.verify().unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
    assert!(!format!("{good:?}").contains(TOKEN));
    assert!(std::panic::catch_unwind(|| script().assert_done()).is_err());
}

#[tokio::test]
async fn a_recording_replays_the_client() {
    let emulator = Emulator::new().with::<Bag>().page_size(1);
    let record = Arc::new(Record::new(emulator.clone()));
    let path = || Bag::v1().bags(&OtherId::new("1").unwrap());
    let story = async |graph: graph_core::Client| {
        let read = graph.get(path()).await.unwrap().body;
        let patched = graph.patch(path(), Bag::patch().label("new")).await.unwrap().body;
        let again = graph.get(path()).await.unwrap().body;
        let missing = graph.get(Bag::v1().bags(&OtherId::new("2").unwrap())).await.map(|response| response.body);
        (read, patched, again, missing.is_ok())
    };
    let token = graph_core::StaticToken::new(TOKEN);
    let first = story(graph_core::Client::new(record.clone(), token)).await;
    let text = record.recording().to_json();
    assert!(!text.contains("opaque-token"), "{text}");
    let replay = Arc::new(Replay::new(Recording::from_json(&text).unwrap()));
    let second = story(graph_core::Client::new(replay.clone(), graph_core::StaticToken::new("another-token"))).await;
    assert_eq!(second, first);
    assert_eq!(replay.unused(), 0);
    let more = through(&*replay, with_token("GET", "/v1.0/bags/1"), "").await;
    assert_eq!(more, Err(TransportErrorKind::Request));
}

#[tokio::test]
async fn secrets_are_redacted_wherever_they_occur() {
    let jwt = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJzZWNyZXQifQ.c2VjcmV0";
    let script = Script::new([
        Step::response(
            200,
            &[("set-cookie", "sid=cookie-secret; Path=/"), ("x-echo", TOKEN), ("location", "https://x/?sig=abc&a=sid")],
            json!({
                "access_token": "access-secret", "nested": [{"clientSecret": "client-secret", "passwordProfile": {"password": "pass-secret"}}],
                "echo": format!("you sent Bearer {TOKEN}, cookie-secret and {jwt}"), "@odata.nextLink": "https://x/?$skiptoken=kept",
                "tokenCount": 3, TOKEN: 1,
            })
            .to_string(),
        ),
        Step::response(400, &[], format!("not JSON: {TOKEN} tenant-name")),
        Step::Fail(TransportErrorKind::Timeout),
    ]);
    let record = Record::new(script).redact("tenant-name");
    let form = "grant_type=client_credentials&client_secret=form-secret&scope=x&code=form-code";
    let post = with_token("POST", "/v1.0/x?sig=query-secret&code=query-code&a=1").header("cookie", "k=cookie-secret");
    let post = post.header("content-type", "application/x-www-form-urlencoded").header("x-api-key", "api-secret");
    through(&record, post, form).await.unwrap();
    let early = with_token("GET", "/v1.0/tenant-name/later-secret");
    through(&record, early, "").await.unwrap();
    through(&record, with_token("POST", "/v1.0/y"), r#"{"refreshToken": "later-secret"}"#).await.unwrap_err();
    let text = record.recording().to_json();
    for secret in ["-secret", "form-code", "query-code", "opaque-token", jwt, "c2VjcmV0", "tenant-name"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    for kept in ["$skiptoken=kept", "grant_type=client_credentials", "&a=1", "\"tokenCount\": 3", "\"error\": \"Timeout\""] {
        assert!(text.contains(kept), "{kept} in {text}");
    }
    assert!(!format!("{record:?}").contains("secret"));
    assert_eq!(Recording::from_json(&text).unwrap(), record.recording());
}

#[tokio::test]
async fn a_replay_redacts_as_the_recording_did() {
    let story = async |transport: &dyn Transport, token: &str| {
        let request = |path: &str, body: String| {
            let request = Request::post(format!("{HOST}{path}")).header("authorization", format!("Bearer {token}"));
            transport.send(request.body(Bytes::from(body)).unwrap())
        };
        let mut statuses = Vec::new();
        for sent in [
            request("/v1.0/login", r#"{"clientSecret": "client-secret"}"#.into()),
            request("/v1.0/tenant-name/echo", format!(r#"{{"said": "client-secret to {token}"}}"#)),
        ] {
            statuses.push(sent.await.map(|response| response.status().as_u16()).map_err(|error| error.kind()));
        }
        statuses
    };
    let record = Record::new(Script::new([Step::json(200, "{}"), Step::json(201, "{}")])).redact("tenant-name");
    assert_eq!(story(&record, TOKEN).await, [Ok(200), Ok(201)]);
    let replay = Replay::new(record.recording()).redact("tenant-name");
    assert_eq!(story(&replay, "another-token").await, [Ok(200), Ok(201)]);
    assert_eq!(replay.unused(), 0);
    assert!(!format!("{replay:?}").contains("tenant"));
}

#[test]
fn only_recordings_are_read() {
    for text in [
        "",
        "{}",
        "[]",
        r#"{"exchanges":[{}]}"#,
        r#"{"exchanges":[{"request":{"method":"GET","url":"/"}}]}"#,
        r#"{"exchanges":[{"request":{"method":"GET","url":"/"},"response":{"status":99}}]}"#,
        r#"{"exchanges":[{"request":{"method":"GET","url":"/","base64":"*"},"error":"Timeout"}]}"#,
    ] {
        assert!(Recording::from_json(text).is_err(), "{text}");
    }
    let directory = std::env::temp_dir().join(format!("recording-{}", std::process::id()));
    let recording = Recording::from_json(r#"{"exchanges":[{"request":{"method":"GET","url":"/","headers":{"a":["1","2"]}},"response":{"status":200,"base64":"/w=="}}]}"#).unwrap();
    recording.save(&directory).unwrap();
    assert_eq!(Recording::load(&directory).unwrap(), recording);
    std::fs::remove_file(directory).unwrap();
}
