//! The content of a patch. Not generic, so that it is compiled once and not once per entity.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::annotations::{PageNote, is_bind, make_absolute, page_json, page_note};
use super::descriptor::{Property, StructuredType, TagPolicy};
use super::json::{Additional, Json};
use super::merge::{merge_additional, merge_property};
use super::number::{equal_json, equal_members};
use super::object_text::{is_compact_json, serialize_text};
use super::patch_value::PatchValue;
use super::read_error::{Problem, ReadError};
use super::text_writer::{close, write_text};
use super::write::{Tag, tag_json};

/// The properties that are present in a patch.
#[derive(Clone, Default)]
pub(super) struct PatchContent {
    /// The declared properties: the index of each in the declaration, and its value; sorted by index.
    values: Vec<(usize, PatchValue)>,
    /// Most patches have none, and every setter moves the patch.
    named: Option<Box<NamedMembers>>,
}

/// The members of a patch that are kept by their JSON names.
#[derive(Clone, Default)]
struct NamedMembers {
    additional: Additional,
    /// The annotations that were read, except `@odata.type`.
    annotations: Additional,
}

impl PatchContent {
    /// Sets the value of the property at this index of the declaration.
    pub(super) fn put(&mut self, declared: &StructuredType, index: usize, value: PatchValue) {
        if self.values.is_empty() {
            self.values.reserve(declared.properties.len().min(8));
        }
        // Setters are mostly called in the order of declaration, which needs no search.
        if self.values.last().is_none_or(|(last, _)| *last < index) {
            self.values.push((index, value));
            return;
        }
        match self.values.binary_search_by_key(&index, |(place, _)| *place) {
            Ok(at) => {
                if let Some(slot) = self.values.get_mut(at) {
                    slot.1 = value;
                }
            }
            Err(at) => self.values.insert(at, (index, value)),
        }
    }

    /// Returns the declared properties that are present, in the order of declaration.
    pub(super) fn values(&self, declared: &'static StructuredType) -> impl Iterator<Item = (&'static Property, &PatchValue)> {
        self.values.iter().filter_map(move |(index, value)| Some((declared.properties.get(*index)?, value)))
    }

    /// Returns the properties that were set by their JSON names. In the request body, such a value takes precedence over a declared
    /// property of that name, and over the default `@odata.type`.
    pub(super) fn additional(&self) -> Option<&Additional> {
        self.named.as_ref().map(|named| &named.additional).filter(|additional| !additional.is_empty())
    }

    pub(super) fn additional_mut(&mut self) -> &mut Additional {
        &mut self.named.get_or_insert_default().additional
    }

    /// Replaces the properties that were set by their JSON names.
    pub(super) fn set_additional(&mut self, additional: Additional) {
        if self.named.is_some() || !additional.is_empty() {
            *self.additional_mut() = additional;
        }
    }

    /// Returns the annotations that were read, except `@odata.type`.
    pub(super) fn annotations(&self) -> Option<&Additional> {
        self.named.as_ref().map(|named| &named.annotations)
    }

    pub(super) fn annotations_mut(&mut self) -> &mut Additional {
        &mut self.named.get_or_insert_default().annotations
    }

