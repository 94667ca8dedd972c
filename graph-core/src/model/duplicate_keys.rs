//! Parses JSON and refuses an object that has the same key twice.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::map::Entry;

use super::json::{Additional, Json};
use super::number::TOKEN;
use super::read_error::{Problem, ReadError};

/// Returns the error for a JSON key that appears twice in an object.
pub(crate) fn duplicate<E: serde::de::Error>(name: &str) -> E {
    E::custom(ReadError::new(Problem::Duplicate).at_property(name))
}

/// Parses the whole text as one JSON value and returns its tree.
pub(crate) fn parse(text: &[u8]) -> Result<Json, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let json = unique_keys(&mut deserializer)?;
    deserializer.end()?;
    Ok(json)
}

/// Parses the whole text as one JSON value and returns its tree. If an object has the same key twice, the last value counts.
///
/// Equal to `serde_json::from_slice`, which a program would have to compile in addition to [`parse`].
pub(crate) fn parse_any(text: &[u8]) -> Result<Json, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let json = Tree { has_unique_keys: false }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(json)
}

/// Reads any JSON value into a tree. Refuses an object that has the same key twice.
pub(crate) fn unique_keys<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Json, D::Error> {
    Tree::UNIQUE_KEYS.deserialize(deserializer)
}

/// The key of a JSON object's member. It is borrowed from the text if it contains no escape.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Key<'de>(pub(super) Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl<'de> Visitor<'de> for Text {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }
            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(name)))
            }
            fn visit_str<E>(self, name: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(name.to_owned())))
            }
            fn visit_string<E>(self, name: String) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(name)))
            }
        }

        deserializer.deserialize_str(Text)
    }
}

/// A seed and visitor that reads any JSON value into a tree.
#[derive(Clone, Copy)]
pub(super) struct Tree {
    /// Whether to refuse an object that has the same key twice.
    has_unique_keys: bool,
}

impl<'de> DeserializeSeed<'de> for Tree {
    type Value = Json;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }
    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }
    fn visit_none<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        self.deserialize(deserializer)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(value.into())
    }
    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(value.into())
    }
    fn visit_i128<E: serde::de::Error>(self, value: i128) -> Result<Json, E> {
        serde_json::Number::from_i128(value).map(Json::Number).ok_or_else(|| E::custom("number out of range"))
    }
    fn visit_u128<E: serde::de::Error>(self, value: u128) -> Result<Json, E> {
        serde_json::Number::from_u128(value).map(Json::Number).ok_or_else(|| E::custom("number out of range"))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(value.into())
    }
    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(value.into())
    }
    fn visit_string<E>(self, value: String) -> Result<Json, E> {
        Ok(value.into())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = seq.next_element_seed(self)? {
            elements.push(element);
        }
        Ok(Json::Array(elements))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        self.object(map.next_key()?, map)
    }
}

impl Tree {
    pub(super) const UNIQUE_KEYS: Self = Self { has_unique_keys: true };

    /// Reads an object whose first key was read already; `key` is `None` if the object is empty.
    pub(super) fn object<'de, A: MapAccess<'de>>(self, mut key: Option<Key<'de>>, mut map: A) -> Result<Json, A::Error> {
        let mut members = Additional::new();
        let mut may_be_number = false;
        while let Some(Key(name)) = key {
            may_be_number |= name == TOKEN;
            match members.entry(name) {
                Entry::Vacant(slot) => {
                    slot.insert(map.next_value_seed(self)?);
                }
                Entry::Occupied(first) if self.has_unique_keys => return Err(duplicate(first.key())),
                Entry::Occupied(mut first) => {
                    first.insert(map.next_value_seed(self)?);
                }
            }
            key = map.next_key()?;
        }
        Ok(if may_be_number { number_or_object(members) } else { Json::Object(members) })
    }
}

