//! The types that a declaration consists of.

/// A Rust type to declare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum DeclaredType<'s> {
    /// A struct for a structured type.
    Struct(&'s str),
    /// An enum of a structured type and its subtypes.
    Union(&'s str),
    /// An enum for an enumeration type.
    Enum(&'s str),
}

impl<'s> DeclaredType<'s> {
    /// Returns the qualified name of the schema type.
    pub(super) fn qualified(self) -> &'s str {
        match self {
            Self::Struct(name) | Self::Union(name) | Self::Enum(name) => name,
        }
    }
}
