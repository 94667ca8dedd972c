//! Tests of collections: paging, query options, creation and deletion.

use super::*;
use crate::error::{NextLinkError, NextLinkProblem};
use crate::query::property_path::PropertyPath;
use crate::testing::answer;

fn page(values: &[&str], next: Option<&str>) -> Step {
    let next = next.map_or(String::new(), |next| format!(r#","@odata.nextLink":"{next}""#));
    answer(200, &[("request-id", "r1")], format!(r#"{{"value":[{}]{next}}}"#, values.join(",")))
}

fn numbered(count: i32) -> String {
    thing_json().replace("\"count\":3", &format!("\"count\":{count}"))
}

const NEXT: &str = "https://graph.microsoft.com/beta/things?$skiptoken=a%2Fb";

#[tokio::test]
async fn a_collection_is_read_page_by_page() {
    let [first, second] = [numbered(1), numbered(2)];
    let script = Script::new([
        page(&[&first, &second], Some(NEXT)),
        page(&[], Some("HTTPS://GRAPH.microsoft.com:443/beta/things?$skiptoken=2")),
        page(&[&first], None),
    ]);
    let request = script.client().list(Thing::beta().things_collection()).top(2).header("ConsistencyLevel", "eventual");
    let mut things = request.filter(crate::property!(Thing, count).gt(0)).stream();
    assert!(script.requests().is_empty(), "not before it is read");
    assert_eq!(things.next().await.unwrap().unwrap().count, 1);
    assert_eq!(script.requests().len(), 1, "a page at a time");
    let rest: Vec<i32> = things.collect().await.unwrap().iter().map(|thing| thing.count).collect();
    assert_eq!(rest, [2, 1]);

    let requests = script.requests();
    let targets: Vec<_> = requests.iter().map(|request| request.uri().to_string()).collect();
    assert_eq!(
        targets,
        [
            "https://graph.microsoft.com/beta/things?$filter=count%20gt%200&$top=2",
            NEXT,
            "https://graph.microsoft.com/beta/things?$skiptoken=2"
        ]
    );
    assert!(requests.iter().all(|request| header(request, "consistencylevel") == Some("eventual")), "on every page");
    assert!(requests.iter().all(|request| request.extensions().get::<Template>().is_some()));
}

#[tokio::test]
async fn filters_are_joined_with_and() {
    let script = Script::new([page(&[], None)]);
    let count = crate::property!(Thing, count);
    let either = count.eq(1).or(count.eq(2));
    let things = script.client().list(Thing::beta().things_collection()).filter(either).filter(count.gt(0));
    assert!(things.stream().collect().await.unwrap().is_empty());
    let [request] = &script.requests()[..] else { panic!() };
    let filter = request.uri().query().unwrap().replace("%20", " ");
    assert_eq!(filter, "$filter=(count eq 1 or count eq 2) and (count gt 0)");
}

#[tokio::test]
async fn a_next_link_to_another_host_is_refused() {
    let foreign = [
        ("https://evil.example/beta/things", "leads to https://evil.example and is not followed"),
        ("https://graph.microsoft.com.evil.example/x", "leads to https://graph.microsoft.com.evil.example and"),
        ("https://graph.microsoft.com:8443/x", "leads to https://graph.microsoft.com:8443 and"),
        ("http://127.0.0.1/x", "leads to http://127.0.0.1 and"),
        (&format!("https://{TOKEN}.example"), "leads to https://[token].example and"),
        ("http://graph.microsoft.com/x", "not an absolute URL"),
        ("https://graph.microsoft.com@evil.example/x", "contains a user name"),
        ("//evil.example/x", "not an absolute URL"),
        ("https:", "not an absolute URL"),
        ("", "not an absolute URL"),
        ("https://graph.microsoft.com/beta/things", "the same page again"),
    ];
    for (link, says) in foreign {
        let script = Script::new([page(&[&thing_json()], Some(link))]);
        let mut things = script.client().list(Thing::beta().things_collection()).stream();
        assert!(things.next().await.unwrap().is_ok(), "elements before the link are yielded");
        let error = things.next().await.unwrap().unwrap_err();
        assert!(matches!(error, Error::NextLink(_)) && error.to_string().contains(says), "{link}: {error}");
        assert!(error.to_string().contains("(request-id r1, client-request-id "));
        assert!(things.next().await.is_none());
        assert_eq!(script.requests().len(), 1, "{link}");
    }
}

#[tokio::test]
async fn a_relative_next_link_is_followed() {
    let request = "https://graph.microsoft.com/beta/things";
    let pages = [
        (r#""@odata.nextLink":"/beta/things?x""#, "https://graph.microsoft.com/beta/things?x"),
        (r#""@odata.nextLink":"things?$skiptoken=2""#, "https://graph.microsoft.com/beta/things?$skiptoken=2"),
        (r#""@odata.nextLink":"?$skiptoken=2""#, "https://graph.microsoft.com/beta/things?$skiptoken=2"),
        (r#""@odata.nextLink":"../v1.0/x""#, "https://graph.microsoft.com/v1.0/x"),
        (r##""@odata.context":"../v1.0/$metadata#things","@odata.nextLink":"x?2""##, "https://graph.microsoft.com/v1.0/x?2"),
        (r##""@odata.context":"#things","@odata.nextLink":"x?2""##, "https://graph.microsoft.com/beta/x?2"),
        (r#""@context":"https://graph.microsoft.com/a/$metadata","@nextLink":"x""#, "https://graph.microsoft.com/a/x"),
        (r#""@context":"https://evil.example/","@nextLink":"https://graph.microsoft.com/x""#, "https://graph.microsoft.com/x"),
        (r#""@odata.nextLink":null,"@nextLink":"?2""#, "https://graph.microsoft.com/beta/things?2"),
    ];
    for (annotations, next) in pages {
        let script = Script::new([answer(200, &[], format!(r#"{{"value":[],{annotations}}}"#)), page(&[&numbered(1)], None)]);
        let things = script.client().list(Thing::beta().things_collection()).stream().collect().await.unwrap();
        let urls: Vec<_> = script.requests().iter().map(|request| request.uri().to_string()).collect();
        assert_eq!((things.len(), urls), (1, vec![request.to_owned(), next.to_owned()]), "{annotations}");
    }
}

#[tokio::test]
async fn a_relative_next_link_cannot_leave_the_host() {
    let pages = [
        (r#""@odata.context":"https://evil.example/$metadata","@odata.nextLink":"x""#, "leads to https://evil.example and"),
        (r#""@odata.context":"//evil.example/$metadata","@odata.nextLink":"x""#, "not an absolute URL"),
        (r#""@nextLink":"//evil.example/x""#, "not an absolute URL"),
        (r#""@nextLink":"https://evil.example/x""#, "leads to https://evil.example and"),
        (r#""@nextLink":"things""#, "the same page again"),
        (r##""@nextLink":"#x""##, "the same page again"),
        (r#""@nextLink":1"#, "property `@nextLink`: expected a URL"),
    ];
    for (annotations, says) in pages {
        let script = Script::new([answer(200, &[], format!(r#"{{"value":[],{annotations}}}"#))]);
        let error = script.client().list(Thing::beta().things_collection()).stream().collect().await.unwrap_err();
        assert!(error.to_string().contains(says), "{annotations}: {error}");
        assert_eq!(script.requests().len(), 1, "{annotations}");
    }
}

#[tokio::test]
async fn selected_properties_are_read_as_a_partial() {
    let (id, name, count) = (crate::property!(Thing, id), crate::property!(Thing, name), crate::property!(Thing, count));
    let script = Script::new([page(&[r#"{"id":"1","name":null}"#], None), answer(200, &[], r#"{"name":"n","@odata.etag":"e"}"#)]);
    let graph = script.client();
    let parts = graph.list(Thing::beta().things_collection()).select([id.name(), name.name()]).stream().collect().await.unwrap();
    assert_eq!(parts[0].get(&id).unwrap().as_deref(), Some("1"));
    assert_eq!(parts[0].get(&name).unwrap(), Some(None));
    assert_eq!(parts[0].get(&count).unwrap(), None);
    let number = PropertyPath::<Thing, i32>::undeclared("id").unwrap();
    assert_eq!(parts[0].get(&number).unwrap_err().path(), "id");
    let part = graph.get(thing()).select([&name]).await.unwrap();
    assert_eq!((part.body.get(&name).unwrap().flatten().as_deref(), part.etag.as_deref()), (Some("n"), Some("e")));
    let targets: Vec<_> = script.requests().iter().map(|request| request.uri().query().unwrap().to_owned()).collect();
    assert_eq!(targets, ["$select=id,name", "$select=name"]);
}

// Case A10
#[tokio::test]
async fn a_list_ends_when_a_page_comes_back() {
    // The first list has the pages first → b → first, the second one first → b → c → b.
    let link = |page: &str| format!("https://graph.microsoft.com/beta/things?$skiptoken={page}");
    let first = "https://graph.microsoft.com/beta/things".to_owned();
    for (links, pages) in [(vec![link("b"), first], 2), (vec![link("b"), link("c"), link("b")], 3)] {
        let script = Script::new(links.iter().map(|link| page(&[&numbered(1)], Some(link))).collect::<Vec<_>>());
        let mut things = script.client().list(Thing::beta().things_collection()).stream();
        for _ in 0..pages {
            assert!(things.next().await.unwrap().is_ok());
        }
        let error = things.next().await.unwrap().unwrap_err();
        let repeated = |error: &NextLinkError| error.problem == NextLinkProblem::RepeatedPage;
        assert!(matches!(&error, Error::NextLink(error) if repeated(error)), "{error}");
        assert!(things.next().await.is_none() && script.requests().len() == pages);
    }
}

#[tokio::test]
async fn an_error_in_a_collection_has_its_path() {
    let bad = numbered(1).replace("\"count\":1", "\"count\":\"1\"");
    let script = Script::new([page(&[&numbered(1), &bad, &numbered(2)], None)]);
    let mut things = script.client().list(Thing::beta().things_collection()).stream();
    assert!(things.next().await.unwrap().is_ok());
    let Some(Err(Error::Decode(error))) = things.next().await else { panic!() };
    assert_eq!(error.property(), Some("value[1].count"));
    assert_eq!(things.next().await.unwrap().unwrap().count, 2, "the others follow");
    assert!(things.next().await.is_none());

    let pages = [
        ("{}", "property `value`: missing"),
        (r#"{"value": {}}"#, "property `value`: expected a collection, found an object"),
        ("[]", "expected a page of a collection, found an array"),
        (r#"{"value": [], "@odata.nextLink": 1}"#, "property `@odata.nextLink`: expected a URL"),
        ("", "without a body"),
    ];
    for (body, says) in pages {
        let mut things = Script::new([answer(200, &[], body)]).client().list(Thing::beta().things_collection()).stream();
        let error = things.next().await.unwrap().unwrap_err();
        assert!(error.to_string().contains(says), "{error}");
        assert!(things.next().await.is_none(), "the end");
    }
    for (name, value) in [("Authorization", "Bearer x"), ("Host", "x"), ("a b", "x"), ("Prefer", "a\nb")] {
        let error = Script::default()
            .client()
            .list(Thing::beta().things_collection())
            .header(name, value)
            .stream()
            .collect()
            .await
            .unwrap_err();
        let Error::InvalidHeader(error) = error else { panic!("{error}") };
        match error.header {
            Some(header) => assert_eq!(header, name),
            None => assert_eq!((name, error.problem), ("a b", HeaderProblem::Name)),
        }
    }
}

#[tokio::test]
async fn an_entity_is_created_and_deleted() {
    let script = Script::new([answer(201, &[], thing_json()), answer(204, &[], ""), answer(412, &[], "")]);
    let graph = script.client();
    let created = graph.create(Thing::beta().things_collection(), Thing::patch().count(3)).await.unwrap();
    assert_eq!(
        (created.body.unwrap().id.as_str(), created.etag.as_deref(), created.status.as_u16()),
        ("a/b", Some("W/\"7\""), 201)
    );
    graph.delete(thing()).if_match("W/\"7\"").await.unwrap();
    assert!(graph.delete(thing()).await.unwrap_err().is_precondition_failed());
    let [create, delete, again] = &script.requests()[..] else { panic!() };
    assert_eq!((create.method().as_str(), create.uri().path()), ("POST", "/beta/things"));
    assert_eq!(create.body(), r##"{"@odata.type":"#microsoft.graph.thing","count":3}"##);
    assert_eq!((delete.method().as_str(), header(delete, "if-match"), delete.body().len()), ("DELETE", Some("W/\"7\""), 0));
    assert_eq!((header(again, "if-match"), header(again, "content-type")), (None, None));

    let read_only: crate::testing::ThingPatch =
        serde_json::from_str(r#"{"id": "mine", "created": "2026-11-22T08:00:00Z"}"#).unwrap();
    let error = graph.create(Thing::beta().things_collection(), read_only).await.unwrap_err();
    assert!(matches!(&error, Error::ReadOnlyProperty(error) if error.property == "created"), "{error}");
}

// A10
#[tokio::test]
async fn a_page_comes_back_under_another_spelling_of_its_url() {
    let first = "https://graph.microsoft.com/beta/things?$skiptoken=x&a=%2f";
    for (second, is_same) in [
        ("https://graph.microsoft.com/beta/things?a=%2F&$skiptoken=x", true),
        ("https://graph.microsoft.com/beta/things?$skipToken=x&A=/", true),
        ("https://graph.microsoft.com/beta/Things?%24skiptoken=%78&a=/&", true),
        ("https://graph.microsoft.com/beta/things?skiptoken=x&a=/", true),
        ("https://graph.microsoft.com/beta/things?", true),
        ("https://graph.microsoft.com/beta/things?$skiptoken=X&a=/", false),
        ("https://graph.microsoft.com/beta/things?$skiptoken=x%26a=/", false),
    ] {
        let thing = numbered(1);
        let script = Script::new([page(&[&thing], Some(first)), page(&[&thing], Some(second)), page(&[&thing], None)]);
        let result = script.client().list(Thing::beta().things_collection()).stream().collect().await;
        let repeated = matches!(&result, Err(Error::NextLink(error)) if error.problem == NextLinkProblem::RepeatedPage);
        assert_eq!((repeated, script.requests().len()), (is_same, if is_same { 2 } else { 3 }), "{second}");
    }
}

#[tokio::test]
async fn each_page_has_its_status_and_headers() {
    let body = |next: &str| format!(r#"{{"value":[{}]{next}}}"#, numbered(1));
    let next = format!(r#","@odata.nextLink":"{NEXT}""#);
    let script = Script::new([
        answer(200, &[("request-id", "r1"), ("x-page", TOKEN)], body(&next)),
        answer(203, &[("request-id", "r2"), ("x-page", "2")], body("")),
    ]);
    let mut things = script.client().list(Thing::beta().things_collection()).stream();
    assert!(things.page_response().is_none());
    things.next().await.unwrap().unwrap();
    let first = things.page_response().unwrap();
    assert_eq!((first.status.as_u16(), first.request_id.as_deref()), (200, Some("r1")));
    assert!(first.headers["x-page"].is_sensitive(), "a header with the token is not printed");
    let sent = header(&script.requests()[0], "client-request-id").unwrap().to_owned();
    assert_eq!(first.client_request_id, sent);
    while things.next().await.is_some() {}
    let last = things.page_response().unwrap();
    assert_eq!((last.status.as_u16(), &last.headers["x-page"]), (203, &HeaderValue::from_static("2")));
}
