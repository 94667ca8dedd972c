//! The static description of a declared type: the table that a derive emits.
//!
//! All structs are `#[non_exhaustive]`: the expansions build them through `const` functions, so that a new fact is a new function.

use super::json::{Additional, Json};

/// The type of a property's value in OData's Entity Data Model ([CSDL 4.01 §3.3]).
///
/// [CSDL 4.01 §3.3]: https://docs.oasis-open.org/odata/odata-csdl-xml/v4.01/odata-csdl-xml-v4.01.html#sec_PrimitiveTypes
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Edm {
    /// `Edm.Boolean`
    Boolean,
    /// `Edm.Byte`, unsigned 8 bit
    Byte,
    /// `Edm.Int16`
    Int16,
    /// `Edm.Int32`
    Int32,
    /// `Edm.Int64`
    Int64,
    /// `Edm.Single`
    Single,
    /// `Edm.Double`
    Double,
    /// `Edm.String`
    String,
    /// `Edm.DateTimeOffset`
    DateTimeOffset,
    /// `Edm.Date`
    Date,
    /// `Edm.TimeOfDay`
    TimeOfDay,
    /// `Edm.Duration`
    Duration,
    /// `Edm.Guid`
    Guid,
    /// `Edm.Binary`
    Binary,
    /// `Edm.Stream`
    Stream,
    /// An enumeration type.
    Enum(&'static EnumType),
    /// An entity or complex type. A function, so that types may be recursive.
    Structured(fn() -> &'static StructuredType),
    /// Any JSON value.
    Untyped,
}

/// The type of a property: an [`Edm`] type, whether it is a collection, and where null is allowed.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct PropertyType {
    /// The type of the value, or of each element.
    pub edm: Edm,
    /// The value is a JSON array.
    pub collection: bool,
    /// The value may be null.
    pub nullable: bool,
    /// The elements of the array may be null.
    pub nullable_elements: bool,
}

impl PropertyType {
    /// A single, non-nullable value.
    pub const fn one(edm: Edm) -> Self {
        Self { edm, collection: false, nullable: false, nullable_elements: false }
    }

    /// A declared entity or complex type.
    pub const fn structured(declaration: fn() -> &'static StructuredType) -> Self {
        Self::one(Edm::Structured(declaration))
    }

    /// A declared enumeration type.
    pub const fn enumeration(declaration: &'static EnumType) -> Self {
        Self::one(Edm::Enum(declaration))
    }

    /// Returns the declaration of an entity or complex type.
    pub fn declaration(&self) -> Option<&'static StructuredType> {
        match self.edm {
            Edm::Structured(declaration) => Some(declaration()),
            _ => None,
        }
    }

    /// Whether the value is a set of flags.
    pub(crate) fn is_flags(&self) -> bool {
        !self.collection && matches!(self.edm, Edm::Enum(declared) if declared.flags)
    }

    /// A non-nullable collection of this type.
    pub const fn collection(self) -> Self {
        Self { edm: self.edm, collection: true, nullable: false, nullable_elements: self.nullable }
    }

    /// This type, or null.
    pub const fn nullable(self) -> Self {
        Self { nullable: true, ..self }
    }

    /// The type of one element, as nullable as the collection.
    #[cfg(feature = "emulator")]
    pub(crate) const fn single(self) -> Self {
        Self { collection: false, ..self }
    }

    /// This type, never null.
    const fn not_null(self) -> Self {
        Self { nullable: false, ..self }
    }
}

/// A property of a [`StructuredType`].
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Property {
    /// The name in JSON.
    pub name: &'static str,
    /// The type.
    pub ty: PropertyType,
    /// The property is the entity's key: never part of a patch.
    pub key: bool,
    /// Only the service sets the property: never part of a patch.
    pub read_only: bool,
    /// The service may omit the property from a complete answer.
    pub may_be_absent: bool,
}

impl Property {
    /// A property that a client may write. The service may omit it if it is nullable.
    pub const fn new(name: &'static str, ty: PropertyType) -> Self {
        Self { name, ty, key: false, read_only: false, may_be_absent: ty.nullable }
    }

    /// Marks the entity's key.
    pub const fn key(self) -> Self {
        Self { key: true, ..self }
    }

    /// Marks a property that only the service sets.
    pub const fn read_only(self) -> Self {
        Self { read_only: true, ..self }
    }

    /// Marks a property that the service may omit, but that is never null.
    pub const fn not_null(self) -> Self {
        Self { ty: self.ty.not_null(), may_be_absent: true, ..self }
    }

