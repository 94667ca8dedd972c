//! Reads one JSON object into the properties of a declared type.

use super::annotations::{Annotations, page_json};
use super::descriptor::{Property, StructuredType, matches_tag};
use super::json::{Additional, Json};
use super::raw_json::RawJson;
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
    values: Values<'a>,
    /// The undeclared members; `None` if there are none.
    additional: Option<Additional>,
    pub(super) etag: Option<Json>,
    annotations: Annotations,
    mode: ReadMode,
    error: Option<ReadError>,
}

/// The value of each declared property, by the property's index in the declaration; `None` if it is absent or was already read.
#[derive(Debug)]
enum Values<'a> {
    /// The values of an object in a JSON tree.
    Tree(Vec<Option<Json>>),
    /// The values of an object in a text.
    Text {
        values: Vec<Option<RawJson<'a>>>,
        /// The number of values that are not read yet.
        unread: usize,
        /// Whether all values were read with certainty so far.
        is_certain: bool,
    },
}

impl<'a> Values<'a> {
    /// Removes and returns the value of the property at this index of the declaration.
    fn take(&mut self, index: usize) -> Option<Value<'a>> {
        match self {
            Self::Tree(values) => values.get_mut(index)?.take().map(Value::Json),
            Self::Text { values, unread, .. } => {
                let value = values.get_mut(index)?.take()?;
                *unread -= 1;
                Some(Value::Raw(value))
            }
        }
    }
}

/// The value of one property in a [`Reader`].
pub(super) enum Value<'a> {
    Json(Json),
    Raw(RawJson<'a>),
}

impl<'a> Reader<'a> {
    fn empty(declared: &'static StructuredType, values: Values<'a>, mode: ReadMode) -> Self {
        Self { declared, values, additional: None, etag: None, annotations: Annotations::default(), mode, error: None }
    }

    /// Creates a reader that has no values and reports no missing property. A struct read from it has a blank value in every field.
    pub fn blank(declared: &'static StructuredType) -> Self {
        Self::empty(declared, Values::Tree(Vec::new()), ReadMode::Partial)
    }

    /// Creates a reader for a complete object in a text, without any property of the declared type.
    pub(super) fn of_text(declared: &'static StructuredType) -> Self {
        let values = Values::Text { values: vec![None; declared.properties.len()], unread: 0, is_certain: true };
        Self::empty(declared, values, ReadMode::Full)
    }

    /// Creates a reader with the properties of a JSON object.
    ///
    /// # Errors
    /// Fails if `json` is not an object, if its `@odata.type` names another type, or if the entity was removed.
    fn open(declared: &'static StructuredType, json: Json, mode: ReadMode) -> Result<Self, ReadError> {
        let Json::Object(members) = json else {
            return Err(ReadError::wrong_kind(declared.name, &json));
        };
        let mut values = Vec::new();
        values.resize_with(declared.properties.len(), || None);
        let mut reader = Self::empty(declared, Values::Tree(Vec::new()), mode);
        let (mut next, mut tag) = (0, None);
        for (name, value) in members {
            if let Some(index) = declared.member_position(&name, next) {
                next = index + 1;
                if declared.properties.get(index).is_some_and(|property| property.annotation) {
                    reader.annotations.note(declared, &name, &value, true);
                }
                if let Some(slot) = values.get_mut(index) {
                    *slot = Some(value);
                }
            } else if name == "@odata.type" {
                tag = Some(value);
            } else if name == "@odata.etag" {
                reader.etag = Some(value);
            } else {
                reader.keep(&name, value);
            }
        }
        reader.annotations.check_removed(declared, &values)?;
        tag.map_or(Ok(()), |tag| check_tag(declared, &tag))?;
        reader.values = Values::Tree(values);
        Ok(reader)
    }

    /// Stores an undeclared member in `additional`, if the type has a field for such members. If the member is an annotation, such as a
    /// next link, also notes it in `annotations`.
    fn keep(&mut self, name: &str, value: Json) {
        self.annotations.note(self.declared, name, &value, self.declared.open);
        if self.declared.open {
            self.additional.get_or_insert_default().insert(name.to_owned(), value);
        }
    }

    /// As `keep`, but of a member in a text, whose value is also checked. Returns `None` if the value is malformed or shows that the entity
    /// was removed.
    pub(super) fn keep_raw(&mut self, name: &str, value: RawJson<'_>) -> Option<()> {
        self.annotations.note_raw(self.declared, name, value, self.declared.open)?;
        if self.declared.open {
            self.additional.get_or_insert_default().insert(name.to_owned(), value.json()?);
            return Some(());
        }
        value.check()
    }

