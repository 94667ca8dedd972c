//! Tests of the `#[graph(...)]` keys `select` and `eventual_consistency` of an entity.

use percent_encoding::percent_decode_str;

use super::*;
use crate::model::untyped::Untyped;
use crate::query::Expand;
use crate::testing::Expected;
use crate::{Additional, GraphComplex, GraphDerived, GraphEntity, graph_ids, graph_paths, property};

graph_ids! { pub(crate) UserId; }

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", base = "microsoft.graph.directoryObject", eventual_consistency, crate = crate)]
#[graph_paths(v1, "/users/{userId}", "/users/$count")]
struct User {
    #[graph(key)]
    id: String,
    contact: Option<Box<Contact>>,
}

#[derive(Clone, Debug, PartialEq, GraphDerived)]
#[graph(base = "microsoft.graph.directoryObject", crate = crate)]
#[graph_paths(v1, "/directoryObjects/$count")]
enum DirectoryObject {
    User(User),
    #[graph(other)]
    Other(Untyped),
}

#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "microsoft.graph.place", crate = crate)]
struct Place {
    city: Option<String>,
}

/// A view with each kind of field.
#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", tag = "never", select, crate = crate)]
#[graph_paths(v1, "/users/{userId}", "/users/delta")]
struct Contact {
    #[graph(key)]
    id: String,
    #[graph(rename = "eMail")]
    mail: Option<String>,
    #[graph(rename = "eMail@odata.type")]
    mail_type: Option<String>,
    #[graph(read_only)]
    place: Option<Place>,
    manager: Option<Box<Manager>>,
    reports: Option<Vec<User>>,
    #[graph(etag)]
    etag: Option<String>,
    #[graph(additional)]
    additional: Additional,
}