    /// Whether the property leads to other entities, which the service returns only to `$expand`.
    pub(crate) fn is_navigation(&self) -> bool {
        self.ty.declaration().is_some_and(|declared| declared.kind() == StructuredKind::Entity)
    }

    /// Returns `true` if a patch may contain the property.
    pub const fn writable(&self) -> bool {
        !self.key && !self.read_only
    }
}

/// When `@odata.type` is written into a body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TagPolicy {
    /// First in every body.
    #[default]
    Always,
    /// Never, for services that refuse it.
    Never,
}

/// The permissions that an API page asks for, from least to most privileged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Permissions {
    /// For a signed-in work or school account.
    pub delegated: &'static [&'static str],
    /// For an app without a user.
    pub application: &'static [&'static str],
}

/// Entity or complex type ([CSDL 4.01 §6, §9](https://docs.oasis-open.org/odata/odata-csdl-xml/v4.01/odata-csdl-xml-v4.01.html)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StructuredKind {
    /// An entity type: it has paths and, unless it is keyless, a key.
    Entity,
    /// A complex type: part of an entity.
    Complex,
}

/// A declared entity or complex type.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct StructuredType {
    /// The qualified name, with `microsoft.graph.` and without `#`.
    pub name: &'static str,
    /// The qualified names of its base types, nearest first.
    pub bases: &'static [&'static str],
    /// The properties in the order of declaration, with those of the base types.
    pub properties: &'static [Property],
    /// The types that an enum of derived types lists; empty for a struct.
    pub derived: &'static [PropertyType],
    /// The type has a field for undeclared properties.
    pub open: bool,
    /// The type has a field for `@odata.etag`.
    pub keeps_etag: bool,
    /// When its tag is written.
    pub tag: TagPolicy,
    /// The permissions that an update needs.
    pub permissions: Permissions,
    kind: StructuredKind,
}

impl StructuredType {
    /// An entity type with these properties.
    pub const fn entity(name: &'static str, properties: &'static [Property]) -> Self {
        Self::new(StructuredKind::Entity, name, properties)
    }

    /// A complex type with these properties.
    pub const fn complex(name: &'static str, properties: &'static [Property]) -> Self {
        Self::new(StructuredKind::Complex, name, properties)
    }

    /// An enum of the types that derive from the type of this name; open, since it keeps values of other types.
    pub const fn any_of(name: &'static str, derived: &'static [PropertyType]) -> Self {
        Self { derived, open: true, ..Self::new(StructuredKind::Complex, name, &[]) }
    }

    const fn new(kind: StructuredKind, name: &'static str, properties: &'static [Property]) -> Self {
        let permissions = Permissions { delegated: &[], application: &[] };
        let (bases, derived, tag) = (&[], &[], TagPolicy::Always);
        Self { name, bases, properties, derived, open: false, keeps_etag: false, tag, permissions, kind }
    }

