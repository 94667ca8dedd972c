//! An entity is read through serde as part of any other type, and from any format.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use serde::de::value::{Error, MapDeserializer, U64Deserializer};
use serde::de::{Error as _, IntoDeserializer};
use serde_json::json;

use super::{ReadMode, TOKEN, unique_keys};
use crate::Json;
use crate::model::property_value::PropertyValue;
use crate::testing::{Thing, thing_json};

#[derive(Debug, Deserialize)]
struct Outer {
    list: Vec<Thing>,
    map: HashMap<String, Thing>,
    optional: Option<Thing>,
    boxed: Box<Thing>,
}

#[derive(Debug, Deserialize)]
struct Flattened {
    #[serde(flatten)]
    thing: Thing,
    extra: u8,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "kind")]
enum Tagged {
    Thing(Thing),
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Untagged {
    Number(u8),
    Thing(Thing),
}

fn thing() -> Thing {
    serde_json::from_str(&thing_json()).unwrap()
}

#[test]
fn an_entity_is_read_as_part_of_any_type() {
    let json = thing_json();
    let text = format!(r#"{{"list":[{json} , {json}],"map":{{"a":{json}}},"optional":{json},"boxed": {json} }}"#);
    let tree: Json = serde_json::from_str(&text).unwrap();
    for outer in [
        serde_json::from_str::<Outer>(&text).unwrap(),
        serde_json::from_reader(text.as_bytes()).unwrap(),
        Outer::deserialize(&tree).unwrap(),
        serde_json::from_value(tree.clone()).unwrap(),
    ] {
        assert_eq!(outer.list, [thing(), thing()]);
        assert_eq!((&outer.map["a"], outer.optional.as_ref(), &*outer.boxed), (&thing(), Some(&thing()), &thing()));
    }
    assert!(serde_json::from_str::<Option<Thing>>("null").unwrap().is_none());
}

#[test]
fn an_entity_is_read_from_the_buffers_of_serde() {
    let with = |member: &str| thing_json().replacen('{', &format!("{{{member},"), 1);
    let flattened: Flattened = serde_json::from_str(&with(r#""extra":7"#)).unwrap();
    assert_eq!((flattened.thing, flattened.extra), (thing(), 7));
    let Tagged::Thing(tagged) = serde_json::from_str(&with(r#""kind":"Thing""#)).unwrap();
    assert_eq!(tagged, thing());
    assert!(matches!(serde_json::from_str(&thing_json()).unwrap(), Untagged::Thing(read) if read == thing()));
    assert!(matches!(serde_json::from_str("7").unwrap(), Untagged::Number(7)));
}

#[test]
fn an_entity_is_read_from_other_formats() {
    let members = || [("id", "a"), ("created", "2026-11-22T08:00:00Z"), ("name", "n")];
    let error = Thing::deserialize(MapDeserializer::<_, Error>::new(members().into_iter())).unwrap_err();
    assert_eq!(error.to_string(), "property `count`: missing");
    // The error type of serde_json, but not its deserializer.
    let with_count = BTreeMap::from([("id", json!("a")), ("count", json!(3)), ("created", json!("2026-11-22T08:00:00Z"))]);
    let thing = Thing::deserialize(MapDeserializer::<_, serde_json::Error>::new(with_count.into_iter())).unwrap();
    assert_eq!((thing.id.as_str(), thing.count), ("a", 3));
    let error =
        Thing::deserialize(MapDeserializer::<_, serde_json::Error>::new([("id", "a"), ("id", "b")].into_iter())).unwrap_err();
    assert_eq!(error.to_string(), "property `id`: present twice");
    let number: U64Deserializer<serde_json::Error> = 7_u64.into_deserializer();
    assert_eq!(Thing::deserialize(number).unwrap_err().to_string(), serde_json::from_str::<Thing>("7").unwrap_err().to_string());
}

#[test]
fn a_key_that_looks_like_a_text_of_serde_json_is_a_key() {
    let text = thing_json().replacen('{', &format!("{{\"{TOKEN}\":\"{{}}\","), 1);
    for thing in [serde_json::from_str::<Thing>(&text).unwrap(), serde_json::from_reader(text.as_bytes()).unwrap()] {
        assert_eq!(thing.additional[TOKEN], "{}");
    }
}

#[test]
fn a_wrong_text_has_the_error_of_its_tree() {
    let through_a_tree = |text: &str| {
        let tree = unique_keys(&mut serde_json::Deserializer::from_str(text))?;
        Thing::read(tree, ReadMode::Full).map_err(serde_json::Error::custom)
    };
    let deep = format!("{{\"x\":{}{}}}", "[".repeat(200), "]".repeat(200));
    for text in [
        "[]",
        "null",
        "7",
        "{}",
        "{\"id\":1}",
        "{\"x\":1,\"x\":2}",
        "{\n\"x\":{\"a\":1,\n\"a\":1}}",
        "{\"x\":\"\\ud83d\"}",
        &deep,
    ] {
        let error = serde_json::from_str::<Thing>(text).unwrap_err().to_string();
        assert_eq!(error, through_a_tree(text).unwrap_err().to_string(), "{text}");
    }
    for text in ["", "{", "{\"id\"}", "{\"id\":1,}", "{\"id\":01}", "{\"id\":tru}", "{\"id\":\"\n\"}", "[1,]", "{]"] {
        assert!(serde_json::from_str::<Thing>(text).unwrap_err().is_syntax() || text.len() < 2, "{text}");
    }
    assert!(serde_json::from_str::<Thing>(&format!("{} x", thing_json())).is_err());
    let error = serde_json::from_str::<Vec<Thing>>(&format!("[{},{{}}]", thing_json())).unwrap_err();
    assert!(error.to_string().starts_with("property `id`: missing at line 1 column"), "{error}");
}
