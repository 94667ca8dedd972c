//! Patches: the properties to change, and nothing else.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::model::{
    Additional, DynStructured, Json, Property, ReadError, ReadMode, Structured, StructuredType, Tag, TagPolicy, ValueRef,
    WriteMode, object_json, read_object, unique_keys, view_json,
};

/// Some of the properties of a `T`, each absent, null or a value.
///
/// The patch struct that a derive emits is a front of this with one setter per property. Read from JSON it keeps each value as it
/// came, checked against the declaration, so it is the view that `$select` gives as well.
pub struct Partial<T> {
    /// Ordered by place in the declaration.
    values: Vec<(usize, Json)>,
    additional: Additional,
    of: PhantomData<fn() -> T>,
}

impl<T: Structured> Partial<T> {
    /// Sets the property at this place of the declaration.
    pub(crate) fn put(mut self, index: usize, value: Json) -> Self {
        if self.values.is_empty() {
            self.values.reserve(T::DECLARATION.properties.len().min(8));
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

    /// Sets a property by its name; that of a declared one, or `@odata.type`, has this value sent in its place.
    pub(crate) fn put_additional(mut self, name: &str, value: Json) -> Self {
        self.additional.insert(name.into(), value);
        self
    }

    /// The properties that it holds, in the order of declaration, with their JSON.
    pub fn properties(&self) -> impl Iterator<Item = (&'static Property, &Json)> {
        let property = |index: usize| T::DECLARATION.properties.get(index);
        self.values.iter().filter_map(move |(index, value)| Some((property(*index)?, value)))
    }

    /// What it takes to get from `before` to `after`: the properties that differ, those of nested complex values included.
    ///
    /// The key, read-only properties, those of nested values too, and navigation properties are left alone, and so is a `not_null` property that only `before` has, since a patch
    /// cannot take it away.
    pub fn diff(before: &T, after: &T) -> Self {
        let mut patch = Self::default();
        for (index, property) in
            T::DECLARATION.properties.iter().enumerate().filter(|(_, property)| property.writable() && !property.is_navigation())
        {
            if let Some(value) = change(property, &before.property(index), &after.property(index)) {
                patch = patch.put(index, value);
            }
        }
        patch.additional = changed_members(before.additional(), after.additional());
        patch
    }

    /// Makes the changes in a local copy, as the service would.
    ///
    /// # Errors
    /// When what results is no whole `T`: a patch inside a complex property that was null leaves a non-nullable property of it
    /// unset, or what only the service sets is missing in a new complex value. `entity` is then as it was.
    pub fn apply(&self, entity: &mut T) -> Result<(), ReadError> {
        let mut members = object_json(entity, WriteMode::CREATE);
        if let Some(etag) = entity.etag() {
            members.insert("@odata.etag".into(), etag.into());
        }
        for (property, value) in self.properties() {
            merge_property(&mut members, property, value);
        }
        for (name, value) in &self.additional {
            set_or_remove(&mut members, name, value);
        }
        *entity = read_object(T::DECLARATION, Json::Object(members), ReadMode::Full, T::read_from)?;
        Ok(())
    }
}

impl<T> Partial<T> {
    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.additional.is_empty()
    }
}

impl<T: Structured> Partial<T> {
    /// The text of a request's body, with or without the tag.
    pub(crate) fn text(&self, tag: TagPolicy) -> Result<Vec<u8>, serde_json::Error> {
        let mut text = Vec::with_capacity(512);
        serde_json::to_writer(&mut text, &Body(self, tag))?;
        Ok(text)
    }

    /// The members of a request's body.
    pub(crate) fn body(&self, tag: TagPolicy) -> Additional {
        let mut members = Additional::new();
        if tag == TagPolicy::Always {
            members.insert("@odata.type".into(), Json::String(format!("#{}", T::DECLARATION.name)));
        }
        members.extend(self.properties().map(|(property, value)| (property.name.to_owned(), value.clone())));
        members.extend(self.additional.clone());
        members
    }

