//! From text to JSON and to declared types; a member that stands twice in an object is an error.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::map::Entry;

use super::read::check_tag;
use super::{Additional, Json, Problem, ReadError, ReadMode, Reader, StructuredType};

/// Why a text is not the value that it should be.
#[derive(Debug)]
pub enum TextError {
    /// It is no JSON, or holds a member twice.
    Json(serde_json::Error),
    /// It does not fit its declaration.
    Value(ReadError),
}

/// A value that was read, and the `@odata.etag` beside its properties.
pub struct Decoded<T> {
    pub(crate) value: T,
    pub(crate) etag: Option<String>,
}

impl<T> Decoded<T> {
    /// By way of a tree of JSON.
    pub(crate) fn read(text: &[u8], read: impl FnOnce(Json) -> Result<T, ReadError>) -> Result<Self, TextError> {
        let json = parse(text)?;
        let etag = json.get("@odata.etag").and_then(Json::as_str).map(str::to_owned);
        read(json).map(|value| Self { value, etag }).map_err(TextError::Value)
    }

    /// A structure, straight into its places: a tree, with a hash of each name, costs twice as much.
    pub(super) fn read_structure(
        declared: &'static StructuredType,
        text: &[u8],
        read: impl FnOnce(&mut Reader) -> T,
    ) -> Result<Self, TextError> {
        let mut reader = Reader::of_text(declared, text)?;
        let etag = reader.etag.as_ref().and_then(Json::as_str).map(str::to_owned);
        let value = read(&mut reader);
        reader.finish(value).map(|value| Self { value, etag }).map_err(TextError::Value)
    }
}

impl From<serde_json::Error> for TextError {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error)
    }
}

fn parse(text: &[u8]) -> Result<Json, TextError> {
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let json = unique_keys(&mut deserializer)?;
    deserializer.end()?;
    Ok(json)
}

impl Reader {
    /// The members of a whole object.
    fn of_text(declared: &'static StructuredType, text: &[u8]) -> Result<Self, TextError> {
        if text.trim_ascii_start().first() != Some(&b'{') {
            return Self::open(declared, parse(text)?, ReadMode::Full).map_err(TextError::Value);
        }
        let mut reader = Self::empty(declared, ReadMode::Full);
        let mut deserializer = serde_json::Deserializer::from_slice(text);
        let tag = deserializer.deserialize_map(Members(&mut reader))?;
        deserializer.end()?;
        tag.map_or(Ok(()), |tag| check_tag(declared, &tag)).map_err(TextError::Value)?;
        Ok(reader)
    }
}

/// Puts members where they belong, and gives back the tag.
struct Members<'a>(&'a mut Reader);

impl<'de> Visitor<'de> for Members<'_> {
    type Value = Option<Json>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let Self(Reader { declared, values, additional, etag, .. }) = self;
        let mut tag = None;
        let mut others = HashSet::new();
        let mut next = 0;
        while let Some(Name(name)) = map.next_key()? {
            let index = if name.starts_with('@') { None } else { declared.position(&name, next) };
            let place = match (index, &*name) {
                (Some(index), _) => values.get_mut(index),
                (None, "@odata.type") => Some(&mut tag),
                (None, "@odata.etag") => Some(&mut *etag),
                (None, _) => None,
            };
            next = index.map_or(next, |index| index + 1);
            let is_twice = match &place {
                Some(place) => place.is_some(),
                None => others.contains(&name),
            };
            if is_twice {
                return Err(twice(&name));
            }
            let value = map.next_value_seed(UniqueKeys)?;
            match place {
                Some(place) => *place = Some(value),
                None => {
                    if declared.open && !name.contains('@') {
                        additional.insert(name.to_string(), value);
                    }
                    others.insert(name);
                }
            }
        }
        Ok(tag)
    }
}

fn twice<E: serde::de::Error>(name: &str) -> E {
    E::custom(ReadError::new(Problem::Duplicate).at_property(name))
}

/// The name of a member, borrowed where nothing in it is escaped.
struct Name<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl<'de> Visitor<'de> for Text {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a member")
            }
            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Borrowed(name)))
            }
            fn visit_str<E>(self, name: &str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }
        }

        deserializer.deserialize_str(Text)
    }
}

