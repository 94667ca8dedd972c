//! A subset of a type's properties: a patch, or the response to `$select`.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

use super::descriptor::{Property, TagPolicy};
use super::diff::{changed_additional, changed_value};
use super::duplicate_keys::unique_keys;
use super::into_property::PropertyChange;
use super::json::{Additional, Json};
use super::patch_content::PatchContent;
use super::patch_value::PatchValue;
use super::read_error::{Problem, ReadError};
use super::reader::{ReadMode, read_object};
use super::structured::Structured;
use super::value_ref::{Viewer, Views};
use super::write::{WriteMode, object_json};

/// A subset of the properties of a `T`. Each property is absent, null or a value.
///
/// The patch struct that a derive emits wraps a `Partial` and adds a setter per property. The response to `$select` is also read as a
/// `Partial`: each value is checked against the declaration, and kept as the JSON that arrived. [`get`](Self::get) reads a single property.
///
/// [`annotations`](Self::annotations) returns the annotations that were read. They are not part of the subset: a `Partial` is compared and
/// written without them. To write an annotation, set it with `set_additional`.
pub struct Partial<T> {
    content: PatchContent,
    of: PhantomData<fn() -> T>,
}

impl<T: Structured> Partial<T> {
    /// Sets the value of the property at this index of the declaration. This is a method because the expansion of a setter is then
    /// shortest.
    #[doc(hidden)]
    pub fn __put(mut self, index: usize, value: PatchValue) -> Self {
        self.content.put(T::DECLARATION, index, value);
        self
    }

    /// Sets a property by its JSON name. In the request body, the value takes precedence over a declared property of that name, and over
    /// the default `@odata.type`.
    pub(crate) fn put_additional(mut self, name: &str, value: Json) -> Self {
        self.content.additional_mut().insert(name.into(), value);
        self
    }

    /// Sets the key property, if the type has one. Removes an additional property with the key property's name.
    pub(crate) fn put_key(mut self, key: Json) -> Self {
        match T::DECLARATION.properties.iter().enumerate().find(|(_, property)| property.key) {
            Some((index, property)) => {
                if self.content.additional().is_some() {
                    self.content.additional_mut().remove(property.name);
                }
                self.__put(index, key.into())
            }
            None => self,
        }
    }

    /// Returns the additional values that have the JSON name of a declared property, each with that property. Leaves out annotations.
    pub(crate) fn declared_additional(&self) -> impl Iterator<Item = (&'static Property, &Json)> {
        let property = |name: &str| T::DECLARATION.properties.get(T::DECLARATION.position(name, 0)?);
        let declared =
            self.content.additional().into_iter().flatten().filter_map(move |(name, value)| Some((property(name)?, value)));
        declared.filter(|(property, _)| !property.annotation)
    }

    /// Returns the properties that are present, each with its JSON value, in the order of declaration.
    pub fn properties(&self) -> impl Iterator<Item = (&'static Property, Cow<'_, Json>)> {
        self.values().map(|(property, value)| (property, value.json()))
    }

    /// Returns the properties that are present, like [`properties`](Self::properties), without a conversion to JSON.
    pub(crate) fn values(&self) -> impl Iterator<Item = (&'static Property, &PatchValue)> {
        self.content.values(T::DECLARATION)
    }

    /// Returns the annotations that were read, such as `@odata.etag` and `members@odata.nextLink`, each with its JSON value.
    ///
    /// Leaves out `@odata.type`.
    pub fn annotations(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.content.annotations().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
    }

    /// Returns the JSON of the property at this path, such as `address/city`, or of an undeclared property or annotation.
    ///
    /// # Errors
    /// Fails for an undeclared property if `T` keeps none.
    pub(crate) fn json_at(&self, path: &str) -> Result<Option<Json>, ReadError> {
        self.content.json_at(T::DECLARATION, path)
    }

    /// Returns the patch that turns `before` into `after`: the properties that differ, nested complex values included.
    ///
    /// The patch never contains the key, read-only properties or navigation properties, at any depth. A `create_only` property is included
    /// only inside a complex value that `before` lacks. A `not_null` property that only `before` has is left out, because a patch cannot
    /// set it to null.
    pub fn diff(before: &T, after: &T) -> Self {
        let mut patch = Self::default();
        // Most properties of two entities are equal, and this comparison knows their types.
        let changed = Viewer::changed(before, after);
        if !changed.is_empty() {
            patch.put_changes(&Viewer::all(before), &changed);
        }
        patch.content.set_additional(changed_additional(before.additional(), after.additional()));
        patch
    }

    /// Sets the properties whose values in `changed` differ from those in `before`, which has the values of all properties.
    fn put_changes(&mut self, before: &Views<'_>, changed: &Views<'_>) {
        for (index, after) in changed {
            if let Some(property) = T::DECLARATION.properties.get(*index)
                && property.writable()
                && !property.is_navigation()
                && let Some((_, before)) = before.get(*index)
                && let Some(value) = changed_value(property, before, after)
            {
                self.content.put(T::DECLARATION, *index, value.into());
            }
        }
    }

