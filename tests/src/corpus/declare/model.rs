//! The types to declare: structs, enumerations, and enums of derived types.

/// A struct whose fields are properties.
pub struct Structure {
    /// The Rust name.
    pub ident: String,
    /// The qualified name.
    pub odata_type: String,
    /// The qualified names of the bases, nearest first.
    pub bases: Vec<String>,
    /// The fields.
    pub fields: Vec<Field>,
    /// Whether this is an entity without a key property.
    pub keyless: bool,
}

impl Structure {
    /// Returns whether the struct is an entity.
    pub fn is_entity(&self) -> bool {
        self.keyless || self.fields.iter().any(|field| field.key)
    }
}

/// A field that declares a property.
pub struct Field {
    /// The Rust name.
    pub ident: String,
    /// The property's name in JSON.
    pub wire: String,
    /// Whether the property is the entity's key.
    pub key: bool,
    /// The type of the value, or of each element of a collection.
    pub value: Value,
    /// Whether the property is a collection.
    pub collection: bool,
    /// Whether the value is boxed, because the struct would have infinite size otherwise.
    pub boxed: bool,
}

/// The type of a property's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A type of the Rust prelude or of graph-core.
    Primitive(&'static str),
    /// A declared enumeration. `flags`: whether it is a flags enumeration.
    Enum { ident: String, flags: bool },
    /// A declared struct, or the enum of a type and its subtypes.
    Structure(String),
    /// An unknown type, kept as JSON.
    Json,
}

impl Value {
    /// Returns the name of the declared type, if the value has one.
    pub(super) fn ident(&self) -> Option<&str> {
        match self {
            Self::Enum { ident, .. } | Self::Structure(ident) => Some(ident),
            Self::Primitive(_) | Self::Json => None,
        }
    }
}

/// A declaration in the module `types`.
pub enum TypeDeclaration {
    /// A complex type, or an entity type that occurs as a value.
    Structure(Structure),
    /// An enumeration.
    Enumeration(Enumeration),
    /// An enum of a base type and its derived types.
    Derived(Derived),
}

impl TypeDeclaration {
    /// Returns the Rust name.
    pub fn ident(&self) -> &str {
        match self {
            Self::Structure(structure) => &structure.ident,
            Self::Enumeration(enumeration) => &enumeration.ident,
            Self::Derived(derived) => &derived.ident,
        }
    }
}

/// An enumeration to declare.
pub struct Enumeration {
    /// The Rust name.
    pub ident: String,
    /// Whether this is a flags enumeration.
    pub flags: bool,
    /// The variants' names with the members' names in JSON.
    pub members: Vec<(String, String)>,
    /// The variant for members that are not listed.
    pub other: String,
}

/// An enum of a base type and the types that derive from it.
pub struct Derived {
    /// The Rust name.
    pub ident: String,
    /// The qualified name of the base type.
    pub base: String,
    /// For each variant: the struct's name, its tag `@odata.type`, and whether it is boxed.
    pub variants: Vec<(String, String, bool)>,
    /// The variant for types that are not listed.
    pub other: String,
}
