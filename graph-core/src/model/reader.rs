//! Reads one JSON object into the properties of a declared type.

use super::descriptor::{StructuredType, matches_tag};
use super::json::{Additional, Json};
use super::read_error::{Problem, ReadError};

/// How complete the object has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReadMode {
    /// Every property that the service always returns is required: an entity, or an element of a collection.
    Full,
    /// Any subset of the properties will do: a patch, or the answer to `$select`.
    Partial,
}

/// The members of one JSON object, sorted by property, and the first error found in them.
///
/// The derives call it from `Structured::read_from`. Reading goes on after an error, with blank values; the caller discards those.
#[derive(Debug)]
pub struct Reader {
    pub(super) declared: &'static StructuredType,
    /// One slot per declared property.
    pub(super) values: Vec<Option<Json>>,
    pub(super) additional: Additional,
    pub(super) etag: Option<Json>,
    mode: ReadMode,
    error: Option<ReadError>,
}

impl Reader {
    /// A reader with an empty slot for each property.
    pub(super) fn empty(declared: &'static StructuredType, mode: ReadMode) -> Self {
        let mut values = Vec::new();
        values.resize_with(declared.properties.len(), || None);
        Self { declared, values, additional: Additional::new(), etag: None, mode, error: None }
    }

    /// Sorts the members of an object into their slots.
    ///
    /// # Errors
    /// Fails if `json` is not an object, or if its `@odata.type` names another type.
    pub(super) fn open(declared: &'static StructuredType, json: Json, mode: ReadMode) -> Result<Self, ReadError> {
        let Json::Object(members) = json else {
            return Err(ReadError::wrong_kind(declared.name, &json));
        };
        let mut reader = Self::empty(declared, mode);
        let mut next = 0;
        for (name, value) in members {
            if let Some(index) = declared.position(&name, next) {
                next = index + 1;
                if let Some(slot) = reader.values.get_mut(index) {
                    *slot = Some(value);
                }
            } else if name == "@odata.type" {
                check_tag(declared, &value)?;
            } else if name == "@odata.etag" {
                reader.etag = Some(value);
            } else if declared.open && !name.contains('@') {
                reader.additional.insert(name, value);
            }
        }
        Ok(reader)
    }

    /// A reader without slots that reports no missing property: reading from it gives a blank value.
    pub fn blank(declared: &'static StructuredType) -> Self {
        let (values, additional) = (Vec::new(), Additional::new());
        Self { declared, values, additional, etag: None, mode: ReadMode::Partial, error: None }
    }

    /// Returns how complete the object has to be.
    pub(super) fn mode(&self) -> ReadMode {
        self.mode
    }

    /// Takes the undeclared properties.
    pub fn additional(&mut self) -> Additional {
        std::mem::take(&mut self.additional)
    }

    /// Takes the JSON of the property at this index; records an error if it is required and missing, or null and not nullable.
    pub(super) fn value(&mut self, index: usize) -> Option<Json> {
        let property = self.declared.properties.get(index)?;
        match self.values.get_mut(index).and_then(Option::take) {
            Some(Json::Null) if !property.ty.nullable => {
                self.fail(index, ReadError::new(Problem::Null));
                None
            }
            None if self.mode == ReadMode::Full && !property.may_be_absent => {
                self.fail(index, ReadError::new(Problem::Missing));
                None
            }
            value => value,
        }
    }

    /// Records an error at the property of this index, unless there is an earlier one.
    pub(super) fn fail(&mut self, index: usize, error: ReadError) {
        let name = self.declared.properties.get(index).map_or("", |property| property.name);
        self.error.get_or_insert_with(|| error.at_property(name));
    }

    /// Returns `value`, which was read from this reader, or the first error.
    pub(super) fn finish<T>(self, value: T) -> Result<T, ReadError> {
        self.error.map_or(Ok(value), Err)
    }
}

/// Reads one object of a declared type.
pub(crate) fn read_object<T>(
    declared: &'static StructuredType,
    json: Json,
    mode: ReadMode,
    read: impl FnOnce(&mut Reader) -> T,
) -> Result<T, ReadError> {
    let mut reader = Reader::open(declared, json, mode)?;
    let value = read(&mut reader);
    reader.finish(value)
}

/// Fails if `@odata.type` names another type.
pub(super) fn check_tag(declared: &'static StructuredType, tag: &Json) -> Result<(), ReadError> {
    match tag {
        Json::String(tag) if matches_tag(tag, declared.name) => Ok(()),
        Json::String(tag) => Err(ReadError::new(Problem::WrongType { expected: declared.name, found: tag.clone() })),
        other => Err(ReadError::wrong_kind("String", other).at_property("@odata.type")),
    }
}
