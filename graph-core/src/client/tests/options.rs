//! Tests of request options: headers, and the traits that the request builders implement.

use http::HeaderName;

use super::*;

#[tokio::test]
async fn every_verb_sends_headers() {
    let answers = [thing_json(), thing_json(), thing_json(), String::new()].map(|body| answer(200, &[], body));
    let script = Script::new(answers);
    let graph = script.client();
    let change = || Thing::patch().count(1);
    graph.patch(thing(), change()).return_minimal().header("prefer", "a").header("X-B", "b").await.unwrap();
    graph.get(thing()).header("If-None-Match", "\"1\"").header("Accept", "application/json;odata.metadata=full").await.unwrap();
    graph.create(Thing::beta().things_collection(), change()).header("Prefer", "x").await.unwrap();
    graph.delete(thing()).if_match("\"1\"").header("Prefer", "y").if_match("\"2\"").await.unwrap();
    let [patch, get, create, delete] = &script.requests()[..] else { panic!() };
    assert_eq!((header(patch, "prefer"), header(patch, "x-b")), (Some("return=minimal, a"), Some("b")));
    assert_eq!(header(get, "if-none-match"), Some("\"1\""));
    let accepted: Vec<_> = get.headers().get_all("accept").iter().collect();
    assert_eq!(accepted, ["application/json;odata.metadata=full"]);
    assert_eq!(header(create, "prefer"), Some("x"));
    assert_eq!((header(delete, "prefer"), header(delete, "if-match")), (Some("y"), Some("\"2\"")));
    for name in ["Authorization", "host", "Content-Type", "Content-Length", "client-request-id"] {
        let error = graph.get(thing()).header(name, "x").header("X-B", "b").await.unwrap_err();
        assert!(matches!(&error, Error::InvalidHeader(error) if error.header.as_ref().unwrap() == name), "{error}");
    }
    let error = graph.get(thing()).header("a b", "x").header("X-B", "b").await.unwrap_err();
    assert!(matches!(&error, Error::InvalidHeader(error) if error.problem == HeaderProblem::Name), "{error}");
    assert_eq!(script.requests().len(), 4);
}

#[tokio::test]
async fn header_names_and_values_have_many_types() {
    let script = Script::new([answer(200, &[], thing_json())]);
    let mut secret = HeaderValue::from_static("s3cr3t");
    secret.set_sensitive(true);
    let request = script
        .client()
        .get(thing())
        .header(HeaderName::from_static("x-a"), HeaderValue::from_static("1"))
        .header(String::from("X-B"), String::from("2"))
        .header(&b"X-C"[..], 3)
        .header("X-D", secret)
        .header("X-D", "4");
    assert!(!format!("{request:?}").contains("s3cr3t"), "{request:?}");
    request.await.unwrap();
    let [request] = &script.requests()[..] else { panic!() };
    let values = ["x-a", "x-b", "x-c", "x-d"].map(|name| header(request, name).unwrap().to_owned());
    assert_eq!(values, ["1", "2", "3", "s3cr3t, 4"]);
}

#[tokio::test]
async fn an_invalid_header_says_how_to_fix_it() {
    let graph = Script::default().client();
    let cases = [
        ("a b", "x", "the name of a header is invalid: use letters, digits and `-`"),
        ("Prefer", "a\nb", "the value of the header `prefer` is invalid: remove line breaks and control characters"),
        ("Host", "x", "the client sets the header `host` itself: remove it from the request"),
    ];
    for (name, value, text) in cases {
        assert_eq!(graph.get(thing()).header(name, value).await.unwrap_err().to_string(), text);
    }
}

#[tokio::test]
async fn a_response_has_headers_without_showing_secrets() {
    let headers = [("X-A", "1"), ("Set-Cookie", "id=c00kie"), ("X-Echo", &*format!("Bearer {TOKEN}"))];
    let graph = Script::new([answer(200, &headers, thing_json()), answer(204, &headers, "")]).client();
    let found = graph.get(thing()).await.unwrap();
    let deleted = graph.delete(thing()).await.unwrap();
    for headers in [&found.headers, &deleted.headers] {
        assert_eq!(
            (&headers["x-a"], &headers["set-cookie"]),
            (&HeaderValue::from_static("1"), &HeaderValue::from_static("id=c00kie"))
        );
    }
    let texts = format!("{found:?} {deleted:?}");
    assert!(texts.contains("x-echo") && !texts.contains(TOKEN) && !texts.contains("c00kie"), "{texts}");
}

#[test]
fn builders_are_clone_and_debug_without_bounds_on_the_entity() {
    fn check<T: Clone + std::fmt::Debug>() {}
    fn check_all<E: crate::GraphEntity + crate::model::Structured, T>() {
        check::<GetRequest<E, T>>();
        check::<ListRequest<E, T>>();
        check::<PatchRequest<E>>();
        check::<CreateRequest<E>>();
        check::<DeleteRequest<E>>();
    }
    check_all::<Thing, Thing>();
    assert!(size_of::<DeleteRequest<Thing>>() <= 96, "a request without headers is small");
}