    /// Returns the properties of `value` that a client may set and that are not null, without the key and without related entities.
    pub(crate) fn whole(value: &T) -> Self {
        Self { content: PatchContent::whole(T::DECLARATION, object_json(value, WriteMode::REPLACE)), of: PhantomData }
    }

    /// Applies the patch to a local copy, as the service does. A change or an entity that the service has sent also renews the etag and the
    /// declared annotations of the copy.
    ///
    /// # Errors
    /// Fails if the result is not a complete `T`; `entity` is then unchanged. For example, the patch sets only some properties of a complex
    /// value that was null, and a required property is missing.
    pub fn apply(&self, entity: &mut T) -> Result<(), ReadError> {
        let mut members = object_json(entity, WriteMode::COPY);
        self.content.merge_into(T::DECLARATION, entity.etag(), &mut members);
        *entity = read_object(T::DECLARATION, Json::Object(members), ReadMode::Full, T::read_from)?;
        Ok(())
    }

    /// Returns the body of a request that sends this patch: its JSON text, as the client sends it.
    ///
    /// The client also writes its host before the relative URL of a linked entity.
    ///
    /// ```
    /// use graph_core::GraphEntity;
    ///
    /// #[derive(Clone, Debug, GraphEntity)]
    /// #[graph(odata_type = "microsoft.graph.device")]
    /// pub struct Device {
    ///     #[graph(key)]
    ///     pub id: String,
    ///     pub display_name: Option<String>,
    /// }
    ///
    /// let body = Device::patch().display_name("Desk").to_vec()?;
    /// assert_eq!(body, br##"{"@odata.type":"#microsoft.graph.device","displayName":"Desk"}"##);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// # Errors
    /// Fails if a value cannot be written as JSON, which no value of a property causes. `serde_json::to_vec(&patch)` returns the same result,
    /// but takes longer.
    pub fn to_vec(&self) -> Result<Vec<u8>, serde_json::Error> {
        self.text(T::DECLARATION.tag, "")
    }

    /// Returns the request body as JSON text, with or without `@odata.type`. `origin` is the client's host, such as
    /// `https://graph.microsoft.com`, for the URLs of linked entities.
    pub(crate) fn text(&self, tag: TagPolicy, origin: &str) -> Result<Vec<u8>, serde_json::Error> {
        self.content.write(T::DECLARATION, tag, origin)
    }

    /// Returns the request body as a JSON object, with or without `@odata.type`.
    pub(crate) fn body(&self, tag: TagPolicy) -> Additional {
        self.content.members(T::DECLARATION, tag)
    }

    /// Reads a JSON object that may contain any subset of the properties of `T`.
    ///
    /// # Errors
    /// Fails if the value of a property does not fit its declaration.
    pub(crate) fn read(json: Json) -> Result<Self, ReadError> {
        read_object(T::DECLARATION, json.clone(), ReadMode::Partial, T::read_from)?;
        Ok(Self { content: PatchContent::read(T::DECLARATION, json), of: PhantomData })
    }

    /// Converts this patch, passed to a setter of a complex property, into the change of that property. The derives call this function.
    pub(crate) fn into_merge(self) -> PropertyChange<T> {
        PropertyChange::Merge(Json::Object(self.body(T::DECLARATION.tag)))
    }

    /// Converts this patch into the change of a property whose declared type is the base type `Base` of `T`. The JSON always contains
    /// `@odata.type`, which names `T`.
    pub(crate) fn to_derived_merge<Base>(&self) -> PropertyChange<Base> {
        PropertyChange::Merge(Json::Object(self.body(TagPolicy::Always)))
    }
}

impl<T> Partial<T> {
    /// Returns `true` if no property is present, so that the patch changes nothing.
    pub fn is_empty(&self) -> bool {
        self.content.is_empty()
    }
}

impl<T> Default for Partial<T> {
    fn default() -> Self {
        Self { content: PatchContent::default(), of: PhantomData }
    }
}

impl<T> Clone for Partial<T> {
    fn clone(&self) -> Self {
        Self { content: self.content.clone(), of: PhantomData }
    }
}

/// Compares numbers by value: 1.0 equals 1.00.
impl<T> PartialEq for Partial<T> {
    fn eq(&self, other: &Self) -> bool {
        self.content == other.content
    }
}

/// Compares with the patch struct that a derive emits for `T`.
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
        self.content.serialize(T::DECLARATION, T::DECLARATION.tag, serializer)
    }
}

impl<'de, T: Structured> Deserialize<'de> for Partial<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = unique_keys(deserializer)?;
        // In a response, null for a `not_null` property means that the property is absent. In a patch, null would clear the property.
        let is_null = |property: &&Property| property.null_is_absent() && json.get(property.name).is_some_and(Json::is_null);
        if let Some(property) = T::DECLARATION.properties.iter().find(is_null) {
            return Err(D::Error::custom(ReadError::new(Problem::Null).at_property(property.name)));
        }
        Self::read(json).map_err(D::Error::custom)
    }
}
