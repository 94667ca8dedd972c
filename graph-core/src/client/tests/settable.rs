//! Tests of the properties that a request can set.

use super::*;
use crate::error::ReadOnlyReason;
use crate::{Additional, GraphComplex, GraphEntity, Guid, Json, graph_ids, graph_paths};

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
    #[graph(create_only)]
    pub(crate) kind: Option<String>,
    pub(crate) owner: Option<Box<Kid>>,
    pub(crate) guests: Option<Vec<Kid>>,
}

#[derive(Clone, Debug, Default, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.parent", tag = "never", crate = crate)]
#[graph_paths(v1, parents = "/parents/{parentId}")]
pub(crate) struct Parent {
    #[graph(key)]
    pub(crate) id: String,
    pub(crate) count: i32,
    #[graph(create_only)]
    pub(crate) origin: Option<String>,
    #[graph(create_only)]
    pub(crate) tags: Vec<String>,
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

/// Returns patches that the client refuses to send as an update. With each: the type and the navigation property that its error names.
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
    let owned =
        |city: &str| Home { city: Some(city.into()), kind: None, owner: Some(Box::new(kid())), guests: Some(vec![kid()]) };
    let before = Parent { home: Some(Home::default()), ..Parent::default() };
    let after =
        Parent { kids: vec![kid()], eldest: Some(kid()), home: Some(owned("Ulm")), homes: vec![owned("Bonn")], ..before.clone() };
    let body = |patch: ParentPatch| serde_json::to_string(&patch).unwrap();
    assert_eq!(body(ParentPatch::diff(&before, &after)), r#"{"home":{"city":"Ulm"},"homes":[{"city":"Bonn"}]}"#);
    let from_null = ParentPatch::diff(&Parent::default(), &Parent { homes: vec![], ..after });
    assert_eq!(body(from_null), r#"{"home":{"city":"Ulm"}}"#);
}

// B3
#[tokio::test]
async fn an_update_with_a_create_only_property_is_not_sent() {
    let patches = [
        (Parent::patch().count(1).origin("import"), "origin"),
        (Parent::patch().tags(vec![]), "tags"),
        (serde_json::from_str(r#"{"origin":null}"#).unwrap(), "origin"),
    ];
    for (patch, property) in patches {
        let script = Script::default();
        let graph = script.client();
        let mut batch = graph.batch();
        let handle = batch.patch(parent(), patch.clone());
        let mut bulk = graph.bulk([((), graph.patch(parent(), patch.clone()))]);
        let errors = [
            graph.patch(parent(), patch).await.unwrap_err(),
            batch.send().await.unwrap().take(handle).unwrap_err(),
            bulk.next().await.unwrap().1.unwrap_err(),
        ];
        for error in errors {
            let Error::ReadOnlyProperty(refused) = &error else { panic!("{error}") };
            assert_eq!((refused.property, refused.reason), (property, ReadOnlyReason::CreateOnly));
            let fix = "which can be set only when the entity is created: remove it";
            assert_eq!(error.to_string(), format!("the patch of the microsoft.graph.parent sets `{property}`, {fix}"));
        }
        assert_eq!(script.requests().len(), 0);
    }
}

// B3
#[tokio::test]
async fn a_creation_may_set_create_only_properties() {
    let script = Script::new([answer(204, &[], "")]);
    let home = Home { kind: Some("flat".into()), ..Home::default() };
    let patch = Parent::patch().origin("import").tags(vec!["a".into()]).home(home);
    script.client().create(Parent::v1().parents_collection(), patch).await.unwrap();
    let body = r#"{"origin":"import","tags":["a"],"home":{"city":null,"kind":"flat"}}"#;
    assert_eq!(script.requests()[0].body(), body);
}

// B3
#[tokio::test]
async fn a_difference_has_create_only_properties_only_in_new_complex_values() {
    let home = |city: &str, kind: &str| Home { city: Some(city.into()), kind: Some(kind.into()), ..Home::default() };
    let before = Parent { home: Some(home("Ulm", "flat")), ..Parent::default() };
    let after = Parent { count: 1, origin: Some("import".into()), tags: vec!["a".into()], ..before.clone() };
    let body = |patch: &ParentPatch| serde_json::to_string(patch).unwrap();
    assert_eq!(body(&ParentPatch::diff(&before, &after)), r#"{"count":1}"#);
    let moved = Parent { home: Some(home("Bonn", "house")), ..before.clone() };
    assert_eq!(body(&ParentPatch::diff(&before, &moved)), r#"{"home":{"city":"Bonn"}}"#);

    let first_home = ParentPatch::diff(&Parent::default(), &before);
    assert_eq!(body(&first_home), r#"{"home":{"city":"Ulm","kind":"flat"}}"#);
    let script = Script::new([answer(204, &[], "")]);
    script.client().patch(parent(), first_home).await.unwrap();
    let mut applied = Parent::default();
    ParentPatch::diff(&Parent::default(), &before).apply(&mut applied).unwrap();
    assert_eq!(applied, before);
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.numbered", tag = "never", crate = crate)]
#[graph_paths(v1, numbers = "/numbers/{parentId}")]
pub(crate) struct Numbered {
    #[graph(key, rename = "no")]
    pub(crate) number: i32,
    pub(crate) name: Option<String>,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.guided", tag = "never", crate = crate)]
#[graph_paths(v1, guides = "/guides/{parentId}")]
pub(crate) struct Guided {
    pub(crate) name: Option<String>,
    #[graph(key)]
    pub(crate) id: Guid,
}

// B2
#[tokio::test]
async fn a_creation_may_choose_the_key() {
    let script = Script::new(vec![answer(204, &[], ""); 5]);
    let graph = script.client();
    let create = || graph.create(Parent::v1().parents_collection(), Parent::patch().count(1));
    create().key("mine").await.unwrap();
    create().key(String::from("first")).key("last").await.unwrap();
    graph.create(Numbered::v1().numbers_collection(), Numbered::patch()).key(7).await.unwrap();
    let guid: Guid = "0d2a1bd8-1b5c-4f5d-8a0c-8a1f3c1d5e7f".parse().unwrap();
    graph.create(Guided::v1().guides_collection(), Guided::patch().name("n")).key(guid).await.unwrap();
    let read: ParentPatch = serde_json::from_str(r#"{"id":"read","count":2}"#).unwrap();
    graph.create(Parent::v1().parents_collection(), read).key("mine").await.unwrap();
    let bodies: Vec<_> = script.requests().iter().map(|request| String::from_utf8(request.body().to_vec()).unwrap()).collect();
    let expected = [
        r#"{"id":"mine","count":1}"#,
        r#"{"id":"last","count":1}"#,
        r#"{"no":7}"#,
        r#"{"name":"n","id":"0d2a1bd8-1b5c-4f5d-8a0c-8a1f3c1d5e7f"}"#,
        r#"{"id":"mine","count":2}"#,
    ];
    assert_eq!(bodies, expected);
}

// B2
#[tokio::test]
async fn creations_in_batches_and_bulks_may_choose_the_key() {
    let created = |ids: &[u8]| {
        let responses: Vec<_> = ids.iter().map(|id| format!(r#"{{"id":"{id}","status":204}}"#)).collect();
        answer(200, &[("content-type", "application/json")], format!(r#"{{"responses":[{}]}}"#, responses.join(",")))
    };
    let script = Script::new([created(&[1]), created(&[1, 2])]);
    let graph = script.client();
    let create = || graph.create(Parent::v1().parents_collection(), Parent::patch().count(1)).key("mine");
    let mut batch = graph.batch();
    let handle = batch.add(create());
    batch.send().await.unwrap().take(handle).unwrap();
    let mut bulk = graph.bulk([((), create()), ((), create())]);
    while let Some((_, created)) = bulk.next().await {
        created.unwrap();
    }
    for request in script.requests() {
        let body = String::from_utf8(request.body().to_vec()).unwrap();
        assert!(body.contains(r#"{"id":"mine","count":1}"#), "{body}");
    }
}

// B1, B3
#[tokio::test]
async fn an_additional_property_with_a_declared_name_is_checked_like_the_declared_one() {
    let home = serde_json::json!({ "guests": [] });
    let patches = [
        (Parent::patch().set_additional("kids", Json::Null), "kids", ReadOnlyReason::Navigation),
        (Parent::patch().count(1).set_additional("origin", "x"), "origin", ReadOnlyReason::CreateOnly),
        (Parent::patch().set_additional("id", "x"), "id", ReadOnlyReason::ReadOnly),
        (Parent::patch().set_additional("home", home), "guests", ReadOnlyReason::Navigation),
    ];
    for (patch, property, reason) in patches {
        let script = Script::new([answer(204, &[], "")]);
        let graph = script.client();
        let error = graph.patch(parent(), patch.clone()).await.unwrap_err();
        assert!(
            matches!(&error, Error::ReadOnlyProperty(error) if error.property == property && error.reason == reason),
            "{error}"
        );
        assert_eq!(script.requests().len(), 0);
        graph.create(Parent::v1().parents_collection(), patch).await.unwrap();
    }
    let error =
        Script::default().client().create(Computed::v1().computed_collection(), Computed::patch().set_additional("at", "x"));
    let error = error.await.unwrap_err();
    assert!(matches!(&error, Error::ReadOnlyProperty(error) if error.property == "at"), "{error}");
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.computed", tag = "never", crate = crate)]
#[graph_paths(v1, computed = "/computed/{parentId}")]
pub(crate) struct Computed {
    #[graph(key)]
    id: String,
    #[graph(read_only)]
    at: Option<String>,
    #[graph(rename = "@a.b")]
    note: Option<String>,
    #[graph(additional)]
    additional: Additional,
}

// A4
#[tokio::test]
async fn a_declared_annotation_is_written_when_asked() {
    let script = Script::new([answer(204, &[], "")]);
    let path = Computed::v1().computed(&ParentId::new("c").unwrap());
    script.client().patch(path, Computed::patch().set_additional("@a.b", "x")).await.unwrap();
    assert_eq!(script.requests()[0].body(), r#"{"@a.b":"x"}"#);
}

// B2
#[tokio::test]
async fn the_chosen_key_replaces_an_additional_property_of_its_name() {
    let script = Script::new([answer(204, &[], "")]);
    let patch = Parent::patch().count(1).set_additional("id", "first");
    script.client().create(Parent::v1().parents_collection(), patch).key("last").await.unwrap();
    assert_eq!(script.requests()[0].body(), r#"{"id":"last","count":1}"#);
}
