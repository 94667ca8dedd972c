//! The error for a JSON value that does not fit its declaration, with the path to the property.

use std::fmt;

use super::json::Json;

/// How a JSON value differs from the declared type of its property.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// The value has the wrong JSON kind, such as a number for a text property.
    WrongKind {
        /// The expected kind of value, such as `String`, `collection` or the qualified name of a type.
        expected: &'static str,
        /// The kind of the JSON value that arrived, such as `a number`.
        found: &'static str,
    },
    /// The text of the JSON value does not have the format of the property's type.
    Malformed {
        /// The EDM type of the property, such as `Guid`.
        expected: &'static str,
        /// The text that arrived, shortened to 80 characters.
        found: String,
    },
    /// The number is outside the range of the property's type.
    OutOfRange {
        /// The EDM type of the property, such as `Int32`.
        expected: &'static str,
        /// The number that arrived, as JSON text shortened to 80 characters.
        found: String,
    },
    /// A property that the service always returns is missing.
    Missing,
    /// A property that is never null is null in the JSON.
    Null,
    /// The same key appears twice in one object.
    Duplicate,
    /// The `@odata.type` of an object names another type than the declared one.
    WrongType {
        /// The qualified name of the declared type, such as `microsoft.graph.user`.
        expected: &'static str,
        /// The value of `@odata.type` that arrived.
        found: String,
    },
    /// The object has `@removed`: the service reports that the entity was removed.
    Removed(RemovedEntity),
    /// The response contains only a part of the collection: beside the property is a link to the other elements (`@odata.nextLink`), and no
    /// field of the Rust type keeps that link.
    MoreElements,
    /// The type does not declare the property, and has no field that keeps undeclared properties.
    Undeclared,
}

/// An entity that the service reports as removed. The response has this report in place of the entity's properties ([OData JSON 4.01
/// §15.3]).
///
/// [OData JSON 4.01 §15.3]: https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_DeletedEntity
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RemovedEntity {
    /// The entity's key.
    pub id: Option<String>,
    /// The reason: `deleted`, or `changed` for an entity that no longer belongs to the collection.
    pub reason: Option<String>,
}

impl fmt::Display for RemovedEntity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.id {
            Some(id) => write!(f, "the entity {id:?} was removed")?,
            None => f.write_str("the entity was removed")?,
        }
        match &self.reason {
            Some(reason) => write!(f, ", reason {reason:?}"),
            None => Ok(()),
        }
    }
}

/// A JSON value that does not fit its declaration: the problem and the path to the property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    path: String,
    problem: Box<Problem>,
}

impl ReadError {
    pub(crate) fn new(problem: Problem) -> Self {
        Self { path: String::new(), problem: Box::new(problem) }
    }

    /// Returns the error for a value of the wrong JSON kind. For null, the problem is [`Problem::Null`].
    pub(crate) fn wrong_kind(expected: &'static str, found: &Json) -> Self {
        let found = match found {
            Json::Null => return Self::new(Problem::Null),
            Json::Bool(_) => "a Boolean",
            Json::Number(number) if number.to_string().contains(['.', 'e', 'E']) => "a number with a fraction",
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

    /// Returns the error for a number that the type cannot hold. A long number is shortened.
    pub(crate) fn out_of_range(expected: &'static str, number: &impl fmt::Display) -> Self {
        let number = number.to_string();
        let mut found: String = number.chars().take(80).collect();
        if found.len() < number.len() {
            found.push('…');
        }
        Self::new(Problem::OutOfRange { expected, found })
    }

    /// Applies `redact` to the path and to every text that came from the service.
    pub(crate) fn redact(mut self, redact: impl Fn(&str) -> String) -> Self {
        self.path = redact(&self.path);
        match &mut *self.problem {
            Problem::Malformed { found, .. } | Problem::OutOfRange { found, .. } | Problem::WrongType { found, .. } => {
                *found = redact(found);
            }
            Problem::Removed(RemovedEntity { id, reason }) => {
                [id, reason].into_iter().flatten().for_each(|text| *text = redact(text));
            }
            Problem::WrongKind { .. }
            | Problem::Missing
            | Problem::Null
            | Problem::Duplicate
            | Problem::MoreElements
            | Problem::Undeclared => {}
        }
        self
    }

    /// Prepends the JSON name of a property to the path.
    pub(crate) fn at_property(self, name: &str) -> Self {
        self.under(name.to_owned())
    }

    /// Prepends the index of a collection's element to the path.
    pub(crate) fn at_index(self, index: usize) -> Self {
        self.under(format!("[{index}]"))
    }

    fn under(mut self, mut parent: String) -> Self {
        if !self.path.is_empty() && !self.path.starts_with('[') {
            parent.push('.');
        }
        parent.push_str(&self.path);
        self.path = parent;
        self
    }

    /// Returns the path to the property, such as `settings[3].value`. The path is empty if the value as a whole does not fit.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the removed entity if this error says that the whole value is a removed entity. Otherwise returns this error.
    pub(crate) fn into_removed(self) -> Result<RemovedEntity, Self> {
        match *self.problem {
            Problem::Removed(removed) if self.path.is_empty() => Ok(removed),
            problem => Err(Self { problem: Box::new(problem), ..self }),
        }
    }

    /// Returns the problem with the value at the path.
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
            Problem::Null => f.write_str("null, but declared non-nullable"),
            Problem::Duplicate => f.write_str("present twice"),
            Problem::WrongType { expected, found } => write!(f, "expected a {expected}, found a {found}"),
            Problem::Removed(removed) => removed.fmt(f),
            Problem::MoreElements => f.write_str(
                "the service has more elements and sent a next link: declare the property as `Expanded<T>`, which keeps the link",
            ),
            Problem::Undeclared => {
                f.write_str("undeclared, and so not kept: add a field `#[graph(additional)] additional: Additional`")
            }
        }
    }
}

impl std::error::Error for ReadError {}
