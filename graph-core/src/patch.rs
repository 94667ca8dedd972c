//! Patches: the properties to change, and nothing else.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::model::{
    Additional, Instance, Json, Nulls, Problem, Property, PropertyValue, ReadError, Structured, TagPolicy, View, object_json,
    read_object, unique_keys, view_json,
};

/// Some of the properties of a `T`, each absent, null or a value.
///
/// The patch struct that a derive emits is a typed front of this.
pub struct Partial<T> {
    /// Ordered by place in the declaration.
    values: Vec<(usize, Json)>,
    additional: Additional,
    of: PhantomData<fn() -> T>,
}
