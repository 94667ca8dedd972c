//! The part of a service's OData model (types, entity sets, singletons and operations) that declarations and paths are checked against.

use std::collections::BTreeMap;
use std::fmt;

use crate::operation::Operation;

/// A service's types, and the entity sets and singletons where its paths begin. Every type name includes its namespace:
/// `microsoft.graph.user`.
///
/// A schema is parsed from the [compact text form](crate::text), or from CSDL with the feature `csdl`. Every base type, property type and
/// navigation target is in the schema, and no type derives from itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Schema {
    pub(crate) namespace: String,
    /// The namespace of each alias: `microsoft.graph` for `graph`.
    pub(crate) aliases: BTreeMap<String, String>,
    /// The entity sets and singletons, by name.
    pub(crate) roots: BTreeMap<String, Root>,
    /// The entity types and complex types, by qualified name.
    pub(crate) types: BTreeMap<String, StructuredType>,
    /// The enumeration types, by qualified name.
    pub(crate) enums: BTreeMap<String, EnumerationType>,
    /// The overloads of each action and function, sorted, by qualified name.
    pub(crate) operations: BTreeMap<String, Vec<Operation>>,
    /// The qualified names of the unbound operations that a path may begin with, by the names of their imports.
    pub(crate) imports: BTreeMap<String, String>,
}

/// An entity set or a singleton of the service: the first segment of a path, such as `users`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Root {
    /// The qualified name of the entity type that the set contains or the singleton has.
    pub target: String,
    /// Whether the root is an entity set, so that a key follows it; otherwise it is a singleton.
    pub collection: bool,
}

/// Whether a [`StructuredType`] is an entity type or a complex type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// A type whose values have an identity, so that paths can lead to them.
    Entity,
    /// A type whose values exist only inside an entity.
    Complex,
}

/// An entity type or a complex type, with its own properties but not the inherited ones.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct StructuredType {
    /// Whether the type is an entity type or a complex type.
    pub kind: Kind,
    /// The qualified name of the base type, if the type has one.
    pub base: Option<String>,
    /// Whether the type is abstract: every value has a derived type.
    pub is_abstract: bool,
    /// Whether a value may have properties that the schema does not list.
    pub open: bool,
    /// Whether the entity also has a media stream.
    pub has_stream: bool,
    /// Whether the type was packed for paths only: without properties, and with only the navigation that packed paths use.
    pub partial: bool,
    /// The names of the key properties, if the type itself declares a key; empty otherwise.
    pub key: Vec<String>,
    /// The alternate keys that the type itself declares: for each, the names by which a path gives its values.
    pub alternate_keys: Vec<Vec<String>>,
    /// The properties that the type itself declares, by their names in JSON.
    pub properties: BTreeMap<String, Property>,
    /// The navigation properties that may follow a value of this type in a path, by name. In a schema text from an older version of `pack`,
    /// they include functions.
    pub navigation: BTreeMap<String, Navigation>,
    /// The service's description of the type, which the compact text form omits.
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
            alternate_keys: Vec::new(),
            properties: BTreeMap::new(),
            navigation: BTreeMap::new(),
            doc: None,
        }
    }
}

/// A property of a [`StructuredType`] that is not a navigation property. Also describes a parameter or the result of an operation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Property {
    /// The type of the property's value, or of each element if the value is a collection.
    pub ty: Type,
    /// Whether the property's value is a collection.
    pub collection: bool,
    /// Whether the property's value may be null; for a collection, whether its elements may be null.
    pub nullable: bool,
    /// Whether clients may set the property's value.
    pub access: Access,
    /// The service's description of the property, which the compact text form omits.
    pub doc: Option<String>,
}

/// Whether clients may set the value of a [`Property`]. Read from the annotations of the [Core vocabulary].
///
/// [Core vocabulary]: https://github.com/oasis-tcs/odata-vocabularies/blob/main/vocabularies/Org.OData.Core.V1.md
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Access {
    /// Clients may set the value at any time.
    #[default]
    Writable,
    /// Clients may set the value only when they create the entity: `Core.Immutable`.
    Immutable,
    /// Only the service sets the value: `Core.Computed`, or `Core.Permissions` with nothing but `Read`.
    Computed,
}

/// The type of a [`Property`], without its nullability and without `Collection(…)`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Type {
    /// An OData primitive type.
    Primitive(Primitive),
    /// A structured type or an enumeration of the schema. Holds its qualified name.
    Named(String),
}

/// A path segment that may follow a value of a [`StructuredType`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Navigation {
    /// The qualified name of the type that the segment leads to.
    pub target: String,
    /// Whether the segment leads to a collection, so that a key follows it.
    pub collection: bool,
    /// The kind of the segment: a navigation property or a function.
    pub via: Via,
}

/// The kind of a [`Navigation`] segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Via {
    /// A navigation property of the type.
    Property,
    /// A bound function in a schema text from an older version of `pack`, which wrote only the type of its result. Further segments may
    /// follow it. Newer texts have [operations](Operation) instead.
    Function,
    /// A function like [`Via::Function`], but bound to a collection of the type.
    CollectionFunction,
}

