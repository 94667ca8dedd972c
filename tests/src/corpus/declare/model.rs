//! The declared types: structures, enumerations, enums of derived types.

/// A struct of properties.
pub struct Structure {
    /// The name in Rust.
    pub ident: String,
    /// The qualified name.
    pub odata_type: String,
    /// The qualified names of its bases, nearest first.
    pub bases: Vec<String>,
    /// Its properties.
    pub fields: Vec<Field>,
    /// An entity without a key property.
    pub keyless: bool,
}

impl Structure {
    /// Whether it is an entity.
    pub fn is_entity(&self) -> bool {
        self.keyless || self.fields.iter().any(|field| field.key)
    }
}

/// A property.
pub struct Field {
    /// The name in Rust.
    pub ident: String,
    /// The name on the wire.
    pub wire: String,
    /// The entity's key.
    pub key: bool,
    /// The type of its value.
    pub value: Value,
    /// A collection.
    pub collection: bool,
    /// Boxed, because its type would be infinite otherwise.
    pub boxed: bool,
}

/// The type of a property's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A type of Rust's prelude or of graph-core.
    Primitive(&'static str),
    /// A declared enumeration; the flag marks flags enumerations.
    Enum { ident: String, flags: bool },
    /// A declared structure, or the enum of it and its derived types.
    Structure(String),
    /// Unknown: kept as JSON.
    Json,
}

impl Value {
    /// Returns its declared type.
    pub(super) fn ident(&self) -> Option<&str> {
        match self {
            Self::Enum { ident, .. } | Self::Structure(ident) => Some(ident),
            Self::Primitive(_) | Self::Json => None,
        }
    }
}

/// A declaration of the types module.
pub enum TypeDeclaration {
    /// A complex type, or an entity type as a value.
    Structure(Structure),
    /// An enumeration.
    Enumeration(Enumeration),
    /// The enum of a base type and its derived types.
    Derived(Derived),
}

impl TypeDeclaration {
    /// The name in Rust.
    pub fn ident(&self) -> &str {
        match self {
            Self::Structure(structure) => &structure.ident,
            Self::Enumeration(enumeration) => &enumeration.ident,
            Self::Derived(derived) => &derived.ident,
        }
    }
}

/// An enumeration.
pub struct Enumeration {
    /// The name in Rust.
    pub ident: String,
    /// A flags enumeration.
    pub flags: bool,
    /// Variants with their names on the wire.
    pub members: Vec<(String, String)>,
    /// The variant of members that are not listed.
    pub other: String,
}

/// A base type and the types that derive from it.
pub struct Derived {
    /// The name in Rust.
    pub ident: String,
    /// The qualified name of the base.
    pub base: String,
    /// The names of the structs with their tags, and whether each is boxed.
    pub variants: Vec<(String, String, bool)>,
    /// The variant of types that are not listed.
    pub other: String,
}
