//! The property types that wrap another: `Option`, `Vec` and `Box`.

use super::descriptor::{PropertyType, StructuredType};
use super::json::Json;
use super::property_value::{Codec, PropertyValue};
use super::raw_json::RawJson;
use super::read_error::ReadError;
use super::reader::ReadMode;
use super::value_ref::{DynCollection, ValueRef};

// Compiled once per type, so without closures.

/// A nullable value.
impl<T: PropertyValue> PropertyValue for Option<T> {
    type Codec = Self;
}

impl<T: PropertyValue> Codec<Self> for Option<T> {
    const TYPE: PropertyType = T::TYPE.nullable();
    fn blank() -> Self {
        None
    }
    fn view(value: &Self) -> ValueRef<'_> {
        match value {
            Some(value) => T::view(value),
            None => ValueRef::Null,
        }
    }
    fn is_same(a: &Self, b: &Self) -> bool {
        match (a, b) {
            (None, None) => true,
            (Some(a), Some(b)) => T::Codec::is_same(a, b),
            _ => false,
        }
    }
    fn read(json: Json, mode: ReadMode) -> Result<Self, ReadError> {
        if json.is_null() {
            return Ok(None);
        }
        match T::read(json, mode) {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(error),
        }
    }
    fn read_raw(value: RawJson<'_>) -> Option<Self> {
        if value == RawJson::Null {
            return Some(None);
        }
        match T::Codec::read_raw(value) {
            None => None,
            value => Some(value),
        }
    }
}

/// A collection, which is an array in JSON. A `Vec` drops the count of all elements, which a response may have. If a response has a link to
/// more elements and no other field of the entity keeps the link, reading the entity fails. An `Expanded` keeps the count and the link.
impl<T: PropertyValue> PropertyValue for Vec<T> {
    type Codec = Self;
}

impl<T: PropertyValue> Codec<Self> for Vec<T> {
    const TYPE: PropertyType = T::TYPE.collection();
    fn blank() -> Self {
        Self::new()
    }
    fn view(value: &Self) -> ValueRef<'_> {
        ValueRef::List(value)
    }
    fn is_same(a: &Self, b: &Self) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| T::Codec::is_same(a, b))
    }
    fn read(json: Json, _: ReadMode) -> Result<Self, ReadError> {
        match json {
            Json::Array(elements) => {
                // A patch replaces a whole collection, so each element must be complete.
                let read = |(index, element)| T::read(element, ReadMode::Full).map_err(|error| error.at_index(index));
                elements.into_iter().enumerate().map(read).collect()
            }
            other => Err(ReadError::wrong_kind("collection", &other)),
        }
    }
    fn read_raw(value: RawJson<'_>) -> Option<Self> {
        let mut elements = Self::new();
        value.elements(|element| {
            elements.push(T::Codec::read_raw(element)?);
            Some(())
        })?;
        Some(elements)
    }
}

impl<T: PropertyValue> DynCollection for Vec<T> {
    fn len(&self) -> usize {
        self.len()
    }
    fn element(&self, index: usize) -> ValueRef<'_> {
        self.get(index).map_or(ValueRef::Null, T::view)
    }
}

/// A boxed value, so that a type can contain itself.
impl<T: PropertyValue> PropertyValue for Box<T> {
    type Codec = Boxed;
}

/// The codec of a boxed value.
#[derive(Clone, Copy, Debug)]
pub struct Boxed;

impl<T: PropertyValue> Codec<Box<T>> for Boxed {
    const TYPE: PropertyType = T::TYPE;
    const DECLARED: Option<&'static StructuredType> = T::DECLARED;
    fn blank() -> Box<T> {
        Box::new(T::blank())
    }
    fn view(value: &Box<T>) -> ValueRef<'_> {
        T::view(value)
    }
    fn is_same(a: &Box<T>, b: &Box<T>) -> bool {
        T::Codec::is_same(a, b)
    }
    fn read(json: Json, mode: ReadMode) -> Result<Box<T>, ReadError> {
        T::read(json, mode).map(Box::new)
    }
    fn read_raw(value: RawJson<'_>) -> Option<Box<T>> {
        T::Codec::read_raw(value).map(Box::new)
    }
}
