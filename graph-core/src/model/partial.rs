//! Some of the properties of a type: a patch, or the answer to `$select`.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::descriptor::{Property, TagPolicy};
use super::diff::{changed_additional, changed_value};
use super::duplicate_keys::unique_keys;
use super::into_property::PropertyChange;
use super::json::{Additional, Json};
use super::merge::{merge_additional, merge_property};
use super::read_error::ReadError;
use super::reader::{ReadMode, read_object};
use super::structured::Structured;
use super::write::{Tag, WriteMode, object_json, tag_json};

/// Some of the properties of a `T`, each absent, null or a value.
///
/// The patch struct that a derive emits wraps it and adds a setter per property. It is also the body of an answer to `$select`: read
/// from JSON, it checks each value against the declaration and keeps it as it arrived. [`get`](Self::get) reads a single property.
pub struct Partial<T> {
    /// Sorted by the index in the declaration.
    values: Vec<(usize, Json)>,
    additional: Additional,
    of: PhantomData<fn() -> T>,
}

impl<T: Structured> Partial<T> {
    /// Sets the property at this index of the declaration. Setters call it as a method, which is the shortest expansion.
    #[doc(hidden)]
    pub fn __put(mut self, index: usize, value: Json) -> Self {
        if self.values.is_empty() {
            self.values.reserve(T::DECLARATION.properties.len().min(8));
        }
        // Setters are mostly called in the order of declaration, which needs no search.
        if self.values.last().is_none_or(|(last, _)| *last < index) {
            self.values.push((index, value));
            return self;
        }
        match self.values.binary_search_by_key(&index, |(place, _)| *place) {
            Ok(at) => {
                if let Some(slot) = self.values.get_mut(at) {
                    slot.1 = value;
                }
            }
            Err(at) => self.values.insert(at, (index, value)),
        }
        self
    }

    /// Sets a property by its name in JSON. The name of a declared property, or `@odata.type`, replaces its value in the body.
    pub(crate) fn put_additional(mut self, name: &str, value: Json) -> Self {
        self.additional.insert(name.into(), value);
        self
    }

    /// Returns the properties that are present and their JSON, in the order of declaration.
    pub fn properties(&self) -> impl Iterator<Item = (&'static Property, &Json)> {
        let property = |index: usize| T::DECLARATION.properties.get(index);
        self.values.iter().filter_map(move |(index, value)| Some((property(*index)?, value)))
    }

    /// Returns the patch that turns `before` into `after`: the properties that differ, nested complex values included.
    ///
    /// It never contains the key, read-only properties (at any depth), navigation properties, or a `not_null` property that only
    /// `before` has, since a patch cannot remove it.
    pub fn diff(before: &T, after: &T) -> Self {
        let properties = T::DECLARATION.properties.iter().enumerate();
        let mut patch = Self::default();
        for (index, property) in properties.filter(|(_, property)| property.writable() && !property.is_navigation()) {
            if let Some(value) = changed_value(property, &before.property(index), &after.property(index)) {
                patch = patch.__put(index, value);
            }
        }
        patch.additional = changed_additional(before.additional(), after.additional());
        patch
    }

    /// Applies the patch to a local copy, as the service does.
    ///
    /// # Errors
    /// Fails if the result is not a complete `T`: the patch sets part of a complex property that was null and leaves out a
    /// non-nullable property of it, or one that only the service sets. `entity` is then unchanged.
    pub fn apply(&self, entity: &mut T) -> Result<(), ReadError> {
        let mut members = object_json(entity, WriteMode::CREATE);
        if let Some(etag) = entity.etag() {
            members.insert("@odata.etag".into(), etag.into());
        }
        for (property, value) in self.properties() {
            merge_property(&mut members, property, value);
        }
        for (name, value) in &self.additional {
            merge_additional(&mut members, name, value);
        }
        *entity = read_object(T::DECLARATION, Json::Object(members), ReadMode::Full, T::read_from)?;
        Ok(())
    }