/// An enumeration type: the members that a value may have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct EnumerationType {
    /// Whether this is a flags enumeration: one value may combine several members.
    pub flags: bool,
    /// The members, ordered by their numeric values.
    pub members: Vec<Member>,
    /// The service's description of the enumeration, which the compact text form omits.
    pub doc: Option<String>,
}

/// A value that an [`EnumerationType`] lists: its name in JSON and its number in the schema.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Member {
    /// The member's name in JSON.
    pub name: String,
    /// The member's numeric value.
    pub value: i64,
    /// The service's description of the member, which the compact text form omits.
    pub doc: Option<String>,
}

macro_rules! primitives {
    ($($name:ident)*) => {
        /// An OData primitive type, named without the prefix `Edm.`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Primitive { $(#[doc = concat!("`Edm.", stringify!($name), "`")] $name,)* }

        impl Primitive {
            /// Every primitive type.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Returns the primitive type with this name, given without the prefix `Edm.`.
            pub fn named(name: &str) -> Option<Self> {
                match name { $(stringify!($name) => Some(Self::$name),)* _ => None }
            }

            /// Returns the primitive type's name, without the prefix `Edm.`.
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
    /// Returns the Rust type with which to declare a property of this primitive type.
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
            Self::Double => "f64",
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
    /// Returns the schema's own namespace, to which type names without a namespace belong: `microsoft.graph`.
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// Returns the schema's entity sets and singletons, each with its name.
    pub fn roots(&self) -> impl Iterator<Item = (&str, &Root)> {
        self.roots.iter().map(|(name, root)| (name.as_str(), root))
    }

    /// Returns the schema's entity types and complex types, each with its qualified name.
    pub fn types(&self) -> impl Iterator<Item = (&str, &StructuredType)> {
        self.types.iter().map(|(name, ty)| (name.as_str(), ty))
    }

    /// Returns the schema's enumeration types, each with its qualified name.
    pub fn enums(&self) -> impl Iterator<Item = (&str, &EnumerationType)> {
        self.enums.iter().map(|(name, ty)| (name.as_str(), ty))
    }

    /// Returns the entity set or singleton with this name, such as `users`.
    pub fn root(&self, name: &str) -> Option<&Root> {
        self.roots.get(name)
    }

    /// Returns the entity type or complex type with this qualified name.
    pub fn structured(&self, name: &str) -> Option<&StructuredType> {
        self.types.get(name)
    }

    /// Returns the enumeration type with this qualified name.
    pub fn enumeration(&self, name: &str) -> Option<&EnumerationType> {
        self.enums.get(name)
    }

    /// Returns the qualified form of a type name. Replaces an alias (`graph.user`) by its namespace, and adds the namespace to a name
    /// without one (`user`).
    pub fn qualify(&self, name: &str) -> String {
        match name.rsplit_once('.') {
            None => format!("{}.{name}", self.namespace),
            Some((prefix, local)) => match self.aliases.get(prefix) {
                Some(namespace) => format!("{namespace}.{local}"),
                None => name.to_owned(),
            },
        }
    }

    /// Returns the type name without its namespace, if the namespace is the [schema's own](Self::namespace). Returns any other name
    /// unchanged.
    pub fn short<'a>(&self, name: &'a str) -> &'a str {
        match name.strip_prefix(self.namespace.as_str()).and_then(|rest| rest.strip_prefix('.')) {
            Some(local) if !local.contains('.') => local,
            _ => name,
        }
    }

    /// Returns the type with this qualified name, then its base types, nearest first.
    pub fn lineage<'s>(&'s self, name: &str) -> impl Iterator<Item = (&'s str, &'s StructuredType)> + use<'s> {
        let found = |name: &str| self.types.get_key_value(name).map(|(name, ty)| (name.as_str(), ty));
        std::iter::successors(found(name), move |(_, ty)| ty.base.as_deref().and_then(found))
    }

    /// Returns whether the type `name` is `base` or derives from `base`. Both names are qualified.
    pub fn is_or_derives_from(&self, name: &str, base: &str) -> bool {
        self.lineage(name).any(|(name, _)| name == base)
    }

    /// Returns all direct and indirect subtypes of the type `base`, each with its qualified name, ordered by name.
    pub fn derived<'s>(&'s self, base: &'s str) -> impl Iterator<Item = (&'s str, &'s StructuredType)> {
        self.types().filter(move |(name, _)| *name != base && self.is_or_derives_from(name, base))
    }

    /// Returns the declared or inherited property of a type. `ty` is the type's qualified name; `property` is the property's name in JSON.
    pub fn property(&self, ty: &str, property: &str) -> Option<&Property> {
        self.lineage(ty).find_map(|(_, ty)| ty.properties.get(property))
    }

    /// Returns the declared or inherited navigation property of a type. `ty` is the type's qualified name; `property` is the property's
    /// name in JSON.
    pub fn navigation_property(&self, ty: &str, property: &str) -> Option<&Navigation> {
        let navigation = self.lineage(ty).find_map(|(_, ty)| ty.navigation.get(property));
        navigation.filter(|navigation| navigation.via == Via::Property)
    }

    /// Returns the names of a type's key properties, declared or inherited. `ty` is a qualified name.
    pub fn key(&self, ty: &str) -> &[String] {
        self.lineage(ty).map(|(_, ty)| ty.key.as_slice()).find(|key| !key.is_empty()).unwrap_or_default()
    }
}
