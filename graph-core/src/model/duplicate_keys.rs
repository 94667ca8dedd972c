//! Parses JSON and refuses an object that has the same key twice.
//!
//! There are two parsers, and both refuse the same texts: [`unique_keys`] builds a JSON tree, [`read_members`] stores the value of each
//! property in a [`Reader`].

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::map::Entry;

use super::descriptor::{Edm, PropertyType};
use super::json::{Additional, Json};
use super::member::Member;
use super::number::TOKEN;
use super::read_error::{Problem, ReadError};
use super::reader::Reader;

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

/// Parses the text of one JSON object and stores the value of each property in `reader`. Returns the value of `@odata.type`.
///
/// # Errors
/// Fails if the text is not valid JSON, if an object in it has the same key twice, or if the value of a numeric property is not a number of
/// the property's type. In the last case, [`parse`] can still read the text.
pub(super) fn read_members(text: &str, reader: &mut Reader<'_>) -> Result<Option<Json>, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let tag = deserializer.deserialize_map(Members(reader))?;
    deserializer.end()?;
    Ok(tag)
}

/// Reads any JSON value into a tree. Refuses an object that has the same key twice.
pub(crate) fn unique_keys<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Json, D::Error> {
    Tree { has_unique_keys: true }.deserialize(deserializer)
}

/// A serde visitor that stores the value of each property of a JSON object in a reader.
struct Members<'r, 'a>(&'r mut Reader<'a>);

impl<'de> Visitor<'de> for Members<'_, '_> {
    /// The value of the key `@odata.type`, if the object has it.
    type Value = Option<Json>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let Self(reader) = self;
        let mut tag = None;
        let mut others = HashSet::new();
        let mut next = 0;
        while let Some(Key(name)) = map.next_key()? {
            let index = reader.declared.member_position(&name, next);
            let declared = index.and_then(|index| reader.declared.properties.get(index));
            if let Some((index, property)) = index.zip(declared) {
                next = index + 1;
                if reader.values.get(index).is_some_and(Option::is_some) {
                    return Err(duplicate(&name));
                }
                reader.put(index, map.next_value_seed(Expected(&property.ty))?);
                continue;
            }
            let slot = match &*name {
                "@odata.type" => Some(&mut tag),
                "@odata.etag" => Some(&mut reader.etag),
                _ => None,
            };
            let is_duplicate = match &slot {
                Some(slot) => slot.is_some(),
                None => others.contains(&name),
            };
            if is_duplicate {
                return Err(duplicate(&name));
            }
            let value = map.next_value_seed(Tree { has_unique_keys: true })?;
            match slot {
                Some(slot) => *slot = Some(value),
                None => {
                    reader.keep(&name, value);
                    others.insert(name);
                }
            }
        }
        Ok(tag)
    }
}

/// A visitor that reads the value of a property. Numbers of numeric types are read without an allocation.
///
/// If the value of a numeric property is a number of another type, or text, the visitor fails with an error that does not name the
/// property. The caller then reads the object again, through a tree.
struct Expected<'t>(&'t PropertyType);

impl<'de> DeserializeSeed<'de> for Expected<'_> {
    type Value = Member;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Member, D::Error> {
        match self.0 {
            PropertyType { collection: false, edm: Edm::Byte | Edm::Int16 | Edm::Int32 | Edm::Int64, .. } => {
                deserializer.deserialize_option(Number { whole: true })
            }
            PropertyType { collection: false, edm: Edm::Single | Edm::Double, .. } => {
                deserializer.deserialize_option(Number { whole: false })
            }
            _ => Tree { has_unique_keys: true }.deserialize(deserializer).map(Member::Json),
        }
    }
}

/// A visitor that reads a number or null.
struct Number {
    /// Whether the number must be an integer.
    whole: bool,
}

impl<'de> Visitor<'de> for Number {
    type Value = Member;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.whole { "an integer" } else { "a number" })
    }
    fn visit_none<E>(self) -> Result<Member, E> {
        Ok(Member::Json(Json::Null))
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Member, D::Error> {
        if self.whole { deserializer.deserialize_i64(self) } else { deserializer.deserialize_f64(self) }
    }
    fn visit_i64<E>(self, value: i64) -> Result<Member, E> {
        Ok(Member::Integer(value))
    }
    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Member, E> {
        match i64::try_from(value) {
            Ok(value) => Ok(Member::Integer(value)),
            Err(_) if self.whole => Err(E::invalid_value(Unexpected::Unsigned(value), &self)),
            Err(_) => Ok(Member::Double(value as f64)),
        }
    }
    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Member, E> {
        if self.whole { Err(E::invalid_value(Unexpected::Float(value), &self)) } else { Ok(Member::Double(value)) }
    }
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
        }

        deserializer.deserialize_str(Text)
    }
}

/// A seed and visitor that reads any JSON value into a tree.
#[derive(Clone, Copy)]
struct Tree {
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
        let mut members = Additional::new();
        let mut may_be_number = false;
        while let Some(Key(name)) = map.next_key()? {
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