    /// Writes the body of a request, with or without the tag.
    pub(crate) fn text(&self, tag: TagPolicy) -> Result<Vec<u8>, serde_json::Error> {
        let mut text = Vec::with_capacity(512);
        serde_json::to_writer(&mut text, &Body(self, tag))?;
        Ok(text)
    }

    /// Returns the members of the body of a request, with or without the tag.
    pub(crate) fn body(&self, tag: TagPolicy) -> Additional {
        let mut members = Additional::new();
        if tag == TagPolicy::Always {
            members.insert("@odata.type".into(), tag_json(T::DECLARATION));
        }
        members.extend(self.properties().map(|(property, value)| (property.name.to_owned(), value.clone())));
        members.extend(self.additional.clone());
        members
    }

    /// Reads any subset of the properties.
    ///
    /// # Errors
    /// Fails if a value does not fit its declaration.
    pub(crate) fn read(json: Json) -> Result<Self, ReadError> {
        read_object(T::DECLARATION, json.clone(), ReadMode::Partial, T::read_from)?;
        let mut patch = Self::default();
        let Json::Object(members) = json else { return Ok(patch) };
        let mut next = 0;
        for (name, value) in members {
            match T::DECLARATION.position(&name, next) {
                Some(index) => {
                    next = index + 1;
                    patch = patch.__put(index, value);
                }
                None if T::DECLARATION.open && !name.contains('@') => {
                    patch.additional.insert(name, value);
                }
                None => {}
            }
        }
        Ok(patch)
    }

    /// The change that a patch makes as the argument of a setter. The derives call it.
    pub(crate) fn into_merge(self) -> PropertyChange<T> {
        PropertyChange::Merge(Json::Object(self.body(T::DECLARATION.tag)))
    }

    /// The same where the property has a base type: always tagged, since the tag tells which derived type it is.
    pub(crate) fn to_derived_merge<Base>(&self) -> PropertyChange<Base> {
        PropertyChange::Merge(Json::Object(self.body(TagPolicy::Always)))
    }
}

impl<T> Partial<T> {
    /// Returns `true` if there is no property at all: a patch that changes nothing.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.additional.is_empty()
    }
}

impl<T> Default for Partial<T> {
    fn default() -> Self {
        Self { values: Vec::new(), additional: Additional::new(), of: PhantomData }
    }
}

impl<T> Clone for Partial<T> {
    fn clone(&self) -> Self {
        Self { values: self.values.clone(), additional: self.additional.clone(), of: PhantomData }
    }
}

impl<T> PartialEq for Partial<T> {
    fn eq(&self, other: &Self) -> bool {
        self.values == other.values && self.additional == other.additional
    }
}

/// Compares with the patch struct of a derive.
impl<T: Structured, P: Deref<Target = Partial<T>>> PartialEq<P> for Partial<T> {
    fn eq(&self, other: &P) -> bool {
        *self == **other
    }
}

impl<T: Structured> fmt::Debug for Partial<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.body(TagPolicy::Never)).finish()
    }
}

impl<T: Structured> Serialize for Partial<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Body(self, T::DECLARATION.tag).serialize(serializer)
    }
}

/// A patch as the body of a request.
struct Body<'a, T>(&'a Partial<T>, TagPolicy);

impl<T: Structured> Serialize for Body<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(patch, tag) = *self;
        if !patch.additional.is_empty() {
            // A member that was set by its name replaces the declared one of the same name.
            return patch.body(tag).serialize(serializer);
        }
        let mut map = serializer.serialize_map(None)?;
        if tag == TagPolicy::Always {
            map.serialize_entry("@odata.type", &Tag(T::DECLARATION.name))?;
        }
        for (property, value) in patch.properties() {
            map.serialize_entry(property.name, value)?;
        }
        map.end()
    }
}

impl<'de, T: Structured> Deserialize<'de> for Partial<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(unique_keys(deserializer)?).map_err(D::Error::custom)
    }
}