    /// Stores the value of `property`, which is at this index of the declaration, if the reader was created by [`of_text`](Self::of_text). If the
    /// property is an annotation, such as a next link, also notes it in `annotations`. Returns `None` if the property has a value already.
    pub(super) fn put_raw(&mut self, index: usize, property: &Property, value: RawJson<'a>) -> Option<()> {
        let Values::Text { values, unread, .. } = &mut self.values else { return None };
        if values.get_mut(index)?.replace(value).is_some() {
            return None;
        }
        *unread += 1;
        if property.annotation { self.annotations.note_raw(self.declared, property.name, value, true) } else { Some(()) }
    }

    /// Returns how complete the JSON object must be.
    pub(super) fn mode(&self) -> ReadMode {
        self.mode
    }

    /// Removes and returns the undeclared properties and the annotations of the JSON object. `@odata.etag` is included if the type has no
    /// field for it.
    pub fn additional(&mut self) -> Additional {
        let etag = if self.declared.keeps_etag { None } else { self.etag.take() };
        let mut additional = self.additional.take().unwrap_or_default();
        additional.extend(etag.map(|etag| ("@odata.etag".to_owned(), etag)));
        additional
    }

    /// Removes and returns the value of the property at this index of the declaration, if it is in a text and not null.
    // The fast way of `value`, which needs nothing of the declaration.
    #[inline]
    pub(super) fn raw_value(&mut self, index: usize) -> Option<RawJson<'a>> {
        let Values::Text { values, unread, .. } = &mut self.values else { return None };
        match values.get_mut(index) {
            None | Some(None | Some(RawJson::Null)) => None,
            Some(_) if self.annotations.has_pages() => None,
            Some(value) => {
                *unread -= 1;
                value.take()
            }
        }
    }

    /// Removes and returns the value of the property at this index of the declaration. Records an error if a required property is missing
    /// or null. Treats a `not_null` property that is null as absent.
    pub(super) fn value(&mut self, index: usize) -> Option<Value<'a>> {
        let property = self.declared.properties.get(index)?;
        let mut value = self.values.take(index);
        if self.annotations.has_pages() {
            value = self.place_page(index, property, value);
        }
        let is_null = matches!(value, Some(Value::Raw(RawJson::Null) | Value::Json(Json::Null)));
        match value {
            Some(_) if is_null && property.null_is_absent() => None,
            Some(_) if is_null && !property.ty.nullable => {
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
    fn place_page(&mut self, index: usize, property: &Property, value: Option<Value<'a>>) -> Option<Value<'a>> {
        let Some(page) = self.annotations.take_page(index) else { return value };
        if property.ty.paged {
            let was_raw = matches!(value, Some(Value::Raw(_)));
            let elements = match value {
                Some(Value::Raw(raw)) => raw.json(),
                Some(Value::Json(json)) => Some(json),
                None => None,
            };
            if elements.is_none() && was_raw {
                self.give_up();
            }
            return Some(Value::Json(page_json(elements, page)));
        }
        if page.next_link.is_some() && !page.is_kept {
            self.fail(index, ReadError::new(Problem::MoreElements));
        }
        value
    }

    /// Records that a value in the text could not be read with certainty.
    #[cold]
    pub(super) fn give_up(&mut self) {
        if let Values::Text { is_certain, .. } = &mut self.values {
            *is_certain = false;
        }
    }

    /// Returns `true` if the reader was created by [`of_text`](Self::of_text), and all values were read with certainty.
    pub(super) fn is_certain(&self) -> bool {
        self.error.is_none() && matches!(self.values, Values::Text { unread: 0, is_certain: true, .. })
    }

    /// Records an error for the property at this index of the declaration, if it is the first error.
    pub(super) fn fail(&mut self, index: usize, error: ReadError) {
        let name = self.declared.properties.get(index).map_or("", |property| property.name);
        self.error.get_or_insert_with(|| error.at_property(name));
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
    match reader.error.take() {
        None => Ok(value),
        Some(error) => Err(error),
    }
}

/// Checks that the value of `@odata.type` names the declared type.
fn check_tag(declared: &'static StructuredType, tag: &Json) -> Result<(), ReadError> {
    match tag {
        Json::String(tag) if matches_tag(tag, declared.name) => Ok(()),
        Json::String(tag) => Err(ReadError::new(Problem::WrongType { expected: declared.name, found: tag.clone() })),
        other => Err(ReadError::wrong_kind("String", other).at_property("@odata.type")),
    }
}
