//! Reads one JSON object into the properties of a declared type.

use super::descriptor::{StructuredType, matches_tag};
use super::json::{Additional, Json};
use super::read_error::{Problem, ReadError};

/// How complete a JSON object must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReadMode {
    /// For an entity or an element of a collection: every property that the service always returns is required.
    Full,
    /// For a patch or the response to `$select`: any subset of the properties is accepted.
    Partial,
}

/// The value of one property as it arrived.
///
/// A number of a numeric property is not JSON: serde_json keeps the digits of a number in JSON as a `String`.
#[derive(Debug)]
pub(super) enum Member {
    Json(Json),
    Integer(i64),
    Double(f64),
}

/// One JSON object's members, each in its property's slot, and the first error found.
///
/// `Structured::read_from`, which the derives emit, reads each property from here. After an error, reading continues with blank values, and
/// the caller discards the result.
#[derive(Debug)]
pub struct Reader {
    pub(super) declared: &'static StructuredType,
    /// One slot per declared property.
    pub(super) values: Vec<Option<Member>>,
    pub(super) additional: Additional,
    pub(super) etag: Option<Json>,
    mode: ReadMode,
    error: Option<ReadError>,
}

impl Reader {
    /// Creates a reader with an empty slot for each property.
    pub(super) fn empty(declared: &'static StructuredType, mode: ReadMode) -> Self {
        let mut values = Vec::new();
        values.resize_with(declared.properties.len(), || None);
        Self { declared, values, additional: Additional::new(), etag: None, mode, error: None }
    }

    /// Creates a reader with each member of an object in its property's slot.
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
                    *slot = Some(Member::Json(value));
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

    /// Creates a reader that has no values and reports no missing property. A struct read from it has a blank value in every field.
    pub fn blank(declared: &'static StructuredType) -> Self {
        let (values, additional) = (Vec::new(), Additional::new());
        Self { declared, values, additional, etag: None, mode: ReadMode::Partial, error: None }
    }

    /// Returns how complete the object must be.
    pub(super) fn mode(&self) -> ReadMode {
        self.mode
    }

    /// Removes and returns the undeclared properties.
    pub fn additional(&mut self) -> Additional {
        std::mem::take(&mut self.additional)
    }

    /// Removes and returns the value of the property at this index. Records an error if a required property is missing, or if a non-nullable
    /// property is null.
    pub(super) fn value(&mut self, index: usize) -> Option<Member> {
        let property = self.declared.properties.get(index)?;
        match self.values.get_mut(index).and_then(Option::take) {
            Some(Member::Json(Json::Null)) if !property.ty.nullable => {
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

    /// Records an error for the property at this index, unless an earlier error is recorded.
    pub(super) fn fail(&mut self, index: usize, error: ReadError) {
        let name = self.declared.properties.get(index).map_or("", |property| property.name);
        self.error.get_or_insert_with(|| error.at_property(name));
    }

    /// Returns `value`, which was read from this reader, or the first recorded error.
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

/// Checks that `@odata.type` names the declared type.
pub(super) fn check_tag(declared: &'static StructuredType, tag: &Json) -> Result<(), ReadError> {
    match tag {
        Json::String(tag) if matches_tag(tag, declared.name) => Ok(()),
        Json::String(tag) => Err(ReadError::new(Problem::WrongType { expected: declared.name, found: tag.clone() })),
        other => Err(ReadError::wrong_kind("String", other).at_property("@odata.type")),
    }
}
