//! Reads one JSON object into the properties of a declared type.

use std::marker::PhantomData;

use super::annotations::{Annotations, page_json};
use super::descriptor::{StructuredType, matches_tag};
use super::json::{Additional, Json};
use super::member::Member;
use super::read_error::{Problem, ReadError};

/// How complete a JSON object must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReadMode {
    /// For an entity or an element of a collection: every property that the service always returns has to be present.
    Full,
    /// For a patch or the response to `$select`: any subset of the properties is accepted.
    Partial,
}

/// The properties of one JSON object that are not read yet, and the first error found.
///
/// `Structured::read_from`, which the derives emit, reads each property from here. After an error, reading continues with blank values, and
/// the caller discards the result.
#[derive(Debug)]
pub struct Reader<'a> {
    pub(super) declared: &'static StructuredType,
    /// The value of each declared property, by the property's index in the declaration; `None` if it is absent or was already read.
    pub(super) values: Vec<Option<Member>>,
    pub(super) additional: Additional,
    pub(super) etag: Option<Json>,
    annotations: Annotations,
    mode: ReadMode,
    error: Option<ReadError>,
    /// The text of a response body, from which the values are read.
    text: PhantomData<&'a str>,
}

impl<'a> Reader<'a> {
    /// Creates a reader without any property of the declared type.
    pub(super) fn empty(declared: &'static StructuredType, mode: ReadMode) -> Self {
        let mut values = Vec::new();
        values.resize_with(declared.properties.len(), || None);
        let (additional, annotations) = (Additional::new(), Annotations::default());
        Self { declared, values, additional, etag: None, annotations, mode, error: None, text: PhantomData }
    }

    /// Creates a reader with the properties of a JSON object.
    ///
    /// # Errors
    /// Fails if `json` is not an object, if its `@odata.type` names another type, or if the entity was removed.
    pub(super) fn open(declared: &'static StructuredType, json: Json, mode: ReadMode) -> Result<Self, ReadError> {
        let Json::Object(members) = json else {
            return Err(ReadError::wrong_kind(declared.name, &json));
        };
        let mut reader = Self::empty(declared, mode);
        let (mut next, mut tag) = (0, None);
        for (name, value) in members {
            if let Some(index) = declared.member_position(&name, next) {
                next = index + 1;
                reader.put(index, Member::Json(value));
            } else if name == "@odata.type" {
                tag = Some(value);
            } else if name == "@odata.etag" {
                reader.etag = Some(value);
            } else {
                reader.keep(&name, value);
            }
        }
        reader.check(tag)?;
        Ok(reader)
    }

    /// Stores the value of the property at this index of the declaration. If the property is an annotation, such as a next link, also notes
    /// it in `annotations`.
    pub(super) fn put(&mut self, index: usize, value: Member) {
        let Some((slot, property)) = self.values.get_mut(index).zip(self.declared.properties.get(index)) else { return };
        if !property.annotation {
            *slot = Some(value);
            return;
        }
        let json = value.into_json();
        self.annotations.note(self.declared, property.name, &json, true);
        *slot = Some(Member::Json(json));
    }

    /// Stores an undeclared member in `additional`, if the type has a field for such members. If the member is an annotation, such as a
    /// next link, also notes it in `annotations`.
    pub(super) fn keep(&mut self, name: &str, value: Json) {
        self.annotations.note(self.declared, name, &value, self.declared.open);
        if self.declared.open {
            self.additional.insert(name.to_owned(), value);
        }
    }

    /// Checks that the entity was not removed, and that `tag`, the value of `@odata.type`, names the declared type.
    pub(super) fn check(&self, tag: Option<Json>) -> Result<(), ReadError> {
        self.annotations.check_removed(self.declared, &self.values)?;
        tag.map_or(Ok(()), |tag| check_tag(self.declared, &tag))
    }

    /// Creates a reader that has no values and reports no missing property. A struct read from it has a blank value in every field.
    pub fn blank(declared: &'static StructuredType) -> Self {
        Self { values: Vec::new(), ..Self::empty(declared, ReadMode::Partial) }
    }

    /// Returns how complete the JSON object must be.
    pub(super) fn mode(&self) -> ReadMode {
        self.mode
    }

    /// Removes and returns the undeclared properties and the annotations of the JSON object. `@odata.etag` is included if the type has no
    /// field for it.
    pub fn additional(&mut self) -> Additional {
        let etag = if self.declared.keeps_etag { None } else { self.etag.take() };
        self.additional.extend(etag.map(|etag| ("@odata.etag".to_owned(), etag)));
        std::mem::take(&mut self.additional)
    }

    /// Removes and returns the value of the property at this index of the declaration. Records an error if a required property is missing
    /// or null. Treats a `not_null` property that is null as absent.
    pub(super) fn value(&mut self, index: usize) -> Option<Member> {
        let property = self.declared.properties.get(index)?;
        if self.annotations.has_pages() {
            self.place_page(index);
        }
        match self.values.get_mut(index).and_then(Option::take) {
            Some(Member::Json(Json::Null)) if property.null_is_absent() => None,
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

    /// Adds the count and the next link of the property at this index to its value, if the property's type keeps them. Records an error if
    /// there is a next link and no field keeps it.
    #[cold]
    fn place_page(&mut self, index: usize) {
        let (property, slot) = (self.declared.properties.get(index), self.values.get_mut(index));
        let (Some(page), Some(property), Some(slot)) = (self.annotations.take_page(index), property, slot) else { return };
        if property.ty.paged {
            let elements = slot.take().map(Member::into_json);
            *slot = Some(Member::Json(page_json(elements, page)));
        } else if page.next_link.is_some() && !page.is_kept {
            self.fail(index, ReadError::new(Problem::MoreElements));
        }
    }

    /// Records an error for the property at this index of the declaration, if it is the first error.
    pub(super) fn fail(&mut self, index: usize, error: ReadError) {
        let name = self.declared.properties.get(index).map_or("", |property| property.name);
        self.error.get_or_insert_with(|| error.at_property(name));
    }

    /// Returns `value`, which was read from this reader, or the error that was recorded first.
    pub(super) fn finish<T>(self, value: T) -> Result<T, ReadError> {
        self.error.map_or(Ok(value), Err)
    }
}

/// Reads one JSON object as a value of a declared type.
pub(crate) fn read_object<T>(
    declared: &'static StructuredType,
    json: Json,
    mode: ReadMode,
    read: impl FnOnce(&mut Reader<'_>) -> T,
) -> Result<T, ReadError> {
    let mut reader = Reader::open(declared, json, mode)?;
    let value = read(&mut reader);
    reader.finish(value)
}

/// Checks that the value of `@odata.type` names the declared type.
fn check_tag(declared: &'static StructuredType, tag: &Json) -> Result<(), ReadError> {
    match tag {
        Json::String(tag) if matches_tag(tag, declared.name) => Ok(()),
        Json::String(tag) => Err(ReadError::new(Problem::WrongType { expected: declared.name, found: tag.clone() })),
        other => Err(ReadError::wrong_kind("String", other).at_property("@odata.type")),
    }
}