    pub(crate) fn read(json: Json) -> Result<Self, ReadError> {
        read_object(T::DECLARATION, json.clone(), ReadMode::Partial, T::read_from)?;
        let mut patch = Self::default();
        let Json::Object(members) = json else { return Ok(patch) };
        let mut next = 0;
        for (name, value) in members {
            match T::DECLARATION.position(&name, next) {
                Some(index) => {
                    next = index + 1;
                    patch = patch.put(index, value);
                }
                None if T::DECLARATION.open && !name.contains('@') => {
                    patch.additional.insert(name, value);
                }
                None => {}
            }
        }
        Ok(patch)
    }
}

/// The JSON that turns one value into the other, if they differ.
fn change(property: &Property, before: &ValueRef<'_>, after: &ValueRef<'_>) -> Option<Json> {
    match (before, after) {
        (_, ValueRef::Null) if !property.ty.nullable => None,
        (ValueRef::Text(before), ValueRef::Text(after)) if property.ty.is_flags() && same_members(before, after) => None,
        (ValueRef::Object(before), ValueRef::Object(after)) if same_type(*before, *after) => {
            let changed = changed_properties(*before, *after);
            (!changed.is_empty()).then(|| Json::Object(tagged(after.declaration(), changed)))
        }
        _ => {
            let after = view_json(after, WriteMode::PATCH);
            (view_json(before, WriteMode::PATCH) != after).then_some(after)
        }
    }
}

fn same_members(before: &str, after: &str) -> bool {
    let members = |text: &str| text.split(',').map(str::to_owned).collect::<HashSet<_>>();
    members(before) == members(after)
}

fn same_type(before: &dyn DynStructured, after: &dyn DynStructured) -> bool {
    before.declaration().name == after.declaration().name
}

fn changed_properties(before: &dyn DynStructured, after: &dyn DynStructured) -> Additional {
    let properties = after.declaration().properties.iter().enumerate().filter(|(_, property)| !property.read_only);
    let mut changed: Additional = properties
        .filter_map(|(index, property)| {
            let value = change(property, &before.property(index), &after.property(index))?;
            Some((property.name.to_owned(), value))
        })
        .collect();
    changed.extend(changed_members(before.additional(), after.additional()));
    changed
}

fn tagged(declared: &StructuredType, members: Additional) -> Additional {
    let tag = (declared.tag == TagPolicy::Always).then(|| ("@odata.type".into(), Json::String(format!("#{}", declared.name))));
    tag.into_iter().chain(members).collect()
}

/// Members to set, and null for those that are gone.
fn changed_members(before: Option<&Additional>, after: Option<&Additional>) -> Additional {
    let none = Additional::new();
    let (before, after) = (before.unwrap_or(&none), after.unwrap_or(&none));
    let gone = before.keys().filter(|name| !after.contains_key(*name)).map(|name| (name.clone(), Json::Null));
    let set = after.iter().filter(|(name, value)| before.get(*name) != Some(value));
    set.map(|(name, value)| (name.clone(), value.clone())).chain(gone).collect()
}

/// Complex values merge, all others replace ([OData 4.01 §11.4.3]).
///
/// [OData 4.01 §11.4.3]: https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_UpdateanEntity
pub(crate) fn merge_property(members: &mut Additional, property: &Property, value: &Json) {
    let declared = property.ty.declaration().filter(|_| !property.ty.collection);
    match (declared, members.get_mut(property.name), value) {
        (Some(declared), Some(Json::Object(old)), Json::Object(new)) if keeps_type(old, new) => merge_object(old, declared, new),
        _ => {
            members.insert(property.name.into(), value.clone());
        }
    }
}

/// A value of another derived type replaces the old one whole.
fn keeps_type(old: &Additional, new: &Additional) -> bool {
    let tag = |members: &Additional| Some(members.get("@odata.type")?.as_str()?.trim_start_matches('#').to_owned());
    match (tag(old), tag(new)) {
        (Some(old), Some(new)) => old == new,
        _ => true,
    }
}

pub(crate) fn merge_object(old: &mut Additional, declared: &StructuredType, new: &Additional) {
    let tag = old.get("@odata.type").and_then(Json::as_str).map(|tag| tag.trim_start_matches('#'));
    let derived = declared.derived.iter().filter_map(|derived| derived.declaration()).find(|derived| Some(derived.name) == tag);
    let declared = derived.unwrap_or(declared);
    for (name, value) in new {
        match declared.properties.iter().find(|property| property.name == name) {
            Some(property) => merge_property(old, property, value),
            None => set_or_remove(old, name, value),
        }
    }
}

fn set_or_remove(members: &mut Additional, name: &str, value: &Json) {
    if value.is_null() {
        members.shift_remove(name);
    } else {
        members.insert(name.into(), value.clone());
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

/// With the patch struct of a derive.
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
            // A member that was added by its name takes the place of a declared one of the same name.
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

/// What a setter takes: the value of a property, a text that becomes one, or for a complex property a patch inside it.
#[diagnostic::on_unimplemented(
    message = "a property of type `{T}` cannot be set to a value of type `{Self}`",
    label = "expected `{T}`",
    note = "a value that may be none goes to `set_or_clear_…`, which a nullable property has",
    note = "a complex property takes a patch of its type as well"
)]
pub trait IntoProperty<T>: ToChange<T> {}

#[diagnostic::do_not_recommend]
impl<T, V: ToChange<T>> IntoProperty<T> for V {}

/// What [`IntoProperty`] stands for. The derives implement this one, so that rustc does not offer what they implement it for where
/// something else is set.
pub trait ToChange<T> {
    /// What it sets the property to.
    fn assigned(self) -> PropertyChange<T>;
}

/// What a property is set to.
pub enum PropertyChange<T> {
    /// A value of its own type.
    Replace(T),
    /// A change inside it.
    Merge(Json),
}

// Without a bound on `T`, so that a type which is no property type is reported where it is declared and not where it is set.
impl<T> ToChange<T> for T {
    fn assigned(self) -> PropertyChange<T> {
        PropertyChange::Replace(self)
    }
}

macro_rules! texts {
    ($($text:ty),*) => {$(
        impl ToChange<String> for $text {
            fn assigned(self) -> PropertyChange<String> {
                PropertyChange::Replace(self.into())
            }
        }
    )*};
}
texts!(&str, &mut str, &String, Box<str>, Cow<'_, str>, char);

/// What the derives call for patches as values of [`IntoProperty`].
pub fn inside<T: Structured>(patch: Partial<T>) -> PropertyChange<T> {
    PropertyChange::Merge(Json::Object(patch.body(T::DECLARATION.tag)))
}

/// What the derives call for patches of a derived type as values of a property of its base type.
pub fn inside_derived<T: Structured, D>(patch: &Partial<T>) -> PropertyChange<D> {
    PropertyChange::Merge(Json::Object(patch.body(TagPolicy::Always)))
}
