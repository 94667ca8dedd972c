//! Tests of delta queries: the first request, requests from a delta link, removals, links that are wrong, and links that are too old.

use super::*;
use crate::client::{Change, Changes, DeltaLink, RemovalReason};
use crate::error::DeltaLinkProblem;
use crate::model::path::Delta;
use crate::transport::Retry;
use crate::{GraphEntity, graph_ids, graph_paths, property};

graph_ids! { pub(crate) UserId; }

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", crate = crate)]
#[graph_paths(v1, "/users/{userId}", "/users/delta", in_parentheses = "/users/{userId}/reports/delta()")]
struct User {
    #[graph(key)]
    id: String,
    name: Option<String>,
    age: Option<i32>,
    manager: Option<Box<User>>,
}

const FIRST: &str = "https://graph.microsoft.com/v1.0/users/delta";
const NEXT: &str = "https://graph.microsoft.com/v1.0/users/delta?$skiptoken=p2";
const LINK: &str = "https://graph.microsoft.com/v1.0/users/delta?$deltatoken=s3cret";

fn page(elements: &[&str], links: &str) -> Step {
    let comma = if links.is_empty() { "" } else { "," };
    answer(200, &[("request-id", "r1")], format!(r#"{{"value":[{}]{comma}{links}}}"#, elements.join(",")))
}

fn last(elements: &[&str]) -> Step {
    page(elements, &format!(r#""@odata.deltaLink":"{LINK}""#))
}

fn users() -> Path<Delta<User>> {
    User::v1().users_delta()
}

fn link() -> Option<DeltaLink<User>> {
    Some(DeltaLink::new(LINK))
}

async fn read(mut changes: Changes<User>) -> (Vec<Result<Change<User>, Error>>, Changes<User>) {
    let mut all = Vec::new();
    while let Some(change) = changes.next().await {
        all.push(change);
    }
    (all, changes)
}

fn targets(script: &Script) -> Vec<String> {
    script.requests().iter().map(|request| request.uri().to_string()).collect()
}

#[tokio::test]
async fn the_first_round_yields_all_entities_and_then_the_link() {
    let script = Script::new([
        page(&[r#"{"id":"1","name":"Ada"}"#], &format!(r#""@odata.nextLink":"{NEXT}""#)),
        last(&[r#"{"id":"2","name":null,"manager@delta":[{"id":"9","@removed":{"reason":"deleted"}}]}"#]),
    ]);
    let (name, id) = (property!(User, name), property!(User, id));
    let request = script.client().delta(users()).select([&name]).filter(id.eq("1")).header("Prefer", "a");
    let mut changes = request.stream();
    assert!(script.requests().is_empty(), "not before it is read");
    let Change::Changed(ada) = changes.next().await.unwrap().unwrap() else { panic!() };
    assert_eq!(ada.get(&id).unwrap().as_deref(), Some("1"));
    assert_eq!(changes.link(), None, "more changes follow");
    let second = changes.next().await.unwrap().unwrap();
    let Change::Changed(user) = &second else { panic!("{second:?}") };
    assert_eq!(user.get(&name).unwrap(), Some(None));
    assert_eq!(user.annotations().next().unwrap().0, "manager@delta");
    assert_eq!(second, second.clone());
    assert_eq!(changes.page_response().unwrap().request_id.as_deref(), Some("r1"));
    assert!(changes.next().await.is_none());
    assert_eq!(changes.link(), link());
    assert_eq!(format!("{:?}", changes.link().unwrap()), format!("DeltaLink({FIRST}…)"));
    assert_eq!(targets(&script), [&format!("{FIRST}?$filter=id%20eq%20'1'&$select=name"), NEXT]);
    assert!(script.requests().iter().all(|request| header(request, "prefer") == Some("a")), "on every page");
}

#[tokio::test]
async fn a_later_round_sends_the_stored_link_and_no_options() {
    let script = Script::new([last(&[]), last(&[]), last(&[])]);
    let graph = script.client();
    let stored: DeltaLink<User> = serde_json::from_str(&serde_json::to_string(&link()).unwrap()).unwrap();
    let request = graph.delta(users()).select([property!(User, name)]).query("a", 1).latest().max_page_size(7);
    let (changes, end) = read(request.since(stored).stream()).await;
    assert!(changes.is_empty());
    assert_eq!(end.link(), link());
    drop(read(graph.delta(users()).since(None).stream()).await);
    drop(read(graph.delta(User::v1().in_parentheses(&UserId::new("a b").unwrap())).since(link()).stream()).await);
    assert_eq!(targets(&script), [LINK, FIRST, LINK]);
    assert_eq!(header(&script.requests()[0], "prefer"), Some("odata.maxpagesize=7"));
    let template = |index: usize| script.requests()[index].extensions().get::<Template>().unwrap().text;
    assert_eq!((template(0), template(2)), ("/users/delta", "/users/{userId}/reports/delta()"), "traces name the path");
}

#[tokio::test]
async fn latest_asks_for_a_link_without_entities() {
    let script = Script::new([last(&[]), last(&[])]);
    let graph = script.client();
    assert_eq!(read(graph.delta(users()).latest().stream()).await.1.link(), link());
    drop(read(graph.delta(users()).latest().select([property!(User, name)]).stream()).await);
    let latest = format!("{FIRST}?$deltatoken=latest");
    assert_eq!(targets(&script), [latest.clone(), latest + "&$select=name"]);
}

#[tokio::test]
async fn a_removed_entity_is_a_change_with_its_reason() {
    let script = Script::new([last(&[
        r#"{"id":"1","@removed":{"reason":"deleted"}}"#,
        r#"{"@removed":{"reason":"changed"},"id":"2","name":"n"}"#,
        r#"{"id":"3","@removed":{"reason":"moved"}}"#,
        r#"{"id":"4","@removed":{}}"#,
        r#"{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#users/$deletedEntity","id":"5","reason":"deleted"}"#,
    ])]);
    let (changes, end) = read(script.client().delta(users()).stream()).await;
    let removed = |id: &str, reason| Change::Removed { id: id.to_owned(), reason };
    let expected = [
        removed("1", RemovalReason::Deleted),
        removed("2", RemovalReason::Changed),
        removed("3", RemovalReason::Other("moved".into())),
        removed("4", RemovalReason::Other(String::new())),
        removed("5", RemovalReason::Deleted),
    ];
    assert_eq!(changes.into_iter().map(Result::unwrap).collect::<Vec<_>>(), expected);
    assert_eq!(format!("{:?}", expected[0]), r#"Removed { id: "1", reason: Deleted }"#);
    assert!(expected[0] != expected[4] && RemovalReason::Changed.to_string() == "changed");
    assert_eq!(RemovalReason::Other("a\n\u{1b}[2Jb".into()).to_string(), "a [2Jb");
    assert_eq!(end.link(), link());
}

#[tokio::test]
async fn a_change_that_cannot_be_decoded_is_an_error_and_holds_back_the_link() {
    for (element, says, id) in [
        (r#"{"id":"2","age":"old"}"#, "property `value[1].age`: expected Int32", Some("2")),
        (r#"{"id":"2","manager":{"id":"3","@removed":{"reason":"deleted"}}}"#, "property `value[1].manager`: ", Some("2")),
        (r#"{"@removed":{"reason":"deleted"}}"#, "property `value[1].id`: missing", None),
        ("1", "property `value[1]`: expected ", None),
    ] {
        let script = Script::new([last(&[r#"{"id":"1"}"#, element, r#"{"id":"3"}"#])]);
        let (changes, end) = read(script.client().delta(users()).stream()).await;
        let [Ok(_), Err(error), Ok(_)] = &changes[..] else { panic!("{element}: {changes:?}") };
        assert!(error.to_string().contains(says), "{element}: {error}");
        assert!(error.removed().is_none());
        assert!(matches!(error, Error::Decode(error) if error.id.as_deref() == id), "{element}: {error:?}");
        assert_eq!((end.link(), end.link_despite_errors()), (None, link()), "{element}");
    }
}

#[tokio::test]
async fn a_link_that_is_too_old_is_an_error_that_says_to_start_again() {
    let body = |code: &str| format!(r#"{{"error":{{"code":"{code}","message":"Gone."}}}}"#);
    let location = "https://graph.microsoft.com/v1.0/users/delta?$deltatoken=s3cret2";
    let cases = [
        (410, "x", vec![("Location", location)], Some(location)),
        (410, "resyncRequired", vec![("Location", "?$deltatoken=s3cret2")], Some(location)),
        (410, "x", vec![("Location", "http://[")], None),
        (400, "SyncStateNotFound", vec![], None),
        (404, "resyncRequired", vec![], None),
    ];
    for (status, code, headers, expected) in cases {
        let headers: Vec<_> = headers.into_iter().chain([("request-id", "r1"), ("Retry-After", "0")]).collect();
        let script = Script::new([answer(status, &headers, body(code))]);
        let graph = Client::new(Retry::new(script.clone()), StaticToken::new(TOKEN));
        let (mut changes, end) = read(graph.delta(users()).since(link()).stream()).await;
        let error = changes.pop().unwrap().unwrap_err();
        assert!(changes.is_empty() && error.is_resync_required(), "{status} {code}");
        assert!(error.to_string().ends_with("start again without the link"), "{error}");
        assert!(!format!("{error:?} {error:#} {}", error.report()).contains("s3cret"), "{error:?}");
        assert_eq!((error.status().unwrap().as_u16(), error.request_id()), (status, Some("r1")));
        assert!(error.service().is_some() && error.request().is_some());
        let Error::Resync(error) = error else { panic!("{error}") };
        assert_eq!(error.location(), expected, "{status} {code}");
        assert_eq!((end.link(), script.requests().len()), (None, 1), "not sent again");
    }
    for (status, code) in [(404, "notFound"), (400, "badRequest")] {
        let graph = Script::new([answer(status, &[], body(code))]).client();
        let (changes, _) = read(graph.delta(users()).since(link()).stream()).await;
        assert!(matches!(changes[0], Err(Error::Service(_))), "{status}");
    }
    let script = Script::new([answer(410, &[], body("resyncRequired"))]);
    let error = script.client().get(User::v1().users(&UserId::new("1").unwrap())).await.unwrap_err();
    assert!(!error.is_resync_required(), "only a delta starts again");
}

#[tokio::test]
async fn only_a_request_from_a_link_starts_again() {
    let gone = || answer(410, &[], r#"{"error":{"code":"resyncRequired","message":"Gone."}}"#);
    let graph = Script::new([gone(), gone(), gone()]).client();
    let token = graph.delta(users()).query("token", "old").stream();
    assert!(read(token).await.0.pop().unwrap().unwrap_err().is_resync_required());
    for request in [graph.delta(users()), graph.delta(users()).latest().top(1)] {
        // Without a link, a program that starts again would do so forever.
        let error = read(request.stream()).await.0.pop().unwrap().unwrap_err();
        assert!(matches!(error, Error::Service(_)) && !error.is_resync_required(), "{error}");
    }
    let script = Script::new([page(&[r#"{"id":"1"}"#], &format!(r#""@odata.nextLink":"{NEXT}""#)), gone()]);
    let (changes, end) = read(script.client().delta(users()).stream()).await;
    let [Ok(_), Err(error)] = &changes[..] else { panic!("{changes:?}") };
    assert!(error.is_resync_required() && end.link().is_none() && end.link_despite_errors().is_none(), "{error}");
}

#[tokio::test]
async fn a_page_without_a_usable_link_is_an_error_after_its_changes() {
    let both = format!(r#""@odata.nextLink":"{NEXT}","@odata.deltaLink":"{LINK}""#);
    let hidden = format!(r#""@odata.deltaLink":"https://{TOKEN}.example/""#);
    let cases = [
        ("", "has no delta link"),
        (r#""@odata.deltaLink":null"#, "has no delta link"),
        (&both, "has a next link and a delta link"),
        (
            r#""@odata.deltaLink":"https://evil.example/v1.0/users/delta""#,
            "the delta link leads to https://evil.example and is not",
        ),
        (&hidden, "leads to https://[token].example and"),
        (r#""@deltaLink":"//evil.example/x""#, "the delta link is not an absolute URL"),
        (r#""@odata.deltaLink":"http://graph.microsoft.com/x""#, "the delta link is not an absolute URL"),
        (r#""@odata.deltaLink":"""#, "the delta link is not an absolute URL"),
        (r#""@odata.deltaLink":1"#, "property `@odata.deltaLink`: expected a URL"),
        (r#""@deltaLink":"a","@deltaLink":"a""#, "property `@deltaLink`: present twice"),
        (r#""@odata.nextLink":"https://evil.example/""#, "the link to the next page leads to https://evil.example"),
        (r#""@odata.nextLink":{}"#, "property `@odata.nextLink`: expected a URL"),
        (r#""@odata.nextLink":{},"@odata.deltaLink":1"#, "property `@odata.nextLink`: expected a URL"),
    ];
    for (links, says) in cases {
        let script = Script::new([page(&[r#"{"id":"1"}"#], links)]);
        let (changes, end) = read(script.client().delta(users()).stream()).await;
        let [Ok(_), Err(error)] = &changes[..] else { panic!("{links}: {changes:?}") };
        assert!(error.to_string().contains(says) && error.to_string().contains("request-id r1"), "{links}: {error}");
        assert!(error.request().is_some() && error.request_id() == Some("r1"));
        assert_eq!((end.link(), end.link_despite_errors()), (None, None), "{links}");
        assert_eq!(script.requests().len(), 1, "{links}");
    }
    let script = Script::new([page(&[], "")]);
    let error = read(script.client().delta(users()).stream()).await.0.pop().unwrap().unwrap_err();
    assert!(matches!(&error, Error::DeltaLink(error) if error.problem == DeltaLinkProblem::Missing), "{error}");
}

#[tokio::test]
async fn a_delta_link_may_be_relative() {
    for links in [
        r#""@odata.deltaLink":"/v1.0/users/delta?$deltatoken=s3cret""#,
        r#""@deltaLink":"?$deltatoken=s3cret""#,
        r##""@odata.context":"../$metadata#users","@odata.deltaLink":"users/delta?$deltatoken=s3cret""##,
        r##""@deltaLink":"HTTPS://GRAPH.microsoft.com:443/v1.0/users/delta?$deltatoken=s3cret""##,
    ] {
        let (_, end) = read(Script::new([page(&[], links)]).client().delta(users()).stream()).await;
        assert_eq!(end.link(), link(), "{links}");
    }
}

#[tokio::test]
async fn a_stored_link_to_another_host_is_not_sent() {
    for (link, says) in [
        ("https://evil.example/v1.0/users/delta?$deltatoken=s3cret", "leads to another host"),
        ("https://graph.microsoft.com@evil.example/v1.0/users/delta?s3cret", "the delta link contains a user name"),
        ("https://graph.microsoft.com/beta/users/delta?s3cret", "leads to another API version"),
        ("users/delta?s3cret", "is not an absolute URL"),
        ("", "is not an absolute URL"),
    ] {
        let script = Script::default();
        let (changes, end) = read(script.client().delta(users()).since(DeltaLink::new(link)).stream()).await;
        let [Err(error)] = &changes[..] else { panic!("{changes:?}") };
        assert!(error.to_string().contains(says) && error.to_string().contains("GET /v1.0/users/delta"), "{link}: {error}");
        assert!(!format!("{error:?}{error}").contains("s3cret") && matches!(error, Error::DeltaLink(_)), "{error:?}");
        assert!(end.link().is_none() && script.requests().is_empty());
    }
}

#[tokio::test]
async fn a_list_ignores_a_delta_link() {
    for links in [r#""@odata.deltaLink":1"#, r#""@odata.deltaLink":"https://evil.example/""#] {
        let script = Script::new([page(&[r#"{"id":"1"}"#], links)]);
        assert_eq!(script.client().list(User::v1().users_collection()).stream().collect().await.unwrap().len(), 1);
    }
}

#[test]
fn nothing_of_a_link_is_printed() {
    let request = Script::default().client().delta(users()).since(link());
    let shown = format!("{request:?} {:?} {:?}", request.clone(), request.clone().stream());
    assert!(!shown.contains("s3cret") && shown.contains(" Changes { items: "), "{shown}");
}
