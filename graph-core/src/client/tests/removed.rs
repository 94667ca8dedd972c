//! Tests of entities that the service reports as removed.

use super::*;
use crate::error::DecodeError;
use crate::error::redact::Redactor;
use crate::model::read_error::{Problem, RemovedEntity};
use crate::model::structured::Structured;
use crate::model::{PropertyValue, ReadMode, TextError};
use crate::{GraphComplex, GraphDerived, GraphEntity, Json, Untyped, graph_paths, property};

// No property of the struct is required, so only the annotation `@removed` tells a removed user from a live one.
#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", base = "microsoft.graph.directoryObject", crate = crate)]
#[graph_paths(v1, "/users/{thingId}")]
struct User {
    #[graph(key)]
    id: String,
    name: Option<String>,
    manager: Option<Box<User>>,
    badge: Option<Badge>,
    members: Option<Vec<AnyObject>>,
    raw: Option<Json>,
}

#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "microsoft.graph.badge", crate = crate)]
struct Badge {
    owner: Option<Box<User>>,
}

#[derive(Clone, Debug, PartialEq, GraphDerived)]
#[graph(base = "microsoft.graph.directoryObject", crate = crate)]
enum AnyObject {
    User(User),
    #[graph(other)]
    Other(Untyped),
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.device", crate = crate)]
struct Device {
    #[graph(key)]
    serial: i64,
}

fn removed(error: &Error) -> (Option<&str>, Option<&str>) {
    let RemovedEntity { id, reason } = error.removed().unwrap();
    (id.as_deref(), reason.as_deref())
}

// A12
#[tokio::test]
async fn a_removed_element_is_an_error_in_its_place() {
    let elements = [
        r#"{"id":"1"}"#,
        r#"{"id":"2","@removed":{"reason":"deleted"}}"#,
        r#"{"@removed":{"reason":"changed"},"id":"3","name":"n"}"#,
        r#"{"id":"4","@odata.removed":{}}"#,
        r#"{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#users/$deletedEntity","id":"5","reason":"deleted"}"#,
        r##"{"@odata.type":"#microsoft.graph.group","id":"6","@removed":{"reason":"deleted"}}"##,
        r#"{"@removed":{"reason":"deleted"},"@id":"users('7')"}"#,
        r#"{"id":"8","@removed":null}"#,
    ];
    let page = format!(r#"{{"value":[{}]}}"#, elements.join(","));
    let script = Script::new([answer(200, &[], page.clone()), answer(200, &[], page)]);
    let graph = script.client();

    let mut users = graph.list(User::v1().users_collection()).stream();
    let mut found = Vec::new();
    while let Some(user) = users.next().await {
        found.push(user);
    }
    let live: Vec<_> = found.iter().filter_map(|user| user.as_ref().ok()).map(|user| user.id.as_str()).collect();
    assert_eq!(live, ["1", "8"], "the stream goes on");
    let errors: Vec<_> = found.iter().filter_map(|user| user.as_ref().err()).collect();
    let expected = [
        (Some("2"), Some("deleted")),
        (Some("3"), Some("changed")),
        (Some("4"), None),
        (Some("5"), Some("deleted")),
        (Some("6"), Some("deleted")),
        (Some("users('7')"), Some("deleted")),
    ];
    assert_eq!(errors.iter().map(|error| removed(error)).collect::<Vec<_>>(), expected);
    let text = errors[0].to_string();
    assert!(text.contains(r#"the entity "2" was removed, reason "deleted""#), "{text}");

    let mut part = graph.list(User::v1().users_collection()).select([property!(User, name)]).stream();
    let mut signs = Vec::new();
    while let Some(user) = part.next().await {
        signs.push(user.is_err_and(|error| error.removed().is_some()));
    }
    assert_eq!(signs, [false, true, true, true, true, true, true, false], "with `$select` too");
}

// A12
#[tokio::test]
async fn a_removed_entity_is_an_error_alone_and_in_a_batch() {
    let removal = r#"{"id":"2","@removed":{"reason":"deleted"}}"#;
    let batch = format!(r#"{{"responses":[{{"id":"1","status":200,"body":{removal}}}]}}"#);
    let script = Script::new([answer(200, &[], removal), answer(200, &[], removal), answer(200, &[], batch)]);
    let graph = script.client();
    let path = || User::v1().users(&ThingId::new("2").unwrap());
    let alone = graph.get(path()).await.unwrap_err();
    let part = graph.get(path()).select([property!(User, name)]).await.unwrap_err();
    let mut batch = graph.batch();
    let handle = batch.get(path());
    let in_batch = batch.send().await.unwrap().take(handle).unwrap_err();
    for error in [alone, part, in_batch] {
        assert_eq!(removed(&error), (Some("2"), Some("deleted")), "{error}");
    }
}

// A12
#[test]
fn a_removed_entity_inside_another_is_an_error_with_its_place() {
    let removal = r#"{"id":"2","@removed":{"reason":"deleted"}}"#;
    let read = |text: String| User::read_text(text.as_bytes());
    for (property, path) in [
        (format!(r#""manager":{removal}"#), "manager"),
        (format!(r#""badge":{{"owner":{removal}}}"#), "badge.owner"),
        (format!(r#""members":[{{"id":"1"}},{removal}]"#), "members[1]"),
        (
            r##""members":[{"@odata.type":"#microsoft.graph.user","id":"2","@removed":{"reason":"deleted"}}]"##.into(),
            "members[0]",
        ),
    ] {
        let Err(TextError::Value(error)) = read(format!(r#"{{"id":"1",{property}}}"#)) else { panic!("{path}") };
        assert_eq!(error.path(), path);
        assert!(matches!(error.problem(), Problem::Removed(removed) if removed.id.as_deref() == Some("2")), "{error}");
        let nested =
            DecodeError { problem: DecodeProblem::undecodable(error.into(), b"", Redactor::new(TOKEN)), ..decode_error() };
        assert!(Error::Decode(Box::new(nested)).removed().is_none(), "the outer entity is not the removed one");
    }
    let raw = read(format!(r#"{{"id":"1","raw":{removal}}}"#)).unwrap().value.raw.unwrap();
    assert_eq!(raw["@removed"]["reason"], "deleted", "`Json` keeps it");
}

fn decode_error() -> DecodeError {
    let request = super::super::prepared_request::PreparedRequest::batch(ApiVersion::V1).info();
    DecodeError { request, status: http::StatusCode::OK, request_id: None, id: None, problem: DecodeProblem::Empty }
}

// A12
#[test]
fn a_key_of_another_name_and_type_names_the_removed_entity() {
    let text = r#"{"serial":7,"@removed":{"reason":["x"]}}"#;
    let Err(TextError::Value(error)) = Device::read_text(text.as_bytes()) else { panic!() };
    let removed = error.into_removed().unwrap();
    assert_eq!((removed.id.as_deref(), removed.reason.as_deref()), (Some("7"), Some(r#"["x"]"#)));
    assert_eq!(Device::DECLARATION.properties.len(), 1);
    let error = serde_json::from_str::<Device>(text).unwrap_err().to_string();
    assert!(error.contains("was removed"), "{error}");
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", crate = crate)]
struct WithContext {
    #[graph(key)]
    id: String,
    #[graph(rename = "@odata.context")]
    context: Option<String>,
}

// A12
#[test]
fn a_declared_context_tells_a_removed_entity_too() {
    let text =
        r#"{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#users/$deletedEntity","id":"5","reason":"deleted"}"#;
    let Err(TextError::Value(error)) = WithContext::read_text(text.as_bytes()) else { panic!() };
    let tree = WithContext::read(serde_json::from_str(text).unwrap(), ReadMode::Full).unwrap_err();
    for error in [error, tree] {
        let removed = error.into_removed().unwrap();
        assert_eq!((removed.id.as_deref(), removed.reason.as_deref()), (Some("5"), Some("deleted")));
    }
    let live = text.replace("/$deletedEntity", "/$entity");
    assert!(serde_json::from_str::<WithContext>(&live).unwrap().context.is_some());
}
