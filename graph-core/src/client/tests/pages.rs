//! Tests of whole pages, of the number of all elements, and of links that the program has stored.

use super::*;
use crate::error::NextLinkProblem;
use crate::model::expanded::Expanded;
use crate::property;

const NEXT: &str = "https://graph.microsoft.com/beta/things?$skiptoken=a%2Fb";

fn numbered(count: i32) -> String {
    thing_json().replace("\"count\":3", &format!("\"count\":{count}"))
}

/// Returns the response with a page of these elements. `members` is the JSON text of the other members of the page.
fn page(elements: &[String], members: &str) -> Step {
    answer(200, &[("request-id", "r1"), ("x-page", TOKEN)], format!(r#"{{{members}"value":[{}]}}"#, elements.join(",")))
}

fn things(script: &Script) -> ListRequest<Thing> {
    script.client().list(Thing::beta().things_collection())
}

fn counts(page: Page<Thing>) -> Vec<Option<i32>> {
    page.map(|thing| thing.ok().map(|thing| thing.count)).collect()
}

#[tokio::test]
async fn a_page_has_its_elements_its_total_its_link_and_its_response() {
    let [first, wrong, last] = [numbered(1), numbered(2).replace(":2", ":\"2\""), numbered(3)];
    let members = format!(r#""@odata.count":3,"@odata.nextLink":"{NEXT}","#);
    let script = Script::new([page(&[first, wrong], &members), page(&[last], "")]);
    let mut pages = things(&script).pages();
    assert!(script.requests().is_empty(), "not before it is polled");

    let page = pages.next().await.unwrap().unwrap();
    assert_eq!((page.len(), page.total(), page.next_link().unwrap().as_str()), (2, Some(3), NEXT));
    let response = page.response();
    assert_eq!((response.status.as_u16(), response.request_id.as_deref()), (200, Some("r1")));
    let shown = format!("{page:?}{:?}{:?}", response.headers, page.next_link());
    assert!(!shown.contains(TOKEN) && !shown.contains("skiptoken"), "{shown}");
    assert_eq!(script.requests().len(), 1, "a page at a time");
    assert_eq!(counts(page), [Some(1), None]);

    let page = pages.next().await.unwrap().unwrap();
    assert_eq!((page.total(), page.next_link()), (None, None));
    assert_eq!(page.into_vec().unwrap()[0].count, 3);
    assert!(pages.next().await.is_none());
    assert_eq!(script.requests()[1].uri(), NEXT);
}

#[tokio::test]
async fn a_page_with_a_link_that_is_not_followed_comes_before_the_error() {
    for (link, says) in [
        (r#""https://evil.example/x""#, "leads to https://evil.example"),
        (r#""https://graph.microsoft.com/beta/things""#, "the same page again"),
        ("7", "expected a URL"),
    ] {
        let script = Script::new([page(&[numbered(1)], &format!(r#""@odata.nextLink":{link},"#))]);
        let mut pages = things(&script).pages();
        let page = pages.next().await.unwrap().unwrap();
        assert_eq!(page.next_link(), None);
        assert_eq!(counts(page), [Some(1)]);
        let error = pages.next().await.unwrap().unwrap_err();
        assert!(error.to_string().contains(says), "{error}");
        assert!(pages.next().await.is_none() && script.requests().len() == 1);
    }
}

#[tokio::test]
async fn a_stream_remembers_the_total_of_the_first_page() {
    let link = format!(r#""@odata.nextLink":"{NEXT}","#);
    for (member, total) in [
        (r#""@odata.count":2,"#, Some(2)),
        (r#""@odata.count":"2","#, Some(2)),
        (r#""@count":18446744073709551615,"#, Some(u64::MAX)),
        (r#""@odata.count":null,"#, None),
        ("", None),
    ] {
        let script = Script::new([page(&[numbered(1)], &[member, &link].concat()), page(&[numbered(2)], "")]);
        let mut all = things(&script).stream();
        assert_eq!(all.total(), None);
        for count in [1, 2] {
            assert_eq!((all.next().await.unwrap().unwrap().count, all.total()), (count, total), "{member}");
        }
    }
}

#[tokio::test]
async fn a_malformed_total_is_an_error_after_all_elements_of_its_page() {
    let link = format!(r#""@odata.nextLink":"{NEXT}","#);
    for (value, says) in [
        ("-1", "expected a count, found a number"),
        ("1.5", "expected a count, found a number"),
        ("18446744073709551616", "expected a count, found a number"),
        ("\"many\"", "expected a count, found a string"),
        ("[1]", "expected a count, found an array"),
        (r#""\ud83d""#, "is not valid JSON"),
        (r#"1,"@odata.count":1"#, "present twice"),
    ] {
        let first = || page(&[numbered(1)], &format!(r#""@odata.count":{value},{link}"#));
        let script = Script::new([first(), page(&[numbered(2)], "")]);
        let mut all = things(&script).stream();
        assert_eq!(all.next().await.unwrap().unwrap().count, 1, "{value}");
        let error = all.next().await.unwrap().unwrap_err();
        let Error::Decode(decode) = &error else { panic!("{error}") };
        assert_eq!(decode.property(), Some("@odata.count"), "{value}");
        assert!(format!("{error:#}").contains(says), "{value}: {error:#}");
        assert_eq!((all.next().await.unwrap().unwrap().count, all.total()), (2, None), "{value}");

        let page = things(&Script::new([first()])).pages().next().await.unwrap().unwrap();
        assert_eq!((page.total(), page.len(), page.next_link().unwrap().as_str()), (None, 2, NEXT));
        assert!(page.into_vec().is_err());
    }
}

#[tokio::test]
async fn a_list_starts_again_from_a_stored_link() {
    let script = Script::new([
        page(&[numbered(1)], r#""@odata.nextLink":"things?$skiptoken=2","#),
        page(&[numbered(2)], &format!(r#""@odata.nextLink":"{NEXT}","#)),
        page(&[numbered(3)], ""),
    ]);
    let first = things(&script).pages().next().await.unwrap().unwrap();
    let stored = serde_json::to_string(first.next_link().unwrap()).unwrap();
    assert_eq!(stored, r#""https://graph.microsoft.com/beta/things?$skiptoken=2""#, "an absolute URL");

    let link: PageLink<Thing> = serde_json::from_str(&stored).unwrap();
    let rest = script.client().list_from(link).eventual_consistency().timeout(Duration::from_secs(9));
    let rest = rest.max_page_size(7).stream().collect().await.unwrap();
    assert_eq!(rest.iter().map(|thing| thing.count).collect::<Vec<_>>(), [2, 3]);
    let sent = script.requests();
    let [_, second, third] = &sent[..] else { panic!() };
    assert_eq!(second.uri(), "https://graph.microsoft.com/beta/things?$skiptoken=2");
    for request in [second, third] {
        assert_eq!(header(request, "consistencylevel"), Some("eventual"));
        assert_eq!(header(request, "prefer"), Some("odata.maxpagesize=7"));
    }
    assert_eq!(second.extensions().get(), Some(&Template { version: ApiVersion::Beta, text: "/{nextLink}" }));
}

#[tokio::test]
async fn a_stored_link_keeps_the_type_of_its_elements() {
    let count = property!(Thing, count);
    let link = format!(r#""@odata.nextLink":"{NEXT}","#);
    let script = Script::new([page(&[], &link), page(&[r#"{"count":5}"#.into()], "")]);
    let first = things(&script).select([&count]).pages().next().await.unwrap().unwrap();
    let rest = script.client().list_from(first.next_link().unwrap().clone()).stream().collect().await.unwrap();
    assert_eq!(rest[0].get(&count).unwrap(), Some(5));

    let script = Script::new([page(&[r#"{"@odata.id":"https://graph.microsoft.com/v1.0/users/a"}"#.into()], "")]);
    let links = script.client().list_from(PageLink::<EntityUrl>::new(NEXT)).pages().next().await.unwrap().unwrap();
    assert_eq!(links.into_vec().unwrap()[0].id().as_deref(), Some("a"));
}

#[tokio::test]
async fn the_pages_behind_an_expanded_collection_have_links_to_store() {
    let script = Script::new([page(&[numbered(1)], &format!(r#""@odata.nextLink":"{NEXT}","#)), page(&[numbered(2)], "")]);
    let members = Expanded::<Thing>::default().with_next_link("/beta/things?1");
    let first = script.client().follow(&members).max_page_size(1).pages().next().await.unwrap().unwrap();
    let rest = script.client().list_from(first.next_link().unwrap().clone()).stream().collect().await.unwrap();
    assert_eq!(
        (rest[0].count, script.requests()[0].uri().to_string().as_str()),
        (2, "https://graph.microsoft.com/beta/things?1")
    );
    assert!(script.client().follow(&Expanded::<Thing>::default()).pages().next().await.is_none());
}

#[tokio::test]
async fn a_hostile_stored_link_is_refused_before_anything_is_sent() {
    let host = "https://graph.microsoft.com";
    let other = || NextLinkProblem::OtherHost("another host".into());
    let at = |target: &str| format!("{host}{target}");
    let cases = [
        ("https://evil.example/v1.0/things".to_owned(), other()),
        (format!("{host}.evil.example/v1.0/things"), other()),
        (at(":8443/v1.0/things"), other()),
        ("http://127.0.0.1/v1.0/things".into(), other()),
        (format!("https://{TOKEN}.example/v1.0/things"), other()),
        ("https://me:s3cret@graph.microsoft.com/v1.0/things".into(), NextLinkProblem::Credentials),
        ("https://graph.microsoft.com@evil.example/v1.0/things".into(), NextLinkProblem::Credentials),
        (at("/v2.0/things"), NextLinkProblem::OtherVersion),
        (at("/v1.0"), NextLinkProblem::OtherVersion),
        (at("/v1.00/things"), NextLinkProblem::OtherVersion),
        (at(""), NextLinkProblem::OtherVersion),
        (at("?/v1.0/things"), NextLinkProblem::OtherVersion),
        (at("/v1.0/../me"), NextLinkProblem::OtherVersion),
        (at("/v1.0/things/%2E./../me"), NextLinkProblem::OtherVersion),
        (at(r"/v1.0/..\beta/me"), NextLinkProblem::OtherVersion),
        (at("//evil.example/v1.0/things"), NextLinkProblem::OtherVersion),
        (at("/v1.0/things\r\nX-Evil: 1"), NextLinkProblem::NotAUrl),
        (at("/v1.0/things?\u{1b}[2J"), NextLinkProblem::NotAUrl),
        (at("/v1.0/things?\0"), NextLinkProblem::NotAUrl),
        (at(&format!("/v1.0/things?$skiptoken={}", "x".repeat(70_000))), NextLinkProblem::NotAUrl),
        ("http://graph.microsoft.com/v1.0/things".into(), NextLinkProblem::NotAUrl),
        ("file:///v1.0/things".into(), NextLinkProblem::NotAUrl),
        ("javascript:alert(1)".into(), NextLinkProblem::NotAUrl),
        ("ftp://graph.microsoft.com/v1.0/things".into(), NextLinkProblem::NotAUrl),
        ("/v1.0/things".into(), NextLinkProblem::NotAUrl),
        ("//evil.example/v1.0/things".into(), NextLinkProblem::NotAUrl),
        ("things".into(), NextLinkProblem::NotAUrl),
        (String::new(), NextLinkProblem::NotAUrl),
    ];
    for (link, expected) in cases {
        let script = Script::default();
        let stored = serde_json::to_string(&link).unwrap();
        let link: PageLink<Thing> = serde_json::from_str(&stored).unwrap();
        let request = script.client().list_from(link.clone());
        let shown = format!("{link:?} {request:?}");
        let mut pages = request.clone().pages();
        let error = pages.next().await.unwrap().unwrap_err();
        let text = format!("{error:#} {} {error:?} {shown}", error.report());
        assert!(!text.contains("s3cret") && !text.contains("xxxx"), "{text}");
        assert!(text.replace('\n', "").chars().all(|c| !c.is_control()), "{text}");
        let Error::NextLink(error) = error else { panic!("{stored}: {error}") };
        assert_eq!(error.problem, expected, "{stored}");
        assert!(pages.next().await.is_none() && request.stream().next().await.unwrap().is_err());
        assert!(script.requests().is_empty(), "{stored}");
    }
}

#[tokio::test]
async fn the_page_size_that_was_set_last_counts() {
    let script = Script::new([page(&[], ""), page(&[], "")]);
    let list = || things(&script).header("prefer", "include-unknown-enum-members").max_page_size(5);
    for list in [list(), list().max_page_size(6)] {
        list.stream().collect().await.unwrap();
    }
    let sent = script.requests();
    let prefer: Vec<_> = sent.iter().map(|request| header(request, "prefer").unwrap()).collect();
    // RFC 7240 §2: the first of several equal preferences counts.
    let unknown = "include-unknown-enum-members";
    assert_eq!(
        prefer,
        [format!("odata.maxpagesize=5, {unknown}"), format!("odata.maxpagesize=6, odata.maxpagesize=5, {unknown}")]
    );
}

#[tokio::test(start_paused = true)]
async fn a_page_that_is_awaited_again_is_requested_once() {
    let late = |members: &str| match page(&[numbered(1)], members) {
        Step::Respond(response) => Step::Late(Duration::from_secs(5), response),
        other => other,
    };
    let script = Script::new([late(&format!(r#""@odata.nextLink":"{NEXT}","#)), late("")]);
    let (mut pages, items) = (things(&script).pages(), Script::new([late("")]));
    for requests in [1, 2] {
        tokio::time::timeout(Duration::from_secs(1), pages.next()).await.unwrap_err();
        assert_eq!(counts(pages.next().await.unwrap().unwrap()), [Some(1)]);
        assert_eq!(script.requests().len(), requests);
    }
    assert!(pages.next().await.is_none());
    let mut stream = things(&items).stream();
    tokio::time::timeout(Duration::from_secs(1), stream.next()).await.unwrap_err();
    assert_eq!((stream.next().await.unwrap().unwrap().count, items.requests().len()), (1, 1));
}
