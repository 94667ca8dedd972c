//! The property types that are built into Rust, and `Json` for any JSON value.

use super::descriptor::{Edm, PropertyType};
use super::json::Json;
use super::property_value::{Codec, PropertyValue};
use super::raw_json::RawJson;
use super::read_error::ReadError;
use super::reader::ReadMode;
use super::value_ref::ValueRef;

macro_rules! integers {
    ($($rust:ty => $edm:ident),*) => {$(
        #[diagnostic::do_not_recommend]
        impl PropertyValue for $rust {
            type Codec = Self;
        }

        impl Codec<Self> for $rust {
            const TYPE: PropertyType = PropertyType::one(Edm::$edm);
            fn blank() -> Self {
                0
            }
            fn view(value: &Self) -> ValueRef<'_> {
                ValueRef::Int(i64::from(*value))
            }
            fn is_same(a: &Self, b: &Self) -> bool {
                a == b
            }
            fn read(json: Json, _: ReadMode) -> Result<Self, ReadError> {
                match &json {
                    Json::Number(number) => {
                        let out_of_range = || ReadError::out_of_range(stringify!($edm), number);
                        number.as_i64().and_then(|wide| Self::try_from(wide).ok()).ok_or_else(out_of_range)
                    }
                    // A service writes an `Edm.Int64` as text if the request asks for `IEEE754Compatible=true`.
                    Json::String(text) if stringify!($edm) == "Int64" => {
                        let number = integer_in(text).and_then(|wide| Self::try_from(wide).ok());
                        number.ok_or_else(|| ReadError::malformed(stringify!($edm), text))
                    }
                    other => Err(ReadError::wrong_kind(stringify!($edm), other)),
                }
            }
            fn read_raw(value: RawJson<'_>) -> Option<Self> {
                match value {
                    RawJson::Integer(number) => Self::try_from(number).ok(),
                    other => <Self as Codec<Self>>::read(other.json()?, ReadMode::Full).ok(),
                }
            }
        }
    )*};
}
integers!(u8 => Byte, i16 => Int16, i32 => Int32, i64 => Int64);

/// Parses an integer that is written as text
/// ([OData JSON 4.01 §3.2](https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_ControllingtheRepresentationofNumber)).
fn integer_in(text: &str) -> Option<i64> {
    text.parse().ok()
}

/// Parses the names of the numbers that JSON has no syntax for, such as `INF`. OData writes them as text
/// ([OData JSON 4.01 §7.1](https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_PrimitiveValue)).
fn special_float(text: &str) -> Option<f64> {
    match text {
        "INF" => Some(f64::INFINITY),
        "-INF" => Some(f64::NEG_INFINITY),
        "NaN" => Some(f64::NAN),
        _ => None,
    }
}

#[inline]
fn read_float(json: &Json, expected: &'static str) -> Result<f64, ReadError> {
    match json {
        Json::Number(number) => number.as_f64().ok_or_else(|| ReadError::out_of_range(expected, number)),
        Json::String(text) => special_float(text).ok_or_else(|| ReadError::wrong_kind(expected, json)),
        _ => Err(ReadError::wrong_kind(expected, json)),
    }
}

#[inline]
fn read_raw_float(value: RawJson<'_>) -> Option<f64> {
    match value {
        RawJson::Integer(number) => Some(number as f64),
        // Without a tree: serde_json may keep the digits of a number in a tree as a `String`.
        RawJson::Other(text) => serde_json::from_slice(text.as_bytes()).ok(),
        other => read_float(&other.json()?, "Double").ok(),
    }
}

#[inline]
fn narrow(number: f64) -> Result<f32, ReadError> {
    let narrow = number as f32;
    if narrow.is_infinite() && number.is_finite() {
        return Err(ReadError::out_of_range("Single", &Json::from(number)));
    }
    Ok(narrow)
}

#[diagnostic::do_not_recommend]
impl PropertyValue for f64 {
    type Codec = Self;
}

impl Codec<Self> for f64 {
    const TYPE: PropertyType = PropertyType::one(Edm::Double);
    fn blank() -> Self {
        0.0
    }
    fn view(value: &Self) -> ValueRef<'_> {
        ValueRef::Double(*value)
    }
    fn is_same(a: &Self, b: &Self) -> bool {
        a.to_bits() == b.to_bits()
    }
    fn read(json: Json, _: ReadMode) -> Result<Self, ReadError> {
        read_float(&json, "Double")
    }
    #[inline]
    fn read_raw(value: RawJson<'_>) -> Option<Self> {
        read_raw_float(value)
    }
}

#[diagnostic::do_not_recommend]
impl PropertyValue for f32 {
    type Codec = Self;
}

impl Codec<Self> for f32 {
    const TYPE: PropertyType = PropertyType::one(Edm::Single);
    fn blank() -> Self {
        0.0
    }
    fn view(value: &Self) -> ValueRef<'_> {
        ValueRef::Single(*value)
    }
    fn is_same(a: &Self, b: &Self) -> bool {
        a.to_bits() == b.to_bits()
    }
    fn read(json: Json, _: ReadMode) -> Result<Self, ReadError> {
        read_float(&json, "Single").and_then(narrow)
    }
    #[inline]
    fn read_raw(value: RawJson<'_>) -> Option<Self> {
        narrow(read_raw_float(value)?).ok()
    }
}

#[diagnostic::do_not_recommend]
impl PropertyValue for bool {
    type Codec = Self;
}

impl Codec<Self> for bool {
    const TYPE: PropertyType = PropertyType::one(Edm::Boolean);
    fn blank() -> Self {
        false
    }
    fn view(value: &Self) -> ValueRef<'_> {
        ValueRef::Bool(*value)
    }
    fn is_same(a: &Self, b: &Self) -> bool {
        a == b
    }
    fn read(json: Json, _: ReadMode) -> Result<Self, ReadError> {
        json.as_bool().ok_or_else(|| ReadError::wrong_kind("Boolean", &json))
    }
    fn read_raw(value: RawJson<'_>) -> Option<Self> {
        if let RawJson::Bool(value) = value { Some(value) } else { None }
    }
}

impl PropertyValue for String {
    type Codec = Self;
}

impl Codec<Self> for String {
    const TYPE: PropertyType = PropertyType::one(Edm::String);
    fn blank() -> Self {
        Self::new()
    }
    fn view(value: &Self) -> ValueRef<'_> {
        ValueRef::text(value)
    }
    fn is_same(a: &Self, b: &Self) -> bool {
        a == b
    }
    fn read(json: Json, _: ReadMode) -> Result<Self, ReadError> {
        match json {
            Json::String(text) => Ok(text),
            other => Err(ReadError::wrong_kind("String", &other)),
        }
    }
    fn read_raw(value: RawJson<'_>) -> Option<Self> {
        match value {
            RawJson::Text(text) => Some(text.to_owned()),
            other => <Self as Codec<Self>>::read(other.json()?, ReadMode::Full).ok(),
        }
    }
}

#[diagnostic::do_not_recommend]
impl PropertyValue for Json {
    type Codec = Self;
}

impl Codec<Self> for Json {
    const TYPE: PropertyType = PropertyType::one(Edm::Untyped);
    fn blank() -> Self {
        Self::Null
    }
    fn view(value: &Self) -> ValueRef<'_> {
        ValueRef::Json(value)
    }
    fn is_same(a: &Self, b: &Self) -> bool {
        a == b
    }
    fn read(json: Json, _: ReadMode) -> Result<Self, ReadError> {
        Ok(json)
    }
}
