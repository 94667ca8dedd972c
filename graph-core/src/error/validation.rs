//! Errors that are found before anything is sent.

use std::fmt;

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
    /// The name of the header.
    pub header: &'static str,
}

impl fmt::Display for InvalidHeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the header `{}` cannot be set to this value, or is set by the client itself", self.header)
    }
}

impl std::error::Error for InvalidHeaderError {}
