//! The part of a service's entity data model that declarations and paths are checked against.

use std::collections::BTreeMap;
use std::fmt;

/// A service's types and the roots of its paths. Every name is qualified by its namespace: `microsoft.graph.user`.
///
/// Parsed from the [compact text form](crate::text), or from CSDL with the feature `csdl`. Every base, property type and navigation
/// target is part of the schema, and no type derives from itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Schema {
    pub(crate) namespace: String,
    pub(crate) aliases: BTreeMap<String, String>,
    pub(crate) roots: BTreeMap<String, Root>,
    pub(crate) types: BTreeMap<String, StructuredType>,
    pub(crate) enums: BTreeMap<String, EnumerationType>,
}

/// An entity set or a singleton: where paths begin.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Root {
    /// The entity type, qualified.
    pub target: String,
    /// Whether it is an entity set, so that a key follows; otherwise it is a singleton.
    pub collection: bool,
}

/// The kind of a structured type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// A type with an identity: paths may lead to its values.
    Entity,
    /// A type of values inside an entity.
    Complex,
}

/// An entity type or a complex type, without its inherited properties.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct StructuredType {
    /// Entity or complex.
    pub kind: Kind,
    /// The base type, qualified.
    pub base: Option<String>,
    /// Whether no value has exactly this type.
    pub is_abstract: bool,
    /// Whether a value may have properties that the schema does not list.
    pub open: bool,
    /// Whether the entity has a media stream besides its properties.
    pub has_stream: bool,
    /// Whether it was packed for paths only: without its properties and without navigation that no packed path takes.
    pub partial: bool,
    /// The key's properties, where this type declares a key.
    pub key: Vec<String>,
    /// The declared properties, by name.
    pub properties: BTreeMap<String, Property>,
    /// The segments that may follow in a path, by name.
    pub navigation: BTreeMap<String, Navigation>,
    /// The service's description; the compact form leaves it out.
    pub doc: Option<String>,
}

impl StructuredType {
    pub(crate) fn new(kind: Kind) -> Self {
        Self {
            kind,
            base: None,
            is_abstract: false,
            open: false,
            has_stream: false,
            partial: false,
            key: Vec::new(),
            properties: BTreeMap::new(),
            navigation: BTreeMap::new(),
            doc: None,
        }
    }
}

/// A structural property.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Property {
    /// The type of the value or of each element.
    pub ty: Type,
    /// Whether the value is an array.
    pub collection: bool,
    /// Whether the value, or an element of the array, may be null.
    pub nullable: bool,
    /// Who sets the value, and when.
    pub access: Access,
    /// The service's description; the compact form leaves it out.
    pub doc: Option<String>,
}

/// Who sets the value of a [`Property`], and when, by the annotations of the [Core vocabulary].
///
/// [Core vocabulary]: https://github.com/oasis-tcs/odata-vocabularies/blob/main/vocabularies/Org.OData.Core.V1.md
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Access {
    /// A client may create and change the value.
    #[default]
    Writable,
    /// A client may set the value at creation only: `Core.Immutable`.
    Immutable,
    /// Only the service sets the value: `Core.Computed`, or `Core.Permissions` with `Read` alone.
    Computed,
}

/// The type of a property.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// A primitive type of OData.
    Primitive(Primitive),
    /// A structured type or an enumeration type of the schema, qualified.
    Named(String),
}

/// A path segment that may follow a value of the type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Navigation {
    /// The type it leads to, qualified.
    pub target: String,
    /// Whether it leads to a collection, so that a key follows.
    pub collection: bool,
    /// The kind of the segment.
    pub via: Via,
}

/// The kind of a [`Navigation`] segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Via {
    /// A navigation property.
    Property,
    /// A bound function that may be followed by further segments.
    Function,
    /// A bound function like [`Via::Function`], but bound to a collection of the type.
    CollectionFunction,
}

/// An enumeration type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct EnumerationType {
    /// Whether a value may be several members at once.
    pub flags: bool,
    /// The members, in the order of their values.
    pub members: Vec<Member>,
    /// The service's description; the compact form leaves it out.
    pub doc: Option<String>,
}

/// A member of an [`EnumerationType`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Member {
    /// The name on the wire.
    pub name: String,
    /// The number behind it.
    pub value: i64,
    /// The service's description; the compact form leaves it out.
    pub doc: Option<String>,
}

macro_rules! primitives {
    ($($name:ident)*) => {
        /// OData's primitive types, without their prefix `Edm.`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Primitive { $(#[doc = concat!("`Edm.", stringify!($name), "`")] $name,)* }

        impl Primitive {
            /// Every primitive type.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Returns the type of this name, without the prefix `Edm.`.
            pub fn named(name: &str) -> Option<Self> {
                match name { $(stringify!($name) => Some(Self::$name),)* _ => None }
            }

            /// Returns the name, without the prefix `Edm.`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)* }
            }
        }
    };
}

