//! Tests of expanded collections that the response contains only in part.

use super::*;
use crate::error::{NextLinkError, NextLinkProblem};
use crate::model::expanded::Expanded;
use crate::model::read_error::{Problem, ReadError};
use crate::model::{PropertyValue, TextError};
use crate::{Additional, GraphComplex, GraphEntity, Json, graph_paths, property};

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", tag = "never", crate = crate)]
struct User {
    #[graph(key)]
    id: String,
    groups: Option<Expanded<Box<Group>>>,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.group", tag = "never", crate = crate)]
#[graph_paths(v1, "/groups/{thingId}")]
struct Group {
    #[graph(key)]
    id: String,
    members: Option<Expanded<User>>,
    owners: Option<Vec<User>>,
    raw: Option<Json>,
    badge: Option<Badge>,
}

#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "microsoft.graph.badge", tag = "never", crate = crate)]
struct Badge {
    authors: Expanded<User>,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.group", tag = "never", crate = crate)]
struct OpenGroup {
    #[graph(key)]
    id: String,
    owners: Option<Vec<User>>,
    #[graph(additional)]
    additional: Additional,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.group", tag = "never", crate = crate)]
struct LinkGroup {
    #[graph(key)]
    id: String,
    owners: Option<Vec<User>>,
    #[graph(rename = "owners@odata.nextLink")]
    owners_link: Option<String>,
    members: Option<Expanded<User>>,
    #[graph(rename = "members@odata.nextLink")]
    members_link: Option<String>,
    #[graph(rename = "members@odata.count")]
    members_count: Option<i64>,
}

const LINK: &str = "https://graph.microsoft.com/v1.0/groups/g/members?$skiptoken=2";

fn group_json() -> String {
    format!(r#"{{"id":"g","members":[{{"id":"u1"}}],"members@odata.count":45,"members@odata.nextLink":"{LINK}"}}"#)
}

fn shape(members: &Expanded<User>) -> (Vec<&str>, Option<u64>, Option<&str>) {
    (members.iter().map(|user| user.id.as_str()).collect(), members.count(), members.next_link())
}

fn group(text: &str) -> Result<Group, ReadError> {
    let direct = Group::read_text(text.as_bytes()).map(|decoded| decoded.value);
    let by_serde = serde_json::from_str::<Group>(text);
    match direct {
        Ok(group) => {
            assert_eq!(by_serde.unwrap(), group, "both parsers agree");
            Ok(group)
        }
        Err(TextError::Value(error)) => {
            assert_eq!(by_serde.unwrap_err().to_string(), error.to_string());
            Err(error)
        }
        Err(error) => panic!("{error}"),
    }
}

fn path() -> crate::model::Path<Group> {
    Group::v1().groups(&ThingId::new("g").unwrap())
}

// A3
#[tokio::test]
async fn the_rest_of_an_expanded_collection_can_be_followed() {
    let script = Script::new([
        answer(200, &[], group_json()),
        answer(200, &[], format!(r#"{{"value":[{{"id":"u2"}}],"@odata.nextLink":"{LINK}3"}}"#)),
        answer(200, &[], r#"{"value":[{"id":"u3"}]}"#),
    ]);
    let graph = script.client();
    let members = graph.get(path()).expand(property!(Group, members)).await.unwrap().body.members.unwrap();
    assert_eq!(shape(&members), (vec!["u1"], Some(45), Some(LINK)));
    let follow = graph.follow(&members).header("ConsistencyLevel", "eventual").timeout(Duration::from_secs(9));
    let rest: Vec<_> = follow.stream().collect().await.unwrap().into_iter().map(|user| user.id).collect();
    assert_eq!(rest, ["u2", "u3"]);
    let requests = script.requests();
    let targets: Vec<_> = requests.iter().skip(1).map(|request| request.uri().to_string()).collect();
    assert_eq!(targets, [LINK.to_owned(), format!("{LINK}3")]);
    assert!(requests.iter().skip(1).all(|request| header(request, "consistencylevel") == Some("eventual")), "on every page");
    let complete: Expanded<User> = members.into_vec().into();
    assert!(graph.follow(&complete).stream().next().await.is_none());
}

// A3
#[tokio::test]
async fn a_link_that_a_list_would_not_follow_is_refused() {
    let repeated = format!(r#"{{"value":[],"@odata.nextLink":"{LINK}"}}"#);
    let script = Script::new([answer(200, &[], repeated)]);
    let graph = script.client();
    let token_host = format!("https://{TOKEN}.example/x");
    for (link, expected) in [
        ("https://evil.example/x", NextLinkProblem::OtherHost("another host".into())),
        (&token_host, NextLinkProblem::OtherHost("another host".into())),
        ("http://graph.microsoft.com/x", NextLinkProblem::NotAUrl),
        ("", NextLinkProblem::NotAUrl),
        (LINK, NextLinkProblem::RepeatedPage),
    ] {
        let members = Expanded::<User>::default().with_next_link(link);
        let mut rest = graph.follow(&members).stream();
        let error = rest.next().await.unwrap().unwrap_err();
        assert!(!error.report().to_string().contains(TOKEN), "{error}");
        let Error::NextLink(error) = error else { panic!("{error}") };
        let NextLinkError { problem, .. } = *error;
        assert_eq!(problem, expected, "{link}");
        assert!(rest.next().await.is_none());
    }
    assert_eq!(script.requests().len(), 1);
    let invalid = graph.follow(&Expanded::<User>::default().with_next_link(LINK)).header("host", "x").stream().next().await;
    assert!(matches!(invalid, Some(Err(Error::InvalidHeader(_)))));
}

// A3
#[tokio::test]
async fn lists_and_answers_to_select_keep_the_link() {
    let page = format!(r#"{{"value":[{0},{0}]}}"#, group_json());
    let script = Script::new([answer(200, &[], page.clone()), answer(200, &[], page), answer(200, &[], group_json())]);
    let (graph, members) = (script.client(), property!(Group, members));
    let all = || graph.list(Group::v1().groups_collection()).expand(members.clone());
    for group in all().stream().collect().await.unwrap() {
        assert_eq!(shape(&group.members.unwrap()), (vec!["u1"], Some(45), Some(LINK)));
    }
    let mut parts = all().select([property!(Group, id)]).stream().collect().await.unwrap();
    parts.push(graph.get(path()).select([property!(Group, id)]).expand(members.clone()).await.unwrap().body);
    for part in parts {
        let members = part.get(&members).unwrap().flatten().unwrap();
        assert_eq!(shape(&members), (vec!["u1"], Some(45), Some(LINK)));
        assert_eq!(part.annotations().count(), 2);
    }
}

// A3
#[test]
fn the_annotations_may_come_first_alone_or_in_the_form_of_4_01() {
    let of = |text: &str| group(text).unwrap().members;
    for text in [
        r#"{"members@odata.count":45,"members@odata.nextLink":"L","id":"g","members":[{"id":"u1"}]}"#,
        r#"{"id":"g","members@count":45,"members":[{"id":"u1"}],"members@nextLink":"L"}"#,
        r#"{"id":"g","members@odata.count":"45","members":[{"id":"u1"}],"members@odata.nextLink":"L"}"#,
    ] {
        assert_eq!(shape(&of(text).unwrap()), (vec!["u1"], Some(45), Some("L")), "{text}");
    }
    let deferred = of(r#"{"id":"g","members@odata.nextLink":"L"}"#).unwrap();
    assert_eq!(shape(&deferred), (vec![], None, Some("L")));
    let counted = of(r#"{"id":"g","members":null,"members@odata.count":3,"members@odata.nextLink":null}"#).unwrap();
    assert_eq!(shape(&counted), (vec![], Some(3), None));
    assert_eq!(of(r#"{"id":"g"}"#), None);
    for (text, path) in [
        (r#"{"id":"g","members":[],"members@odata.count":-1}"#, "members.@odata.count"),
        (r#"{"id":"g","members":[],"members@odata.nextLink":7}"#, "members.@odata.nextLink"),
        (r#"{"id":"g","members":7,"members@odata.nextLink":"L"}"#, "members"),
    ] {
        assert_eq!(group(text).unwrap_err().path(), path);
    }
}

// A3
#[test]
fn a_collection_without_a_place_for_the_link_is_an_error() {
    for (text, path) in [
        (r#"{"id":"g","owners":[{"id":"o"}],"owners@odata.nextLink":"L"}"#, "owners"),
        (r#"{"id":"g","owners@nextLink":"L"}"#, "owners"),
        (r#"{"id":"g","raw":[],"raw@odata.nextLink":"L"}"#, "raw"),
        (
            r#"{"id":"g","members":[{"id":"u","groups":[{"id":"h","owners":[],"owners@odata.nextLink":"L"}]}]}"#,
            "members[0].groups[0].owners",
        ),
    ] {
        let error = group(text).unwrap_err();
        assert_eq!((error.path(), error.problem()), (path, &Problem::MoreElements));
        assert!(error.to_string().contains("declare the property as `Expanded<T>`"), "{error}");
    }
    let error = crate::Partial::<Group>::read(serde_json::json!({"owners": [], "owners@odata.nextLink": "L"})).unwrap_err();
    assert_eq!(error.path(), "owners");
    group(r#"{"id":"g","owners":[],"owners@odata.count":9,"owners@odata.nextLink":null,"other@odata.nextLink":"L"}"#).unwrap();

    let text = r#"{"id":"g","owners":[{"id":"o"}],"owners@odata.nextLink":"L","others":[],"others@odata.nextLink":"M"}"#;
    let open: OpenGroup = serde_json::from_str(text).unwrap();
    assert_eq!(
        (&open.additional["owners@odata.nextLink"], &open.additional["others@odata.nextLink"]),
        (&"L".into(), &"M".into())
    );
    assert_eq!(serde_json::from_str::<LinkGroup>(text).unwrap().owners_link.as_deref(), Some("L"));
    let other_spelling = text.replace("owners@odata.", "owners@");
    let error = serde_json::from_str::<LinkGroup>(&other_spelling).unwrap_err().to_string();
    assert!(error.contains("`owners`: the service has more elements"), "the field does not keep this link: {error}");
}

// A3
#[test]
fn a_declared_link_and_count_reach_the_collection_too() {
    let read_text = LinkGroup::read_text(group_json().as_bytes()).unwrap().value;
    for group in [read_text, serde_json::from_str::<LinkGroup>(&group_json()).unwrap()] {
        assert_eq!(shape(group.members.as_ref().unwrap()), (vec!["u1"], Some(45), Some(LINK)));
        assert_eq!((group.members_link.as_deref(), group.members_count), (Some(LINK), Some(45)));
    }
}

// A3
#[test]
fn links_survive_in_nested_collections_copies_and_caches() {
    let text = format!(
        r#"{{"id":"g","members":[{{"id":"u","groups":[{0}],"groups@odata.nextLink":"M"}}],
        "badge":{{"authors":[],"authors@odata.nextLink":"N"}}}}"#,
        group_json()
    );
    let group = group(&text).unwrap();
    let groups = group.members.as_ref().unwrap()[0].groups.as_ref().unwrap();
    assert_eq!((groups.next_link(), groups[0].members.as_ref().unwrap().next_link()), (Some("M"), Some(LINK)));
    assert_eq!(group.badge.as_ref().unwrap().authors.next_link(), Some("N"));
    assert_eq!(serde_json::from_str::<Group>(&serde_json::to_string(&group).unwrap()).unwrap(), group);
    let mut copy = group.clone();
    Group::patch().raw(serde_json::json!(1)).apply(&mut copy).unwrap();
    assert_eq!(copy.members, group.members);
    let patch = Group::patch().members(vec![User { id: "u".into(), groups: None }].into());
    assert_eq!(serde_json::to_string(&patch).unwrap(), r#"{"members":[{"id":"u"}]}"#);
    assert!(GroupPatch::diff(&group, &Group { members: None, ..group.clone() }).is_empty());
}