/// A view of a related entity inside the view `Contact`. It has a field of its own type and a field of the type `Contact`.
#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", select, crate = crate)]
struct Manager {
    #[graph(key)]
    id: String,
    name: Option<String>,
    manager: Option<Box<Manager>>,
    assistant: Option<Box<Contact>>,
    office: Option<Office>,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.office", select, crate = crate)]
struct Office {
    #[graph(key)]
    id: String,
}

const OWN: &str = "$expand=manager($expand=office($select=id);$select=id,name),reports&$select=id,eMail,place";

fn contact() -> Path<Contact> {
    Contact::v1().users(&UserId::new("u1").unwrap())
}

/// Returns the decoded queries of the requests that the script has received.
fn queries(script: &Script) -> Vec<String> {
    let decode = |query: Option<&str>| percent_decode_str(query.unwrap_or_default()).decode_utf8().unwrap().into_owned();
    script.requests().iter().map(|request| decode(request.uri().query())).collect()
}

#[tokio::test]
async fn reads_of_a_view_ask_for_its_own_properties() {
    let (one, page) = (r#"{"id":"u1"}"#, r#"{"value":[{"id":"u1"}]}"#);
    let script = Script::new([one, page, page, one].map(|body| answer(200, &[], body)));
    let graph = script.client();
    graph.get(contact()).await.unwrap();
    graph.list(Contact::v1().users_collection()).stream().next().await.unwrap().unwrap();
    graph.list(Contact::v1().users_collection()).pages().next().await.unwrap().unwrap();
    graph.get(contact()).optional().await.unwrap();
    assert_eq!(queries(&script), [OWN; 4]);
}

#[tokio::test]
async fn an_edit_of_a_view_reads_its_own_properties_and_patches_without_a_query() {
    let etag = r#"{"@odata.etag":"W/\"1\"","id":"u1"}"#;
    let script = Script::new([answer(200, &[], etag), answer(204, &[], "")]);
    script.client().edit(contact(), |_| Contact::patch().mail("a@example.com")).await.unwrap();
    assert_eq!(queries(&script), [OWN, ""]);
}

#[tokio::test]
async fn a_response_to_a_write_is_complete() {
    let script = Script::new([201, 200, 200].map(|status| answer(status, &[], r#"{"id":"u1","eMail":null,"age":3}"#)));
    let (graph, patch) = (script.client(), || Contact::patch().mail("a@example.com"));
    let created = graph.create(Contact::v1().users_collection(), patch()).await.unwrap().body.unwrap();
    graph.patch(contact(), patch()).await.unwrap();
    graph.upsert(contact(), patch()).await.unwrap();
    assert_eq!((created.mail, created.additional.len()), (None, 1));
    assert_eq!(queries(&script), [""; 3]);
}

#[tokio::test]
async fn a_batch_and_a_bulk_ask_for_a_view() {
    let batched = r#"{"responses":[{"id":"1","status":200,"body":{"id":"u1"}}]}"#;
    let script = Script::new([answer(200, &[], batched), answer(200, &[], r#"{"id":"u1"}"#)]);
    let graph = script.client();
    let mut batch = graph.batch();
    let _ = batch.get(contact());
    assert!(batch.send().await.unwrap().all_succeeded());
    assert!(graph.bulk([(1, graph.get(contact()))]).next().await.unwrap().1.is_ok());
    let body = script.requests()[0].body().clone();
    let body = percent_decode_str(std::str::from_utf8(&body).unwrap()).decode_utf8().unwrap().into_owned();
    assert!(body.contains(&format!("\"/users/u1?{OWN}\"")), "{body}");
    assert_eq!(queries(&script)[1], OWN);
}

#[tokio::test]
async fn a_delta_of_a_view_selects_its_navigation_properties() {
    let link = "https://graph.microsoft.com/v1.0/users/delta?$deltatoken=1";
    let script = Script::new([(); 3].map(|()| answer(200, &[], format!(r#"{{"value":[],"@odata.deltaLink":"{link}"}}"#))));
    let (graph, users) = (script.client(), || Contact::v1().users_delta());
    let mut changes = graph.delta(users()).stream();
    assert!(changes.next().await.is_none());
    assert!(graph.delta(users()).since(changes.link()).stream().next().await.is_none());
    assert!(graph.delta(users()).select([property!(Contact, id)]).stream().next().await.is_none());
    assert_eq!(queries(&script), ["$select=id,eMail,place,manager,reports", "$deltatoken=1", "$select=id"]);
}

#[tokio::test]
async fn the_callers_options_replace_those_of_a_view() {
    let script = Script::new(std::iter::repeat_n((), 3).map(|()| answer(200, &[], r#"{"id":"u1"}"#)));
    let graph = script.client();
    graph.get(contact()).select([property!(Contact, mail)]).await.unwrap();
    graph.get(contact()).select([property!(Contact, id)]).expand(property!(Contact, reports)).await.unwrap();
    graph.get(contact()).expand(Expand::new(property!(Contact, manager)).top(1)).await.unwrap();
    assert_eq!(
        queries(&script),
        [
            "$select=eMail",
            "$expand=reports&$select=id",
            "$expand=manager($expand=assistant($expand=reports;$select=id,eMail,place),office($select=id);$select=id,name;$top=1),reports&$select=id,eMail,place"
        ]
    );
}

#[tokio::test]
async fn an_expanded_view_asks_for_its_own_properties() {
    let script = Script::new([answer(200, &[], r#"{"id":"u1"}"#), answer(200, &[], r#"{"id":"u1"}"#)]);
    let (graph, user, related) = (script.client(), User::v1().users(&UserId::new("u1").unwrap()), property!(User, contact));
    graph.get(user.clone()).expand(related.clone()).await.unwrap();
    graph.get(user).expand(Expand::new(related).select([property!(Contact, id)])).await.unwrap();
    let own = OWN.replace('&', ";");
    assert_eq!(queries(&script), [format!("$expand=contact({own})"), "$expand=contact($select=id)".into()]);
}

#[tokio::test]
async fn a_list_of_an_eventually_consistent_entity_sends_the_header_with_a_count_or_a_search() {
    let script = Script::new([(); 5].map(|()| answer(200, &[], r#"{"value":[]}"#)));
    let (graph, users) = (script.client(), || User::v1().users_collection());
    let requests = [
        graph.list(users()),
        graph.list(users()).count(),
        graph.list(users()).search("\"name:a\""),
        graph.list(users()).count().header("ConsistencyLevel", "session"),
        graph.list(users()).eventual_consistency(),
    ];
    for request in requests {
        assert!(request.stream().next().await.is_none());
    }
    let sent = script.requests();
    let levels: Vec<_> = sent.iter().map(|request| header(request, "consistencylevel")).collect();
    assert_eq!(levels, [None, Some("eventual"), Some("eventual"), Some("session"), Some("eventual")]);
}

#[tokio::test]
async fn a_count_of_an_eventually_consistent_entity_sends_the_header() {
    let users = |level: &str| Expected::get("/v1.0/users/$count").header("consistencylevel", level);
    let script = Script::default()
        .expect(users("eventual"), answer(200, &[], "3"))
        .expect(users("eventual"), answer(200, &[], "3"))
        .expect(users("session"), answer(200, &[], "3"))
        .expect(Expected::get("/v1.0/directoryObjects/$count").header("consistencylevel", "eventual"), answer(200, &[], "4"));
    let (graph, path) = (script.client(), || User::v1().users_count());
    assert_eq!(graph.count(path()).await.unwrap().body, 3);
    graph.count(path()).eventual_consistency().await.unwrap();
    graph.count(path()).header("ConsistencyLevel", "session").await.unwrap();
    graph.count(DirectoryObject::v1().directory_objects_count()).await.unwrap();
}