primitives! {
    Binary Boolean Byte Date DateTimeOffset Decimal Double Duration Guid Int16 Int32 Int64 SByte Single Stream String TimeOfDay Untyped
}

impl Primitive {
    /// Returns the Rust type of a property of this type.
    ///
    /// ```
    /// assert_eq!(graph_schema::Primitive::Int64.rust(), "i64");
    /// ```
    pub fn rust(self) -> &'static str {
        match self {
            Self::Boolean => "bool",
            Self::Byte => "u8",
            Self::SByte | Self::Int16 => "i16",
            Self::Int32 => "i32",
            Self::Int64 => "i64",
            Self::Single => "f32",
            Self::Double | Self::Decimal => "f64",
            other => other.name(),
        }
    }
}

impl fmt::Display for Primitive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Schema {
    /// Returns the namespace of names that have none: `microsoft.graph`.
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// Returns the entity sets and singletons, by name.
    pub fn roots(&self) -> impl Iterator<Item = (&str, &Root)> {
        self.roots.iter().map(|(name, root)| (name.as_str(), root))
    }

    /// Returns the entity types and complex types, by qualified name.
    pub fn types(&self) -> impl Iterator<Item = (&str, &StructuredType)> {
        self.types.iter().map(|(name, ty)| (name.as_str(), ty))
    }

    /// Returns the enumeration types, by qualified name.
    pub fn enums(&self) -> impl Iterator<Item = (&str, &EnumerationType)> {
        self.enums.iter().map(|(name, ty)| (name.as_str(), ty))
    }

    /// Returns the entity set or singleton of this name.
    pub fn root(&self, name: &str) -> Option<&Root> {
        self.roots.get(name)
    }

    /// Returns the structured type of this qualified name.
    pub fn structured(&self, name: &str) -> Option<&StructuredType> {
        self.types.get(name)
    }

    /// Returns the enumeration type of this qualified name.
    pub fn enumeration(&self, name: &str) -> Option<&EnumerationType> {
        self.enums.get(name)
    }

    /// Returns the qualified form of a name: with the namespace instead of an alias (`graph.user`) or of nothing (`user`).
    pub fn qualify(&self, name: &str) -> String {
        match name.rsplit_once('.') {
            None => format!("{}.{name}", self.namespace),
            Some((prefix, local)) => match self.aliases.get(prefix) {
                Some(namespace) => format!("{namespace}.{local}"),
                None => name.to_owned(),
            },
        }
    }

    /// Returns the name without its namespace if that is the [schema's own](Self::namespace).
    pub fn short<'a>(&self, name: &'a str) -> &'a str {
        match name.strip_prefix(self.namespace.as_str()).and_then(|rest| rest.strip_prefix('.')) {
            Some(local) if !local.contains('.') => local,
            _ => name,
        }
    }

    /// Returns the type of this qualified name, then its bases, nearest first.
    pub fn lineage<'s>(&'s self, name: &str) -> impl Iterator<Item = (&'s str, &'s StructuredType)> + use<'s> {
        let found = |name: &str| self.types.get_key_value(name).map(|(name, ty)| (name.as_str(), ty));
        std::iter::successors(found(name), move |(_, ty)| ty.base.as_deref().and_then(found))
    }

    /// Returns whether the type is `base` or derives from it.
    pub fn is_or_derives_from(&self, name: &str, base: &str) -> bool {
        self.lineage(name).any(|(name, _)| name == base)
    }

    /// Returns the types that derive from this one, at any depth, by name.
    pub fn derived<'s>(&'s self, base: &'s str) -> impl Iterator<Item = (&'s str, &'s StructuredType)> {
        self.types().filter(move |(name, _)| *name != base && self.is_or_derives_from(name, base))
    }

    /// Returns a property of the type, declared or inherited.
    pub fn property(&self, ty: &str, property: &str) -> Option<&Property> {
        self.lineage(ty).find_map(|(_, ty)| ty.properties.get(property))
    }

    /// Returns a navigation property of the type, declared or inherited.
    pub fn navigation_property(&self, ty: &str, property: &str) -> Option<&Navigation> {
        let navigation = self.lineage(ty).find_map(|(_, ty)| ty.navigation.get(property));
        navigation.filter(|navigation| navigation.via == Via::Property)
    }

    /// Returns the names of the type's key, declared or inherited.
    pub fn key(&self, ty: &str) -> &[String] {
        self.lineage(ty).map(|(_, ty)| ty.key.as_slice()).find(|key| !key.is_empty()).unwrap_or_default()
    }
}