/// Reads any JSON, and refuses an object that has a member twice.
pub(crate) fn unique_keys<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Json, D::Error> {
    UniqueKeys.deserialize(deserializer)
}

struct UniqueKeys;

impl<'de> DeserializeSeed<'de> for UniqueKeys {
    type Value = Json;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for UniqueKeys {
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
        while let Some(element) = seq.next_element_seed(UniqueKeys)? {
            elements.push(element);
        }
        Ok(Json::Array(elements))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut members = Additional::new();
        while let Some(name) = map.next_key::<String>()? {
            match members.entry(name) {
                Entry::Vacant(place) => place.insert(map.next_value_seed(UniqueKeys)?),
                Entry::Occupied(there) => return Err(twice(there.key())),
            };
        }
        Ok(Json::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::PropertyValue;
    use crate::testing::{Thing, thing_json};

    /// What both ways of reading make of a text; they have to agree on it.
    fn read(text: &str) -> Result<(Thing, Option<String>), String> {
        let told = |found: Result<Decoded<Thing>, TextError>| match found {
            Ok(Decoded { value, etag }) => Ok((value, etag)),
            Err(TextError::Json(error)) => Err(error.to_string()),
            Err(TextError::Value(error)) => Err(error.to_string()),
        };
        let straight = told(Thing::read_text(text.as_bytes()));
        let through_a_tree = told(Decoded::read(text.as_bytes(), |json| Thing::read(json, ReadMode::Full)));
        assert_eq!(straight, through_a_tree, "{text}");
        straight
    }

    fn with(more: &str) -> Result<(Thing, Option<String>), String> {
        read(&thing_json().replacen('{', &format!("{{{more},"), 1))
    }

    #[test]
    fn members_find_their_places_in_any_order_and_spelling() {
        let (thing, etag) = with(r#" "@odata.context" : "x" , "other":{"a":[1,{"b":null}]}"#).unwrap();
        assert_eq!((thing.count, etag.as_deref()), (3, Some("W/\"7\"")));
        assert_eq!(thing.additional.keys().collect::<Vec<_>>(), ["other"]);
        let escaped = read(&thing_json().replace("count", r"c\u006funt").replace("etag", r"\u0065tag")).unwrap();
        assert_eq!((escaped.0.count, escaped.1), (3, etag));
        let turned = r#"{"created":"2026-11-22T08:00:00Z","name":"n","count":3,"id":"a"}"#;
        assert_eq!(read(turned).unwrap().0.name.as_deref(), Some("n"));
    }

    #[test]
    fn a_member_that_stands_twice_is_refused_wherever_it_stands() {
        let cases = [
            (r#""count":4"#, "`count`: present twice"),
            (r#""c\u006funt":4"#, "`count`: present twice"),
            (r#""@odata.type":"microsoft.graph.thing""#, "`@odata.type`: present twice"),
            (r#""@odata.etag":"x""#, "`@odata.etag`: present twice"),
            (r#""x":1,"x":2"#, "`x`: present twice"),
            (r#""@x":1,"@x":2"#, "`@x`: present twice"),
            (r#""x":[{"y":1,"y":2}]"#, "`y`: present twice"),
        ];
        for (more, problem) in cases {
            assert!(with(more).unwrap_err().contains(problem), "{more}");
        }
    }

    #[test]
    fn what_is_no_such_object_is_refused_alike() {
        let of_another_type = thing_json().replace("graph.thing", "graph.other");
        for text in [
            "",
            " ",
            "{",
            "{}",
            "{} x",
            "[]",
            "null",
            "7",
            "\"a\"",
            "{\"id\"}",
            "{\"id\":}",
            "{1:2}",
            "\u{feff}{}",
            &of_another_type,
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_whole_thing_that_was_damaged_is_read_alike(at in 0..200_usize, cut in 0..9_usize, new in "[\\PC{}\\[\\]\",:0-9]{0,9}") {
            let mut chars: Vec<char> = thing_json().chars().collect();
            let start = at.min(chars.len());
            let end = (start + cut).min(chars.len());
            chars.splice(start..end, new.chars());
            let _ = read(&chars.into_iter().collect::<String>());
        }
    }
}
