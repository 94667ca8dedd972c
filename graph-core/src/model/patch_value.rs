//! The value of one property in a patch.

use std::borrow::Cow;

use serde::ser::{Serialize, Serializer};

use super::json::Json;
use super::text_writer::write_text;

/// The value of one property in a patch.
///
/// The common values are kept in a small form. A value in JSON is large, and keeps the digits of its numbers in a `String`.
#[derive(Clone, Debug)]
pub enum PatchValue {
    /// Null.
    Null,
    /// A Boolean value.
    Bool(bool),
    /// A number of an integer type.
    Integer(i64),
    /// A floating-point number, which is finite.
    Double(f64),
    /// Text, or a value that JSON writes as text.
    Text(String),
    /// Any other JSON value. A patch that was read from JSON keeps its numbers in this form too, with all digits.
    Json(Box<Json>),
}

impl From<Json> for PatchValue {
    fn from(json: Json) -> Self {
        match json {
            Json::Null => Self::Null,
            Json::Bool(value) => Self::Bool(value),
            Json::String(text) => Self::Text(text),
            json => Self::Json(Box::new(json)),
        }
    }
}

impl PatchValue {
    /// Borrows the value as JSON; a value in a small form is converted.
    pub(crate) fn json(&self) -> Cow<'_, Json> {
        match self {
            Self::Json(json) => Cow::Borrowed(json),
            small => Cow::Owned(small.clone().into_json()),
        }
    }

    /// Converts the value to JSON.
    pub(crate) fn into_json(self) -> Json {
        match self {
            Self::Null => Json::Null,
            Self::Bool(value) => Json::Bool(value),
            Self::Integer(number) => Json::from(number),
            Self::Double(number) => Json::from(number),
            Self::Text(text) => Json::String(text),
            Self::Json(json) => *json,
        }
    }

    /// Appends the value to JSON text.
    pub(super) fn write(&self, text: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        match self {
            Self::Null => text.extend_from_slice(b"null"),
            Self::Bool(true) => text.extend_from_slice(b"true"),
            Self::Bool(false) => text.extend_from_slice(b"false"),
            Self::Integer(number) => serde_json::to_writer(text, number)?,
            Self::Double(number) => serde_json::to_writer(text, number)?,
            Self::Text(value) => write_text(text, value)?,
            Self::Json(json) => serde_json::to_writer(text, json)?,
        }
        Ok(())
    }
}

impl Serialize for PatchValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Integer(number) => serializer.serialize_i64(*number),
            Self::Double(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Json(json) => json.serialize(serializer),
        }
    }
}
