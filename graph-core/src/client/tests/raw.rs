//! Tests of raw requests.

use serde_json::json;

use super::*;
use crate::model::json::Json;
use crate::transport::{Idempotency, Retry, TransportErrorKind};

fn send_mail() -> RawPath {
    RawPath::v1("/me/sendMail").unwrap()
}

#[tokio::test]
async fn a_raw_request_is_sent_like_every_other() {
    let script =
        Script::new([answer(201, &[("location", "/a/b"), ("request-id", "r1")], ""), answer(200, &[], "\u{feff}[1, 2]")]);
    let graph = script.client();
    let sent = graph.request(Method::POST, send_mail()).json(&json!({"a": 1})).header("Prefer", "a").await.unwrap();
    let read = graph.request(Method::GET, RawPath::beta("/me/a%20b?$top=5").unwrap()).if_match("\"1\"").await.unwrap();

    assert_eq!((sent.status.as_u16(), sent.location(), sent.request_id.as_deref()), (201, Some("/a/b"), Some("r1")));
    assert!(sent.body.is_empty() && sent.is_created());
    assert_eq!(sent.created_id(), Some("b"));
    assert_eq!(read.body.json::<Vec<i32>>().unwrap(), [1, 2]);
    assert_eq!(format!("{:?}", read.body), "RawBody(6 bytes)");
    assert!(!read.body.is_empty());
    assert_eq!((read.body.as_ref(), bytes::Bytes::from(read.body.clone())), (&b"[1, 2]"[..], bytes::Bytes::from("[1, 2]")));
    let [post, get] = &script.requests()[..] else { panic!() };
    assert_eq!((post.method(), post.uri().path(), &post.body()[..]), (&Method::POST, "/v1.0/me/sendMail", &b"{\"a\":1}"[..]));
    assert_eq!((header(post, "content-type"), header(post, "prefer")), (Some("application/json"), Some("a")));
    assert_eq!(header(post, "authorization").unwrap(), format!("Bearer {TOKEN}"));
    assert_eq!(get.uri(), "https://graph.microsoft.com/beta/me/a%20b?$top=5");
    assert_eq!((header(get, "content-type"), header(get, "if-match")), (None, Some("\"1\"")));
    assert_eq!(get.extensions().get(), Some(&Template { version: ApiVersion::Beta, text: "/{rawPath}" }));
}

#[tokio::test]
async fn an_error_names_the_template_and_not_the_path() {
    let script = Script::new([answer(403, &[], ""), answer(200, &[], r#"{"id":"secret-id"}"#), answer(200, &[], " ")]);
    let graph = script.client();
    let path = RawPath::v1("/users/secret-id?$skiptoken=s3cret").unwrap();
    let error = graph.request(Method::GET, path.clone()).await.unwrap_err();
    assert!(error.is_permission() && error.to_string().starts_with("GET /v1.0/{rawPath}: 403"), "{error}");
    assert!(!format!("{error:?} {error:#} {}", error.report()).contains("s3cret"), "{error:?}");

    let read = graph.request(Method::GET, path.clone().with_template("/users/{userId}")).await.unwrap();
    let error = read.body.json::<Vec<Json>>().unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    assert!(error.to_string().contains("GET /v1.0/users/{userId}: 200 OK, but the body is not the expected JSON"), "{error}");

    let changed = graph.request(Method::PATCH, path).json(&json!({})).await.unwrap();
    assert!(changed.body.json::<Json>().unwrap_err().is_carried_out());
}

#[tokio::test]
async fn a_body_that_cannot_be_sent_is_an_error_before_it_is_sent() {
    let graph = Script::default().client();
    let pairs = std::collections::BTreeMap::from([((1, 2), 3)]);
    let error = graph.request(Method::POST, send_mail()).json(&pairs).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.kind() == TransportErrorKind::Request), "{error}");
    assert!(format!("{error:#}").contains("key must be a string"), "{error:#}");
    let error = graph.request(Method::PUT, send_mail()).body("text/plain\r\nX-Evil: 1", "a").await.unwrap_err();
    assert!(matches!(error, Error::InvalidHeader(_)), "{error}");
}

#[tokio::test]
async fn a_batch_writes_each_body_in_its_form() {
    let whole = r#"{"responses":[
        {"id":"1","status":200,"body":{"a":1}},
        {"id":"2","status":200,"headers":{"Content-Type":"image/png"},"body":"/wA="},
        {"id":"3","status":204}]}"#;
    let script = Script::new([answer(200, &[], whole)]);
    let graph = script.client();
    let mut batch = graph.batch();
    let json = batch.add(graph.request(Method::POST, send_mail()).json(&json!({"a": 1})));
    let binary = batch.add(graph.request(Method::PUT, send_mail()).body("image/png", &[255, 0][..]));
    let text = batch.add(graph.request(Method::PUT, send_mail()).body("text/plain", "a\"b"));
    let broken = batch.add(graph.request(Method::PUT, send_mail()).body("application/json", "{"));
    let mut results = batch.send().await.unwrap();
    assert_eq!(results.take(json).unwrap().body.json::<Json>().unwrap(), json!({"a": 1}));
    assert_eq!(results.take(binary).unwrap().body.bytes(), &[255, 0][..]);
    assert!(results.take(text).unwrap().body.is_empty());
    assert!(matches!(results.take(broken), Err(Error::Transport(_))), "and the other requests are sent");

    let sent: Json = serde_json::from_slice(script.requests()[0].body()).unwrap();
    let parts: Vec<_> = (0..3).map(|index| &sent["requests"][index]).collect();
    assert_eq!(parts.iter().map(|part| &part["body"]).collect::<Vec<_>>(), [&json!({"a": 1}), &json!("_wA="), &json!("a\"b")]);
    for (part, media_type) in parts.into_iter().zip(["application/json", "image/png", "text/plain"]) {
        assert_eq!(part["headers"]["content-type"], media_type);
        assert_eq!(part["headers"].get("Content-Type"), None, "each header is written once");
    }
}

#[tokio::test(start_paused = true)]
async fn the_method_decides_whether_a_raw_request_is_repeated() {
    for (method, idempotency, attempts) in [
        (Method::GET, None, 2),
        (Method::PUT, None, 2),
        (Method::POST, None, 1),
        (Method::POST, Some(Idempotency::Safe), 2),
        (Method::GET, Some(Idempotency::NotIdempotent), 1),
    ] {
        let script = Script::new([answer(503, &[], ""), answer(200, &[], "")]);
        let graph = Client::new(Retry::new(script.clone()), StaticToken::new(TOKEN));
        let request = graph.request(method.clone(), send_mail());
        let request = idempotency.into_iter().fold(request, RawRequest::idempotency);
        assert_eq!(request.await.is_ok(), attempts == 2, "{method} {idempotency:?}");
        assert_eq!(script.requests().len(), attempts);
    }
}
