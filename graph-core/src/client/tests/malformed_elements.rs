//! Tests of pages that contain a malformed element or a malformed link.

use super::*;
use crate::testing::answer;

const NEXT: &str = r#""@odata.nextLink":"https://graph.microsoft.com/beta/things?$skiptoken=2""#;

fn numbered(count: i32) -> String {
    thing_json().replace("\"count\":3", &format!("\"count\":{count}"))
}

/// Lists a collection. Returns for each element its `count`, or the path that the element's error names and the text of the error.
async fn outcomes(script: &Script) -> Vec<Result<i32, (Option<String>, String)>> {
    let mut things = script.client().list(Thing::beta().things_collection()).stream();
    let mut outcomes = Vec::new();
    while let Some(thing) = things.next().await {
        outcomes.push(thing.map(|thing| thing.count).map_err(|error| match &error {
            Error::Decode(decode) => (decode.property().map(str::to_owned), format!("{error:#}")),
            _ => (None, format!("{error:#}")),
        }));
    }
    outcomes
}

// A9
#[tokio::test]
async fn a_malformed_element_is_an_error_in_its_place() {
    let too_large =
        if cfg!(feature = "exact-numbers") { "`value[1].count`: 1e+999 does not fit Int32" } else { "is not valid JSON" };
    let cases = [
        (numbered(2).replace("\"name\":", r#""name":"x\ud83d","other":"#), "is not valid JSON"),
        (numbered(2).replace("\"name\":", r#""name":"x\q","other":"#), "is not valid JSON"),
        (numbered(2).replace("\"name\":", "\"name\":\"a\nb\",\"other\":"), "is not valid JSON"),
        (numbered(2).replace("\"name\":", r#""x\ud83d":"#), "is not valid JSON"),
        (numbered(2).replace("\"name\":", r#""count":2,"other":"#), "`count`: present twice"),
        (numbered(2).replace("\"name\":", r#""name":"n","other":{"a":1,"a":2},"x":"#), "`a`: present twice"),
        (numbered(2).replace(":2", ":02"), "is not valid JSON"),
        (numbered(2).replace(":2", ":nul"), "is not valid JSON"),
        (numbered(2).replace(":2", ":[}"), "is not valid JSON"),
        (numbered(2).replace(":2", ":1e999"), too_large),
        (numbered(2).replace(":2", &format!(":{}{}", "[".repeat(500), "]".repeat(500))), "is not valid JSON"),
        (r#"{"id" "b"}"#.to_owned(), "is not valid JSON"),
        ("nul".to_owned(), "is not valid JSON"),
        ("null".to_owned(), "null"),
        ("7".to_owned(), "found a number"),
        (r#""]},{""#.to_owned(), "found a string"),
        ("[]".to_owned(), "found an array"),
        (numbered(2).replace(":2", ":\"2\""), "found a string"),
    ];
    for (element, says) in cases {
        let first = format!(r#"{{"@odata.count":4,"value":[{}, {element} ,{}],{NEXT}}}"#, numbered(1), numbered(3));
        let script = Script::new([answer(200, &[], first), answer(200, &[], format!(r#"{{"value":[{}]}}"#, numbered(4)))]);
        let outcomes = outcomes(&script).await;
        let [Ok(1), Err((path, text)), Ok(3), Ok(4)] = &outcomes[..] else { panic!("{element}: {outcomes:?}") };
        assert!(path.as_ref().is_some_and(|path| path.starts_with("value[1]")) && text.contains(says), "{element}: {text}");
        assert_eq!(script.requests().len(), 2, "{element}");
    }
}

// A9
#[tokio::test]
async fn an_element_that_is_not_utf8_is_an_error_in_its_place() {
    let mut body =
        format!(r#"{{"value":[{},{},{}]}}"#, numbered(1), numbered(2).replace("\"name\":", r#""name":"~","x":"#), numbered(3))
            .into_bytes();
    let at = body.iter().position(|byte| *byte == b'~').unwrap();
    body[at] = 0xff;
    let outcomes = outcomes(&Script::new([answer(200, &[], body)])).await;
    assert!(matches!(&outcomes[..], [Ok(1), Err((Some(path), _)), Ok(3)] if path == "value[1]"), "{outcomes:?}");
}

// A9
#[tokio::test]
async fn a_malformed_element_of_a_selection_is_an_error_in_its_place() {
    let count = crate::property!(Thing, count);
    let body = r#"{"value":[{"count":1},{"count":2,"count":2},{"count":3,"name":"\ud83d"},{"count":4}]}"#;
    let graph = Script::new([answer(200, &[], body)]).client();
    let mut things = graph.list(Thing::beta().things_collection()).select([&count]).stream();
    let mut outcomes = Vec::new();
    while let Some(thing) = things.next().await {
        outcomes.push(thing.ok().map(|thing| thing.get(&count).unwrap().unwrap()));
    }
    assert_eq!(outcomes, [Some(1), None, None, Some(4)]);
}

// A9
#[tokio::test]
async fn elements_come_before_the_error_of_a_malformed_link() {
    let cases = [
        (r#""@odata.nextLink":7"#, Some("@odata.nextLink"), "expected a URL, found a number"),
        (r#""@odata.nextLink":"https://graph.microsoft.com/\ud83d""#, Some("@odata.nextLink"), "is not valid JSON"),
        (r#""@odata.nextLink":"a","@odata.nextLink":"a""#, Some("@odata.nextLink"), "present twice"),
        (r#""@odata.nextLink":null,"@odata.nextLink":null"#, Some("@odata.nextLink"), "present twice"),
        (r#""@odata.next\ud83dLink":"a""#, None, "the body is not valid JSON"),
    ];
    for (link, at, says) in cases {
        for body in [
            format!(r#"{{"value":[{},{}],{link}}}"#, numbered(1), numbered(2)),
            format!(r#"{{{link},"value":[{},{}]}}"#, numbered(1), numbered(2)),
        ] {
            let script = Script::new([answer(200, &[], body.clone())]);
            let outcomes = outcomes(&script).await;
            let [Ok(1), Ok(2), Err((path, text))] = &outcomes[..] else { panic!("{body}: {outcomes:?}") };
            assert!(path.as_deref() == at && text.contains(says), "{body}: {text}");
        }
    }
}

// A9
#[tokio::test]
async fn members_that_are_not_read_do_not_matter() {
    for member in [r#""@odata.context":"\ud83d""#, r#""@odata.deltaLink":{"a":1,"a":1}"#, r#""value@odata.count":null"#] {
        let body = format!(r#"{{{member},"value":[{}],{NEXT},"other":[{{}}]}}"#, numbered(1));
        let script = Script::new([answer(200, &[], body), answer(200, &[], format!("\u{feff}{{\"value\":[{}]}}", numbered(2)))]);
        assert_eq!(outcomes(&script).await, [Ok(1), Ok(2)], "{member}");
    }
}

// A9
#[tokio::test]
async fn a_malformed_page_is_one_error() {
    let good = numbered(1);
    let cases = [
        (format!(r#"{{"value":[{good},{good}"#), None, "the body is not valid JSON"),
        (format!(r#"{{"value":[{good},{good}]"#), None, "the body is not valid JSON"),
        (format!(r#"{{"value":[{good}],"#), None, "the body is not valid JSON"),
        (format!(r#"{{"value":[{good} {good}]}}"#), None, "the body is not valid JSON"),
        (format!(r#"{{"value":[{good},]}}"#), None, "the body is not valid JSON"),
        (format!(r#"{{"value":[{good}]}} {{}}"#), None, "the body is not valid JSON"),
        (format!(r#"{{"value":[{good}],"value":[{good}]}}"#), Some("value"), "present twice"),
        (format!(r#"{{"value":[{good}],"v\u0061lue":null}}"#), Some("value"), "present twice"),
        (r#"{"value":null}"#.to_owned(), Some("value"), "null"),
        (r#"{"value":"\ud83d"}"#.to_owned(), None, "the body is not valid JSON"),
    ];
    for (body, at, says) in cases {
        let outcomes = outcomes(&Script::new([answer(200, &[], body.clone())])).await;
        let [Err((path, text))] = &outcomes[..] else { panic!("{body}: {outcomes:?}") };
        assert!(path.as_deref() == at && text.contains(says), "{body}: {text}");
    }
}

/// The response contains the token in the part of its text that a JSON error quotes.
// A9
#[tokio::test]
async fn the_error_of_a_malformed_element_does_not_contain_the_token() {
    let body = format!(r#"{{"value":[{{"{TOKEN}":1,"{TOKEN}":2}},{{"id":"{TOKEN}\ud83d"}}]}}"#);
    let outcomes = outcomes(&Script::new([answer(200, &[], body)])).await;
    assert!(outcomes.len() == 2 && !format!("{outcomes:?}").contains(TOKEN), "{outcomes:?}");
}
