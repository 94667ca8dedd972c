//! Errors found before anything is sent.

use std::fmt;

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

/// A text that cannot be the value of a header.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidHeaderError {
    /// The header.
    pub header: &'static str,
}

impl fmt::Display for InvalidHeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the value for `{}` holds a character that no header may hold", self.header)
    }
}

impl std::error::Error for InvalidHeaderError {}