    /// Returns `true` if no property is present.
    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty() && self.additional().is_none()
    }

    /// Returns the request body as a JSON object, with or without `@odata.type`.
    pub(super) fn members(&self, declared: &'static StructuredType, tag: TagPolicy) -> Additional {
        let mut members = Additional::new();
        if tag == TagPolicy::Always {
            members.insert("@odata.type".into(), tag_json(declared));
        }
        members.extend(self.values(declared).map(|(property, value)| (property.name.to_owned(), value.clone().into_json())));
        members.extend(self.additional().cloned().into_iter().flatten());
        members
    }

    /// Reads the members of a JSON object whose values fit their declarations.
    #[inline]
    pub(super) fn read(declared: &'static StructuredType, json: Json) -> Self {
        let mut content = Self::default();
        let Json::Object(members) = json else { return content };
        let mut next = 0;
        for (name, value) in members {
            match declared.position(&name, next) {
                Some(index) => {
                    next = index + 1;
                    let property = declared.properties.get(index);
                    if property.is_some_and(|property| property.annotation) {
                        content.annotations_mut().insert(name, value);
                    } else if !(value.is_null() && property.is_some_and(Property::null_is_absent)) {
                        content.put(declared, index, value.into());
                    }
                }
                None if name == "@odata.type" => {}
                None if name.contains('@') && !is_bind(&name) => drop(content.annotations_mut().insert(name, value)),
                None if declared.open || is_bind(&name) => drop(content.additional_mut().insert(name, value)),
                None => {}
            }
        }
        content
    }

    /// Returns the properties in the JSON object of a whole value, without the key.
    #[inline]
    pub(super) fn whole(declared: &'static StructuredType, mut members: Additional) -> Self {
        let mut whole = Self::default();
        for (index, property) in declared.properties.iter().enumerate() {
            match members.shift_remove(property.name) {
                Some(value) if !property.key => whole.put(declared, index, value.into()),
                _ => {}
            }
        }
        members.shift_remove("@odata.type");
        whole.set_additional(members);
        whole
    }

    /// Merges the patch into the JSON object of a local copy, which has this `etag`.
    #[inline]
    pub(super) fn merge_into(&self, declared: &'static StructuredType, etag: Option<&str>, members: &mut Additional) {
        if let Some(etag) = etag {
            members.insert("@odata.etag".into(), etag.into());
        }
        for (property, value) in self.values(declared) {
            if property.ty.is_array() {
                members.retain(|name, _| page_note(name) != Some(property.name));
            }
            merge_property(members, property, &value.json());
        }
        for (name, value) in self.annotations().into_iter().flatten() {
            if name == "@odata.etag" || page_note(name).is_some() || declared.position(name, 0).is_some() {
                merge_additional(members, name, value);
            }
        }
        for (name, value) in self.additional().into_iter().flatten().filter(|(name, _)| !is_bind(name)) {
            merge_additional(members, name, value);
        }
    }

    /// Returns the JSON of a declared property or annotation, in the form that the codec of its type reads.
    #[inline]
    fn json_of(&self, declared: &'static StructuredType, property: &Property) -> Option<Json> {
        let annotation = |name: &str| self.annotations()?.get(name).cloned();
        if property.annotation {
            return annotation(property.name);
        }
        let value =
            self.values(declared).find(|(found, _)| found.name == property.name).map(|(_, value)| value.clone().into_json());
        if !property.ty.paged {
            return value;
        }
        let note = |term: &str| {
            annotation(&format!("{}@odata.{term}", property.name)).or_else(|| annotation(&format!("{}@{term}", property.name)))
        };
        match (note("count"), note("nextLink")) {
            (None, None) => value,
            (count, next_link) => Some(page_json(value, PageNote::new(count, next_link))),
        }
    }

    /// Returns the JSON of the property at this path, such as `address/city`, or of an undeclared property or annotation.
    ///
    /// # Errors
    /// Fails for an undeclared property if the type keeps none.
    #[inline]
    pub(super) fn json_at(&self, declared: &'static StructuredType, path: &str) -> Result<Option<Json>, ReadError> {
        let mut names = path.split('/');
        let first = names.next().unwrap_or_default();
        let property = declared.properties.iter().find(|property| property.name == first);
        if property.is_none() && !declared.open && !first.contains('@') {
            return Err(ReadError::new(Problem::Undeclared));
        }
        let of = |members: Option<&Additional>| members?.get(first).cloned();
        let undeclared = || of(self.additional()).or_else(|| of(self.annotations()));
        let value = property.and_then(|property| self.json_of(declared, property)).or_else(undeclared);
        Ok(value.and_then(|value| {
            names.try_fold(value, |value, name| match value {
                Json::Object(mut members) => members.shift_remove(name),
                _ => None,
            })
        }))
    }

    /// Writes the request body, with or without `@odata.type`. Relative URLs of linked entities get `origin` as their beginning.
    pub(super) fn write(
        &self,
        declared: &'static StructuredType,
        tag: TagPolicy,
        origin: &str,
    ) -> Result<Vec<u8>, serde_json::Error> {
        // Enough for most patches, so that the text is rarely moved.
        let mut text = Vec::with_capacity(512);
        if self.additional().is_some() {
            let mut members = self.members(declared, tag);
            make_absolute(&mut members, origin);
            serde_json::to_writer(&mut text, &members)?;
            return Ok(text);
        }
        text.push(b'{');
        if tag == TagPolicy::Always {
            text.extend_from_slice(br##""@odata.type":"##);
            Tag(declared.name).write(&mut text)?;
            text.push(b',');
        }
        for (property, value) in self.values(declared) {
            write_text(&mut text, property.name)?;
            text.push(b':');
            value.write(&mut text)?;
            text.push(b',');
        }
        close(&mut text, b'}');
        Ok(text)
    }

    /// Serializes the request body, with or without `@odata.type`.
    pub(super) fn serialize<S: Serializer>(
        &self,
        declared: &'static StructuredType,
        tag: TagPolicy,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        if is_compact_json::<S>() {
            return serialize_text(self.write(declared, tag, ""), serializer);
        }
        if self.additional().is_some() {
            // A value that was set by its JSON name replaces the value of the declared property with that name.
            return self.members(declared, tag).serialize(serializer);
        }
        let mut map = serializer.serialize_map(None)?;
        if tag == TagPolicy::Always {
            map.serialize_entry("@odata.type", &Tag(declared.name))?;
        }
        for (property, value) in self.values(declared) {
            map.serialize_entry(property.name, value)?;
        }
        map.end()
    }
}

/// Compares numbers by value: 1.0 equals 1.00. Ignores the annotations.
impl PartialEq for PatchContent {
    fn eq(&self, other: &Self) -> bool {
        let equal = |(a, b): (&(usize, PatchValue), &(usize, PatchValue))| a.0 == b.0 && equal_json(&a.1.json(), &b.1.json());
        let equal_additional = match (self.additional(), other.additional()) {
            (None, None) => true,
            (Some(a), Some(b)) => equal_members(a, b),
            _ => false,
        };
        self.values.len() == other.values.len() && self.values.iter().zip(&other.values).all(equal) && equal_additional
    }
}
