//! The content of a patch. Not generic, so that it is compiled once and not once per entity.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::annotations::make_absolute;
use super::descriptor::{Property, StructuredType, TagPolicy};
use super::json::Additional;
use super::number::{equal_json, equal_members};
use super::patch_value::PatchValue;
use super::text_writer::write_text;
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
        match text.last_mut() {
            Some(comma) if *comma == b',' => *comma = b'}',
            _ => text.push(b'}'),
        }
        Ok(text)
    }

    /// Serializes the request body, with or without `@odata.type`.
    pub(super) fn serialize<S: Serializer>(
        &self,
        declared: &'static StructuredType,
        tag: TagPolicy,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
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
