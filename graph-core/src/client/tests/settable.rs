//! Tests of the properties that a request can set.

use super::*;
use crate::error::ReadOnlyReason;
use crate::{Additional, GraphComplex, GraphEntity, graph_ids, graph_paths};

graph_ids! { pub(crate) ParentId; }

#[derive(Clone, Debug, Default, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.kid", tag = "never", crate = crate)]
pub(crate) struct Kid {
    #[graph(key)]
    pub(crate) id: String,
    pub(crate) name: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, GraphComplex)]
#[graph(odata_type = "microsoft.graph.home", tag = "never", crate = crate)]
pub(crate) struct Home {
    pub(crate) city: Option<String>,
    pub(crate) owner: Option<Box<Kid>>,
    pub(crate) guests: Vec<Kid>,
}

#[derive(Clone, Debug, Default, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.parent", tag = "never", crate = crate)]
#[graph_paths(v1, parents = "/parents/{parentId}")]
pub(crate) struct Parent {
    #[graph(key)]
    pub(crate) id: String,
    pub(crate) count: i32,
    pub(crate) kids: Vec<Kid>,
    pub(crate) eldest: Option<Kid>,
    pub(crate) home: Option<Home>,
    pub(crate) homes: Vec<Home>,
    #[graph(additional)]
    pub(crate) additional: Additional,
}

fn parent() -> Path<Parent> {
    Parent::v1().parents(&ParentId::new("p").unwrap())
}

fn kid() -> Kid {
    Kid { id: "k".into(), name: None }
}

/// Returns patches that an update cannot send, each with the type and the navigation property that its error names.
fn patches_with_related_entities() -> Vec<(ParentPatch, &'static str, &'static str)> {
    let (parent, home) = ("microsoft.graph.parent", "microsoft.graph.home");
    let owned = Home { owner: Some(Box::new(kid())), ..Home::default() };
    let patch = || Parent::patch().count(1);
    vec![
        (patch().kids(vec![kid()]), parent, "kids"),
        (patch().kids(vec![]), parent, "kids"),
        (patch().eldest(kid()), parent, "eldest"),
        (patch().clear_eldest(), parent, "eldest"),
        (patch().home(Home::patch().guests(vec![kid()])), home, "guests"),
        (patch().home(Home::patch().clear_owner()), home, "owner"),
        (patch().home(owned.clone()), home, "owner"),
        (patch().homes(vec![Home::default(), owned]), home, "owner"),
        (serde_json::from_str(r#"{"home":{"city":"Ulm","guests":[]}}"#).unwrap(), home, "guests"),
    ]
}

#[track_caller]
fn assert_refused(error: &Error, entity: &str, property: &str) {
    let Error::ReadOnlyProperty(refused) = error else { panic!("{error}") };
    assert_eq!((refused.entity, refused.property, refused.reason), (entity, property, ReadOnlyReason::Navigation));
    let fix = "a navigation property, which a PATCH cannot change: remove it, and send the related entity to its own path";
    assert_eq!(error.to_string(), format!("the patch of the {entity} sets `{property}`, {fix}"));
}

// B1
#[tokio::test]
async fn an_update_with_a_navigation_property_is_not_sent() {
    for (patch, entity, property) in patches_with_related_entities() {
        let script = Script::default();
        let graph = script.client();
        assert_refused(&graph.patch(parent(), patch.clone()).await.unwrap_err(), entity, property);

        let mut batch = graph.batch();
        let handle = batch.patch(parent(), patch.clone());
        let failed = batch.send().await.unwrap().take(handle).unwrap_err();
        assert_refused(&failed, entity, property);

        let mut bulk = graph.bulk([((), graph.patch(parent(), patch))]);
        assert_refused(&bulk.next().await.unwrap().1.unwrap_err(), entity, property);
        assert_eq!(script.requests().len(), 0);
    }
}

// B1
#[tokio::test]
async fn a_creation_may_contain_related_entities() {
    for (patch, _, property) in patches_with_related_entities() {
        let script = Script::new([answer(204, &[], "")]);
        script.client().create(Parent::v1().parents_collection(), patch).await.unwrap();
        let body = String::from_utf8(script.requests()[0].body().to_vec()).unwrap();
        assert!(body.contains(&format!("\"{property}\":")), "{body}");
    }
}

// B1
#[tokio::test]
async fn an_update_may_bind_a_navigation_property_and_set_complex_values() {
    let script = Script::new([answer(204, &[], ""), answer(204, &[], "")]);
    let graph = script.client();
    let url = "https://graph.microsoft.com/v1.0/kids/k";
    graph.patch(parent(), Parent::patch().set_additional("eldest@odata.bind", url)).await.unwrap();
    let home = Home { city: Some("Ulm".into()), ..Home::default() };
    graph.patch(parent(), Parent::patch().home(home.clone()).homes(vec![home])).await.unwrap();
    let [bind, complex] = &script.requests()[..] else { panic!() };
    assert_eq!(bind.body(), &format!(r#"{{"eldest@odata.bind":"{url}"}}"#));
    assert_eq!(complex.body(), r#"{"home":{"city":"Ulm"},"homes":[{"city":"Ulm"}]}"#);
}

// B1
#[test]
fn a_difference_has_no_navigation_properties() {
    let owned = |city: &str| Home { city: Some(city.into()), owner: Some(Box::new(kid())), guests: vec![kid()] };
    let before = Parent { home: Some(Home::default()), ..Parent::default() };
    let after =
        Parent { kids: vec![kid()], eldest: Some(kid()), home: Some(owned("Ulm")), homes: vec![owned("Bonn")], ..before.clone() };
    let body = |patch: ParentPatch| serde_json::to_string(&patch).unwrap();
    assert_eq!(body(ParentPatch::diff(&before, &after)), r#"{"home":{"city":"Ulm"},"homes":[{"city":"Bonn"}]}"#);
    let from_null = ParentPatch::diff(&Parent::default(), &Parent { homes: vec![], ..after });
    assert_eq!(body(from_null), r#"{"home":{"city":"Ulm"}}"#);
}
