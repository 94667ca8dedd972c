//! Reads from any serde format: JSON as text, the other formats as a tree.

use std::any::type_name;
use std::borrow::Cow;

use serde::Deserializer;
use serde::de::{Error, MapAccess, SeqAccess, Visitor};

use super::duplicate_keys::{Key, Tree, parse, unique_keys};
use super::json::Json;
use super::property_value::{Codec, PropertyValue};
use super::raw_json::RawJson;
use super::reader::ReadMode;

/// The name by which serde_json is asked for the text of a value. serde_json then passes an object with this key, whose value is the text.
const TOKEN: &str = "$serde_json::private::RawValue";

/// Deserializes a complete value.
///
/// # Errors
/// Fails if the value does not fit the type, or if an object in it has the same key twice.
pub(crate) fn read_complete<'de, T: PropertyValue, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let json = match text_or_tree(deserializer)? {
        Input::Tree(json) => json,
        Input::Text(text) => {
            if let Some(value) = T::Codec::read_raw(RawJson::Other(&text)) {
                return Ok(value);
            }
            parse(text.as_bytes()).map_err(D::Error::custom)?
        }
    };
    match T::read(json, ReadMode::Full) {
        Ok(value) => Ok(value),
        Err(error) => Err(D::Error::custom(error)),
    }
}

/// A value from a deserializer.
enum Input<'de> {
    /// The JSON text of the value.
    Text(Cow<'de, str>),
    Tree(Json),
}

fn text_or_tree<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Input<'de>, D::Error> {
    // Only serde_json is asked for a text: some formats, such as RON, have a syntax of their own for newtype structs. And serde_json would
    // first write a `Value` as text.
    let is_tree = [type_name::<Json>(), type_name::<&Json>()].contains(&type_name::<D>());
    if type_name::<D::Error>() == type_name::<serde_json::Error>() && !is_tree {
        deserializer.deserialize_newtype_struct(TOKEN, TextOrTree)
    } else {
        unique_keys(deserializer).map(Input::Tree)
    }
}

/// A serde visitor that accepts the text of a JSON value, and any other value as a tree.
struct TextOrTree;

macro_rules! trees {
    ($($method:ident: $value:ty),*) => {$(
        fn $method<E: Error>(self, value: $value) -> Result<Self::Value, E> {
            Tree::UNIQUE_KEYS.$method(value).map(Input::Tree)
        }
    )*};
}

impl<'de> Visitor<'de> for TextOrTree {
    type Value = Input<'de>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Tree::UNIQUE_KEYS.expecting(f)
    }
    /// Takes a value that is not read from JSON text, such as a buffered one.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        unique_keys(deserializer).map(Input::Tree)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        match map.next_key()? {
            Some(Key(name)) if name == TOKEN => map.next_value().map(|Key(text)| Input::Text(text)),
            first => Tree::UNIQUE_KEYS.object(first, map).map(Input::Tree),
        }
    }
    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        Tree::UNIQUE_KEYS.visit_seq(seq).map(Input::Tree)
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        Tree::UNIQUE_KEYS.visit_some(deserializer).map(Input::Tree)
    }
    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(Input::Tree(Json::Null))
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Input::Tree(Json::Null))
    }
    trees!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_i128: i128, visit_u128: u128, visit_f64: f64);
    trees!(visit_str: &str, visit_string: String);
}

#[cfg(test)]
mod tests;