    /// Adds the base types, nearest first.
    pub const fn bases(self, bases: &'static [&'static str]) -> Self {
        Self { bases, ..self }
    }

    /// Marks a type with a field for undeclared properties.
    pub const fn open(self) -> Self {
        Self { open: true, ..self }
    }

    /// Marks a type with a field for `@odata.etag`.
    pub const fn with_etag(self) -> Self {
        Self { keeps_etag: true, ..self }
    }

    /// Marks a type that is written without a tag.
    pub const fn untagged(self) -> Self {
        Self { tag: TagPolicy::Never, ..self }
    }

    /// Adds the permissions that an update needs.
    pub const fn permissions(self, delegated: &'static [&'static str], application: &'static [&'static str]) -> Self {
        Self { permissions: Permissions { delegated, application }, ..self }
    }

    /// Returns whether this is an entity or a complex type. An enum of derived types has the kind of the types that it lists.
    pub fn kind(&self) -> StructuredKind {
        let mut derived = self.derived.iter().filter_map(|derived| derived.declaration());
        derived.next().map_or(self.kind, Self::kind)
    }

    /// Returns `true` for an entity without a key: a singleton, or an entity that only a path identifies.
    pub fn is_keyless(&self) -> bool {
        let has_key = |declared: &Self| declared.properties.iter().any(|property| property.key);
        let mut derived = self.derived.iter().filter_map(|derived| derived.declaration());
        self.kind() == StructuredKind::Entity && derived.next().map_or(!has_key(self), Self::is_keyless)
    }

    /// Returns the index of a property among [`properties`](Self::properties); the search starts at `hint` and wraps around.
    pub(crate) fn position(&self, name: &str, hint: usize) -> Option<usize> {
        if self.properties.get(hint).is_some_and(|property| property.name == name) {
            return Some(hint);
        }
        let found = |(_, property): &(usize, &Property)| property.name == name;
        let all = || self.properties.iter().enumerate();
        all().skip(hint).find(found).or_else(|| all().take(hint).find(found)).map(|(index, _)| index)
    }

    /// Returns the type that `@odata.type` names among this type and those derived from it. Variants come first, since one may be the
    /// base itself.
    pub(crate) fn with_tag(&'static self, tag: &str) -> Option<&'static Self> {
        let mut derived = self.derived.iter().filter_map(|derived| derived.declaration());
        derived.find_map(|derived| derived.with_tag(tag)).or_else(|| matches_tag(tag, self.name).then_some(self))
    }

    /// Returns the type of an object: the one that its tag names, or else this one.
    pub(crate) fn of_value(&'static self, members: &Additional) -> &'static Self {
        let tag = members.get("@odata.type").and_then(Json::as_str);
        tag.and_then(|tag| self.with_tag(tag)).unwrap_or(self)
    }

    /// Returns `true` if `name` is this type or one of its base types.
    pub fn is_or_derives_from(&self, name: &str) -> bool {
        self.name == name || self.bases.contains(&name)
    }
}

/// A declared enumeration type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct EnumType {
    /// The names of the members in JSON.
    pub members: &'static [&'static str],
    /// A value may be several members at once.
    pub flags: bool,
}

impl EnumType {
    /// An enumeration type with these members.
    pub const fn new(members: &'static [&'static str], flags: bool) -> Self {
        Self { members, flags }
    }
}

/// Whether `@odata.type` names this type. Graph writes top-level tags with `#` and nested ones without: both forms match.
pub(crate) fn matches_tag(tag: &str, name: &str) -> bool {
    tag.strip_prefix('#').unwrap_or(tag) == name
}

/// Whether two names are equal, in constants that run while a user's crate is compiled.
pub(crate) const fn equal(a: &str, b: &str) -> bool {
    let (mut a, mut b) = (a.as_bytes(), b.as_bytes());
    while let ([first, rest @ ..], [other, others @ ..]) = (a, b) {
        if *first != *other {
            return false;
        }
        (a, b) = (rest, others);
    }
    a.is_empty() && b.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYLESS: StructuredType = StructuredType::entity("microsoft.graph.status", &[]);

    #[test]
    fn an_entity_without_a_key_is_an_entity() {
        assert_eq!((KEYLESS.kind(), KEYLESS.is_keyless()), (StructuredKind::Entity, true));
        assert!(Property::new("status", PropertyType::structured(|| &KEYLESS)).is_navigation());
        let complex = StructuredType::complex("microsoft.graph.place", &[]);
        assert_eq!((complex.kind(), complex.is_keyless()), (StructuredKind::Complex, false));
    }

    #[test]
    fn an_enum_of_derived_types_has_their_kind() {
        const ALL: StructuredType = StructuredType::any_of("microsoft.graph.item", &[PropertyType::structured(|| &KEYLESS)]);
        assert_eq!((ALL.kind(), ALL.is_keyless()), (StructuredKind::Entity, true));
        assert_eq!(StructuredType::any_of("microsoft.graph.item", &[]).kind(), StructuredKind::Complex);
    }

    #[test]
    fn an_object_has_the_type_of_its_tag() {
        static LEAF: StructuredType = StructuredType::complex("microsoft.graph.leaf", &[]);
        static INNER: StructuredType = StructuredType::any_of("microsoft.graph.inner", &[PropertyType::structured(|| &LEAF)]);
        static ALL: StructuredType = StructuredType::any_of("microsoft.graph.all", &[PropertyType::structured(|| &INNER)]);
        let of = |json: Json| ALL.of_value(json.as_object().unwrap()).name;
        for (tag, name) in
            [("#microsoft.graph.leaf", LEAF.name), ("microsoft.graph.inner", INNER.name), ("#microsoft.graph.x", ALL.name)]
        {
            assert_eq!(of(serde_json::json!({"@odata.type": tag})), name);
        }
        assert_eq!((of(serde_json::json!({})), of(serde_json::json!({"@odata.type": 1}))), (ALL.name, ALL.name));
    }
}