/// Converts the members of an object to JSON. If the only member has the key `TOKEN`, the result is a number, because serde_json passes a
/// number with all its digits in this form. Otherwise the result is an object with these members.
fn number_or_object(members: Additional) -> Json {
    match members.get(TOKEN).and_then(Json::as_str).map(str::parse) {
        Some(Ok(number)) if members.len() == 1 => Json::Number(number),
        _ => Json::Object(members),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::model::decoded::{Decoded, TextError};
    use crate::model::property_value::PropertyValue;
    use crate::model::reader::ReadMode;
    use crate::testing::{Thing, thing_json};

    /// Reads the text with both parsers, asserts that their results are equal, and returns the result.
    fn read(text: &str) -> Result<(Thing, Option<String>), String> {
        let outcome = |decoded: Result<Decoded<Thing>, TextError>| match decoded {
            Ok(Decoded { value, etag }) => Ok((value, etag)),
            Err(TextError::Json(error)) => Err(error.to_string()),
            Err(TextError::Value(error)) => Err(error.to_string()),
        };
        let straight = outcome(Thing::read_text(text.as_bytes()));
        let through_a_tree = outcome(Decoded::read(text.as_bytes(), |json| Thing::read(json, ReadMode::Full)));
        assert_eq!(straight, through_a_tree, "{text}");
        straight
    }

    fn read_with(members: &str) -> Result<(Thing, Option<String>), String> {
        read(&thing_json().replacen('{', &format!("{{{members},"), 1))
    }

    #[test]
    fn members_reach_their_slots_in_any_order_and_spelling() {
        let (thing, etag) = read_with(r#" "@odata.context" : "x" , "other":{"a":[1,{"b":null}]}"#).unwrap();
        assert_eq!((thing.count, etag.as_deref()), (3, Some("W/\"7\"")));
        assert_eq!(thing.additional.keys().collect::<Vec<_>>(), ["@odata.context", "other"]);
        let escaped = read(&thing_json().replace("count", r"c\u006funt").replace("etag", r"\u0065tag")).unwrap();
        assert_eq!((escaped.0.count, escaped.1), (3, etag));
        let reversed = r#"{"created":"2026-11-22T08:00:00Z","name":"n","count":3,"id":"a"}"#;
        assert_eq!(read(reversed).unwrap().0.name.as_deref(), Some("n"));
    }

    #[test]
    fn a_duplicate_key_is_refused_at_every_depth() {
        let cases = [
            (r#""count":4"#, "`count`: present twice"),
            (r#""c\u006funt":4"#, "`count`: present twice"),
            (r#""@odata.type":"microsoft.graph.thing""#, "`@odata.type`: present twice"),
            (r#""@odata.etag":"x""#, "`@odata.etag`: present twice"),
            (r#""x":1,"x":2"#, "`x`: present twice"),
            (r#""@x":1,"@x":2"#, "`@x`: present twice"),
            (r#""x":[{"y":1,"y":2}]"#, "`y`: present twice"),
        ];
        for (members, problem) in cases {
            assert!(read_with(members).unwrap_err().contains(problem), "{members}");
        }
    }

    #[test]
    fn both_ways_refuse_the_same_texts() {
        let other_type = thing_json().replace("graph.thing", "graph.other");
        for text in
            ["", " ", "{", "{}", "{} x", "[]", "null", "7", "\"a\"", "{\"id\"}", "{\"id\":}", "{1:2}", "\u{feff}{}", &other_type]
        {
            assert!(read(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn both_ways_read_a_damaged_text_alike(at in 0..200_usize, cut in 0..9_usize, new in "[\\PC{}\\[\\]\",:0-9]{0,9}") {
            let mut chars: Vec<char> = thing_json().chars().collect();
            let start = at.min(chars.len());
            let end = (start + cut).min(chars.len());
            chars.splice(start..end, new.chars());
            let _ = read(&chars.into_iter().collect::<String>());
        }
    }
}
