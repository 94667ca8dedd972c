//! The types to declare: structs, enumerations, and enums whose variants are subtypes.

/// A struct to declare, whose fields are properties.
pub struct Structure {
    /// The Rust name of the struct.
    pub ident: String,
    /// The qualified name of the type, such as `microsoft.graph.user`.
    pub odata_type: String,
    /// The qualified names of the base types, nearest first.
    pub bases: Vec<String>,
    /// The fields of the struct, one per property.
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

/// A field that declares a property, in a struct to declare.
pub struct Field {
    /// The Rust name of the field.
    pub ident: String,
    /// The property's name in JSON.
    pub wire: String,
    /// Whether the property is the entity's key.
    pub key: bool,
    /// The type of the property's value, or of each element of a collection.
    pub value: Value,
    /// Whether the property is a collection.
    pub collection: bool,
    /// Whether the property's value is boxed, because the struct would have infinite size otherwise.
    pub boxed: bool,
}

/// The type of a property's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A type of the Rust prelude or of graph-core, by its Rust name, such as `String`.
    Primitive(&'static str),
    /// A declared enumeration, by its Rust name. `flags`: whether it is a flags enumeration.
    Enum { ident: String, flags: bool },
    /// A declared struct, or the declared enum of a base type and its subtypes, by its Rust name.
    Structure(String),
    /// A value of an unknown type, kept as JSON.
    Json,
}

impl Value {
    /// Returns the Rust name of the value's type, if the type is declared in the generated crate. Returns `None` for a primitive type and
    /// for JSON.
    pub(super) fn ident(&self) -> Option<&str> {
        match self {
            Self::Enum { ident, .. } | Self::Structure(ident) => Some(ident),
            Self::Primitive(_) | Self::Json => None,
        }
    }
}

/// A type to declare in the generated module `types`.
pub enum TypeDeclaration {
    /// A complex type, or an entity type that occurs as the value of a property.
    Structure(Structure),
    /// An enumeration type.
    Enumeration(Enumeration),
    /// An enum whose variants are a base type and its subtypes.
    Derived(Derived),
}

impl TypeDeclaration {
    /// Returns the Rust name of the declared type.
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
    /// The Rust name of the enumeration.
    pub ident: String,
    /// Whether this is a flags enumeration.
    pub flags: bool,
    /// For each member: the Rust name of the variant and the member's name in JSON.
    pub members: Vec<(String, String)>,
    /// The Rust name of the variant for members that are not listed.
    pub other: String,
}

/// An enum to declare, whose variants are a base type and its subtypes.
pub struct Derived {
    /// The Rust name of the enum.
    pub ident: String,
    /// The qualified name of the base type, such as `microsoft.graph.rule`.
    pub base: String,
    /// For each variant of the enum: the name of its Rust struct, the qualified name of the OData type that the struct declares, and
    /// whether the struct is boxed.
    pub variants: Vec<(String, String, bool)>,
    /// The Rust name of the variant for types that are not listed.
    pub other: String,
}
