//! Errors found before anything is sent.

use std::fmt;

use super::one_line;

/// A patch that changes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EmptyPatchError {
    /// The qualified name of the entity.
    pub entity: &'static str,
}

impl fmt::Display for EmptyPatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the patch of the {} is empty; set a property, or ask `is_empty()` and do not send it", self.entity)
    }
}

impl std::error::Error for EmptyPatchError {}

/// A patch that holds a property which only the service sets.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReadOnlyPropertyError {
    /// The qualified name of the entity.
    pub entity: &'static str,
    /// The property.
    pub property: &'static str,
}

impl fmt::Display for ReadOnlyPropertyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the patch of the {} holds `{}`, which only the service sets", self.entity, self.property)
    }
}

impl std::error::Error for ReadOnlyPropertyError {}

/// A name that no property of the entity has.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownPropertyError {
    /// The qualified name of the entity.
    pub entity: &'static str,
    /// The name that was given.
    pub property: String,
    /// The property that may be meant.
    pub similar: Option<&'static str>,
}

impl fmt::Display for UnknownPropertyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a {} has no property `{}`", self.entity, one_line(&self.property, 100))?;
        self.similar.map_or(Ok(()), |similar| write!(f, ": did you mean `{similar}`?"))
    }
}

impl std::error::Error for UnknownPropertyError {}

/// A header that cannot be sent, or that is not the caller's to set.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidHeaderError {
    /// The header.
    pub header: &'static str,
}

impl fmt::Display for InvalidHeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the header `{}` cannot be set to this value, or is set by the client itself", self.header)
    }
}

impl std::error::Error for InvalidHeaderError {}
