//! Errors that are found before anything is sent.

use std::fmt;

use http::HeaderName;

use super::sanitise::one_line;

/// A patch without changes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct EmptyPatchError {
    /// The qualified name of the entity type.
    pub entity: &'static str,
}

impl fmt::Display for EmptyPatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the patch of the {} is empty: set a property, or skip the request when `is_empty()` is true", self.entity)
    }
}

impl std::error::Error for EmptyPatchError {}

/// A patch with a property that only the service sets.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ReadOnlyPropertyError {
    /// The qualified name of the entity type.
    pub entity: &'static str,
    /// The name of the property.
    pub property: &'static str,
}

impl fmt::Display for ReadOnlyPropertyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the patch of the {} sets `{}`, which only the service sets: remove it", self.entity, self.property)
    }
}

impl std::error::Error for ReadOnlyPropertyError {}

/// A name that is not the name of a property of the entity.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct UnknownPropertyError {
    /// The qualified name of the entity type.
    pub entity: &'static str,
    /// The unknown name.
    pub property: String,
    /// A property with a similar name.
    pub similar: Option<&'static str>,
}

impl fmt::Display for UnknownPropertyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a {} has no property `{}`", self.entity, one_line(&self.property, 100))?;
        self.similar.map_or(Ok(()), |similar| write!(f, ": did you mean `{similar}`?"))
    }
}

impl std::error::Error for UnknownPropertyError {}

/// A header that cannot be sent, or that the client sets itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct InvalidHeaderError {
    /// The header; `None` if its name is invalid.
    pub header: Option<HeaderName>,
    /// The reason.
    pub problem: HeaderProblem,
}

/// The reason why a header cannot be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HeaderProblem {
    /// The name is not a token of [RFC 9110 §5.1](https://www.rfc-editor.org/rfc/rfc9110#section-5.1).
    Name,
    /// The value contains a character that [RFC 9110 §5.5](https://www.rfc-editor.org/rfc/rfc9110#section-5.5) forbids.
    Value,
    /// Only the client sets this header.
    Reserved,
}

impl fmt::Display for InvalidHeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let header = self.header.as_ref().map_or("", HeaderName::as_str);
        match self.problem {
            HeaderProblem::Name => f.write_str("the name of a header is invalid: use letters, digits and `-`"),
            HeaderProblem::Value => {
                write!(f, "the value of the header `{header}` is invalid: remove line breaks and control characters")
            }
            HeaderProblem::Reserved => write!(f, "the client sets the header `{header}` itself: remove it from the request"),
        }
    }
}

impl std::error::Error for InvalidHeaderError {}
