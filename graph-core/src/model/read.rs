//! From JSON to declared types: unique keys, the tag, every property, and an error that names where.

use std::fmt;

use super::{Additional, Json, PropertyValue, StructuredType};

/// What was wrong with a JSON value, without where.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// A JSON value of another kind than the property's type is written as.
    WrongKind {
        /// The EDM type.
        expected: &'static str,
        /// The JSON kind that arrived.
        found: &'static str,
    },
    /// Text that is not of the form that the property's type is written in.
    Malformed {
        /// The EDM type.
        expected: &'static str,
        /// The text that arrived, shortened.
        found: String,
    },
    /// A number that the property's type cannot hold.
    OutOfRange {
        /// The EDM type.
        expected: &'static str,
        /// The number that arrived.
        found: String,
    },
    /// A property that must be there is not.
    Missing,
    /// Null for a property that is never null.
    Null,
    /// The same property twice in one object.
    Duplicate,
    /// A value of another type, by its tag.
    WrongType {
        /// The declared type.
        expected: &'static str,
        /// The `@odata.type` that arrived.
        found: String,
    },
    /// A property that only the service may set.
    ReadOnly,
}

/// A JSON value that does not fit its declaration: what is wrong and at which property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    path: String,
    problem: Box<Problem>,
}

impl ReadError {
    pub(crate) fn new(problem: Problem) -> Self {
        Self { path: String::new(), problem: Box::new(problem) }
    }

    pub(crate) fn wrong_kind(expected: &'static str, found: &Json) -> Self {
        let found = match found {
            Json::Null => return Self::new(Problem::Null),
            Json::Bool(_) => "a Boolean",
            Json::Number(number) if number.is_f64() => "a number with a fraction",
            Json::Number(_) => "a number",
            Json::String(_) => "a string",
            Json::Array(_) => "an array",
            Json::Object(_) => "an object",
        };
        Self::new(Problem::WrongKind { expected, found })
    }

    pub(crate) fn malformed(expected: &'static str, found: &str) -> Self {
        Self::new(Problem::Malformed { expected, found: found.chars().take(80).collect() })
    }

    /// Redacts the parts that come from the response.
    pub(crate) fn redact(mut self, redact: impl Fn(&str) -> String) -> Self {
        self.path = redact(&self.path);
        match &mut *self.problem {
            Problem::Malformed { found, .. } | Problem::OutOfRange { found, .. } | Problem::WrongType { found, .. } => {
                *found = redact(found);
            }
            Problem::WrongKind { .. } | Problem::Missing | Problem::Null | Problem::Duplicate | Problem::ReadOnly => {}
        }
        self
    }

    pub(crate) fn at_property(mut self, name: &str) -> Self {
        let separator = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{name}{separator}{}", self.path);
        self
    }

    pub(crate) fn at_index(mut self, index: usize) -> Self {
        let separator = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("[{index}]{separator}{}", self.path);
        self
    }

    /// Where: `settings[3].value`; empty when the whole value is meant.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What was wrong.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "property `{}`: ", self.path)?;
        }
        match &*self.problem {
            Problem::WrongKind { expected, found } => write!(f, "expected {expected}, found {found}"),
            Problem::Malformed { expected, found } => write!(f, "expected {expected}, found the text {found:?}"),
            Problem::OutOfRange { expected, found } => write!(f, "{found} does not fit {expected}"),
            Problem::Missing => f.write_str("missing"),
            Problem::Null => f.write_str("null, but the service's schema says that it never is"),
            Problem::Duplicate => f.write_str("present twice"),
            Problem::WrongType { expected, found } => write!(f, "expected a {expected}, found a {found}"),
            Problem::ReadOnly => f.write_str("read-only, only the service sets it"),
        }
    }
}

impl std::error::Error for ReadError {}

/// How much of an object has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadMode {
    /// Every property that the service always gives: an entity, or an element of a collection.
    Full,
    /// Any of the properties: a patch, or what `$select` leaves.
    Partial,
}

