//! The Rust types that a declaration consists of.

/// A Rust type to declare, with the qualified name of the schema type or operation that it declares, such as `microsoft.graph.user`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum DeclaredType<'s> {
    /// A struct for an entity type or complex type.
    Struct(&'s str),
    /// An enum whose variants hold a structured type and its subtypes. Contains the qualified name of the base type.
    Union(&'s str),
    /// An enum for an enumeration type, which has this qualified name.
    Enum(&'s str),
    /// A struct for an entity type that an operation takes or returns. It has no fields for the type's properties.
    Stub(&'s str),
    /// A struct for an action or function. Also holds the index of the operation in the plan's list of operations.
    Operation(&'s str, usize),
}

impl<'s> DeclaredType<'s> {
    /// Returns the qualified name of the schema type, such as `microsoft.graph.user`.
    pub(super) fn qualified(self) -> &'s str {
        match self {
            Self::Struct(name) | Self::Union(name) | Self::Enum(name) | Self::Stub(name) | Self::Operation(name, _) => name,
        }
    }
}
