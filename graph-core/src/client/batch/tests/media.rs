//! Tests of responses inside a batch whose body is not JSON.

use super::*;

/// Sends a patch in a batch. The response has this content type and this body, from which no entity can be read. Returns the response body
/// in the patch's error.
async fn body(content_type: &str, body: &str) -> Vec<u8> {
    let script = Script::new([batch_answer(200, [item(1, 200, content_type, body)])]);
    let mut batch = script.client().batch();
    let changed = batch.patch(thing("a"), count(1));
    match batch.send().await.unwrap().take(changed) {
        Err(Error::CarriedOut(error)) => error.body().to_vec(),
        other => panic!("{other:?}"),
    }
}

// A14
#[tokio::test]
async fn a_body_that_is_not_json_has_the_bytes_that_it_has_outside_of_a_batch() {
    let jpeg = [0xff, 0xd8, 0xff, 0xe0];
    for (media_type, text) in [
        ("image/jpeg", r#""/9j/4A==""#),
        ("image/jpeg", r#""\/9j\/4A==""#),
        ("image/jpeg", r#""_9j_4A""#),
        ("IMAGE/PNG; q=1", r#""/9j/4A""#),
        ("application/octet-stream", r#""/9j/4A==""#),
    ] {
        assert_eq!(body(&format!(r#""Content-Type":"{media_type}""#), text).await, jpeg, "{media_type} {text}");
    }
    for (headers, text, expected) in [
        (r#""content-type":"text/plain; charset=utf-8""#, r#""1400""#, "1400"),
        (r#""content-type":"text/html""#, r#""<p>\n\"a\"""#, "<p>\n\"a\""),
        (r#""content-type":"application/octet-stream""#, r#""not base64!""#, "not base64!"),
        (r#""content-type":"image/png""#, r#"{"error":{}}"#, r#"{"error":{}}"#),
        (r#""content-type":"image/png""#, r#""\ud83d""#, r#""\ud83d""#),
        (r#""content-type":"application/json;odata.metadata=minimal""#, r#""/9j/4A==""#, r#""/9j/4A==""#),
        (r#""content-type":"application/problem+json""#, r#""/9j/4A==""#, r#""/9j/4A==""#),
        ("", r#""/9j/4A==""#, r#""/9j/4A==""#),
    ] {
        assert_eq!(body(headers, text).await, expected.as_bytes(), "{headers} {text}");
    }
}

// A14
#[tokio::test]
async fn an_error_page_inside_a_batch_is_read_like_one_outside() {
    let page = r#""<html>\r\n<b>Bad gateway</b>""#;
    let script = Script::new([
        batch_answer(200, [item(1, 502, r#""Content-Type":"text/html""#, page)]),
        answer(502, &[("Content-Type", "text/html")], "<html>\r\n<b>Bad gateway</b>"),
    ]);
    let graph = script.client();
    let mut batch = graph.batch();
    let changed = batch.patch(thing("a"), count(1));
    let inside = batch.send().await.unwrap().take(changed).unwrap_err();
    let outside = graph.patch(thing("a"), count(1)).await.unwrap_err();
    let message = |error: &Error| error.service().unwrap().message.clone().unwrap();
    assert_eq!(message(&inside), message(&outside));
}