/// Hands the properties of one JSON object to the struct that is read, and collects what is wrong.
pub struct Reader {
    pub(super) declared: &'static StructuredType,
    /// By place in the declaration.
    pub(super) values: Vec<Option<Json>>,
    pub(super) additional: Additional,
    pub(super) etag: Option<Json>,
    extent: ReadMode,
    error: Option<ReadError>,
}

impl Reader {
    /// With a place for each property, and nothing in them.
    pub(super) fn empty(declared: &'static StructuredType, extent: ReadMode) -> Self {
        let mut values = Vec::new();
        values.resize_with(declared.properties.len(), || None);
        Self { declared, values, additional: Additional::new(), etag: None, extent, error: None }
    }

    pub(super) fn open(declared: &'static StructuredType, json: Json, extent: ReadMode) -> Result<Self, ReadError> {
        let Json::Object(members) = json else {
            return Err(ReadError::wrong_kind(declared.name, &json));
        };
        let mut reader = Self::empty(declared, extent);
        let mut next = 0;
        for (name, value) in members {
            if let Some(index) = declared.position(&name, next) {
                next = index + 1;
                if let Some(place) = reader.values.get_mut(index) {
                    *place = Some(value);
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

    /// A reader that finds nothing and asks for nothing: reading from it gives a blank structure.
    pub fn blank(declared: &'static StructuredType) -> Self {
        Self { declared, values: Vec::new(), additional: Additional::new(), etag: None, extent: ReadMode::Partial, error: None }
    }

    /// The value of the property at this place of the declaration; a blank one if it is missing or wrong.
    pub fn take<T: PropertyValue>(&mut self, index: usize) -> T {
        let extent = self.extent;
        match self.value(index).map(|json| T::read(json, extent)) {
            None => T::blank(),
            Some(Ok(value)) => value,
            Some(Err(error)) => {
                self.fail(index, error);
                T::blank()
            }
        }
    }

    /// The properties that the declaration does not know.
    pub fn additional(&mut self) -> Additional {
        std::mem::take(&mut self.additional)
    }

    /// The value of `@odata.etag`.
    pub fn etag<T: PropertyValue>(&mut self) -> T {
        T::read(self.etag.take().unwrap_or(Json::Null), ReadMode::Full).unwrap_or_else(|_| T::blank())
    }

    /// What was read, if nothing was wrong.
    pub(super) fn finish<T>(self, value: T) -> Result<T, ReadError> {
        self.error.map_or(Ok(value), Err)
    }

    fn value(&mut self, index: usize) -> Option<Json> {
        let property = self.declared.properties.get(index)?;
        match self.values.get_mut(index).and_then(Option::take) {
            Some(Json::Null) if !property.ty.nullable => {
                self.fail(index, ReadError::new(Problem::Null));
                None
            }
            None if self.extent == ReadMode::Full && !property.may_be_absent => {
                self.fail(index, ReadError::new(Problem::Missing));
                None
            }
            value => value,
        }
    }

    fn fail(&mut self, index: usize, error: ReadError) {
        let name = self.declared.properties.get(index).map_or("", |property| property.name);
        self.error.get_or_insert_with(|| error.at_property(name));
    }
}

/// Reads one object of a declared type.
pub(crate) fn read_object<T>(
    declared: &'static StructuredType,
    json: Json,
    extent: ReadMode,
    read: impl FnOnce(&mut Reader) -> T,
) -> Result<T, ReadError> {
    let mut reader = Reader::open(declared, json, extent)?;
    let value = read(&mut reader);
    reader.finish(value)
}

/// Graph writes nested tags without `#` and top-level ones with it; both are read everywhere.
pub(crate) fn matches_tag(tag: &str, name: &str) -> bool {
    tag.strip_prefix('#').unwrap_or(tag) == name
}

pub(super) fn check_tag(declared: &'static StructuredType, tag: &Json) -> Result<(), ReadError> {
    match tag {
        Json::String(tag) if matches_tag(tag, declared.name) => Ok(()),
        Json::String(tag) => Err(ReadError::new(Problem::WrongType { expected: declared.name, found: tag.clone() })),
        other => Err(ReadError::wrong_kind("String", other).at_property("@odata.type")),
    }
}
