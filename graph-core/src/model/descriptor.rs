//! The static description of a declared type, which a derive emits.
//!
//! The structs are `#[non_exhaustive]`, and expansions build them with `const` functions, so a new field does not break an existing
//! expansion.

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
    /// `Edm.Decimal`
    Decimal,
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
    /// An entity or complex type. The function returns the type's declaration. It is a function, and not a reference, so that a type can
    /// contain itself.
    Structured(fn() -> &'static StructuredType),
    /// Any JSON value.
    Untyped,
}

/// The type of a property: an [`Edm`] type, whether it is a collection, and where null is allowed.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct PropertyType {
    /// The type of the property's value, or of each element of a collection.
    pub edm: Edm,
    /// Whether the property's value is a JSON array.
    pub collection: bool,
    /// Whether the property's value may be null.
    pub nullable: bool,
    /// Whether the elements of the JSON array may be null.
    pub nullable_elements: bool,
    /// Whether the Rust type is an [`Expanded`](super::Expanded), which keeps the count and the next link of the collection.
    pub paged: bool,
}

impl PropertyType {
    /// Returns the type of a property whose value is a single, non-nullable value of this EDM type.
    pub const fn one(edm: Edm) -> Self {
        Self { edm, collection: false, nullable: false, nullable_elements: false, paged: false }
    }

    /// Returns the type of a non-nullable entity or complex value.
    pub const fn structured(declaration: fn() -> &'static StructuredType) -> Self {
        Self::one(Edm::Structured(declaration))
    }

    /// Returns the type of a non-nullable member of an enumeration.
    pub const fn enumeration(declaration: &'static EnumType) -> Self {
        Self::one(Edm::Enum(declaration))
    }

    /// Returns the entity or complex type of the property's value or of its elements; `None` for a value of another kind.
    pub fn declaration(&self) -> Option<&'static StructuredType> {
        match self.edm {
            Edm::Structured(declaration) => Some(declaration()),
            _ => None,
        }
    }

    /// Returns `true` if the property's value is a single set of flags, such as `"a,b"`.
    pub(crate) fn is_flags(&self) -> bool {
        !self.collection && matches!(self.edm, Edm::Enum(declared) if declared.flags)
    }

    /// Returns the type of a non-nullable collection whose elements have this type.
    pub const fn collection(self) -> Self {
        Self { edm: self.edm, collection: true, nullable: false, nullable_elements: self.nullable, paged: false }
    }

    /// Returns this collection type with `paged` set: its Rust type keeps the count and the next link of the collection.
    pub(crate) const fn paged(self) -> Self {
        Self { paged: true, ..self }
    }

    /// Returns `true` if the value can be a JSON array.
    pub(crate) const fn is_array(&self) -> bool {
        self.collection || matches!(self.edm, Edm::Untyped)
    }

    /// Returns this type as nullable.
    pub const fn nullable(self) -> Self {
        Self { nullable: true, ..self }
    }

    /// Returns the type of one element of the collection. The element is nullable if the collection is.
    #[cfg(feature = "emulator")]
    pub(crate) const fn single(self) -> Self {
        Self { collection: false, ..self }
    }

    /// Returns this type as non-nullable.
    const fn not_null(self) -> Self {
        Self { nullable: false, ..self }
    }
}

/// The facts that a declaration states about one property of a [`StructuredType`]: its name in JSON, its type, and who may set it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Property {
    /// The property's name in JSON, such as `displayName`.
    pub name: &'static str,
    /// The type of the property's value.
    pub ty: PropertyType,
    /// Whether the property is the entity's key. A patch never contains the key.
    pub key: bool,
    /// Whether only the service sets the property. A patch never contains such a property.
    pub read_only: bool,
    /// Whether a client can set the property only when it creates the entity. An update never contains such a property.
    pub create_only: bool,
    /// Whether the service may omit the property, even from a complete response.
    pub may_be_absent: bool,
    /// Whether the property is an annotation, such as `@microsoft.graph.downloadUrl`. No request body contains an annotation.
    pub annotation: bool,
}

impl Property {
    /// Creates a property that a client may write. The service may omit the property if its type is nullable.
    pub const fn new(name: &'static str, ty: PropertyType) -> Self {
        Self { name, ty, key: false, read_only: false, create_only: false, may_be_absent: ty.nullable, annotation: false }
    }

    /// Marks the property as the entity's key.
    pub const fn key(self) -> Self {
        Self { key: true, ..self }
    }

    /// Marks the property as one that only the service sets.
    pub const fn read_only(self) -> Self {
        Self { read_only: true, ..self }
    }

    /// Marks the property as one that a client sets only when it creates the entity.
    pub const fn create_only(self) -> Self {
        Self { create_only: true, ..self }
    }

    /// Marks the property as an annotation, which only the service sets, and which the service may omit.
    pub const fn annotation(self) -> Self {
        Self { annotation: true, read_only: true, may_be_absent: true, ..self }
    }

    /// Marks the property as one that the service may omit, and that a patch cannot set to null.
    pub const fn not_null(self) -> Self {
        Self { ty: self.ty.not_null(), may_be_absent: true, ..self }
    }

    /// Returns `true` if null in a response means that the property is absent. Services write null for an absent property, even if their
    /// schema says that the property is never null.
    pub(crate) const fn null_is_absent(&self) -> bool {
        self.may_be_absent && !self.ty.nullable
    }

    /// Returns `true` for a navigation property. Its value is one or several related entities, which the service returns only for
    /// `$expand`.
    pub(crate) fn is_navigation(&self) -> bool {
        !self.annotation && self.ty.declaration().is_some_and(|declared| declared.kind() == StructuredKind::Entity)
    }

    /// Returns `true` if an update may contain the property. A creation may also contain the key and the `create_only` properties.
    pub const fn writable(&self) -> bool {
        !self.key && !self.read_only && !self.create_only
    }
}

/// Whether the JSON of an entity or complex type contains `@odata.type`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TagPolicy {
    /// The JSON always begins with `@odata.type`.
    #[default]
    Always,
    /// The JSON never contains `@odata.type`, for services that refuse it.
    Never,
}

/// The names of permissions that the API page of a request lists, such as `User.Read.All`, from least to most privileged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Permissions {
    /// Permissions for requests on behalf of a signed-in work or school account.
    pub delegated: &'static [&'static str],
    /// Permissions for requests of an app without a user.
    pub application: &'static [&'static str],
}

/// Whether a declared type is an entity type or a complex type
/// ([CSDL 4.01 §6, §9](https://docs.oasis-open.org/odata/odata-csdl-xml/v4.01/odata-csdl-xml-v4.01.html)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StructuredKind {
    /// An entity type: it has paths and, if it is not keyless, a key property.
    Entity,
    /// A complex type: a value inside an entity, without a key.
    Complex,
}

/// A declared entity or complex type.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct StructuredType {
    /// The qualified name of the type, such as `microsoft.graph.user`, without `#`.
    pub name: &'static str,
    /// The qualified names of the type's base types, nearest first.
    pub bases: &'static [&'static str],
    /// The properties of the type in the order of declaration, inherited ones included.
    pub properties: &'static [Property],
    /// The names of the fields that cannot be derived from the names of their properties, each with the property's name in JSON.
    #[doc(hidden)]
    pub renamed: &'static [(&'static str, &'static str)],
    /// The subtypes, if the Rust type is an enum whose variants are the subtypes of this type; empty for a struct.
    pub derived: &'static [PropertyType],
    /// Whether the Rust type has a field for undeclared properties.
    pub open: bool,
    /// Whether the Rust type has a field for `@odata.etag`.
    pub keeps_etag: bool,
    /// Whether the JSON of the type contains `@odata.type`.
    pub tag: TagPolicy,
    /// The permissions that an update of the entity needs.
    pub permissions: Permissions,
    /// Whether a request that reads the entity asks for the declared properties alone (`$select` and `$expand`).
    pub select: bool,
    /// Whether a request that counts or searches the entities sends `ConsistencyLevel: eventual`.
    pub eventual_consistency: bool,
    kind: StructuredKind,
    /// Whether any of the properties is an annotation.
    annotated: bool,
}

impl StructuredType {
    /// Describes an entity type with this qualified name and these properties.
    pub const fn entity(name: &'static str, properties: &'static [Property]) -> Self {
        Self::new(StructuredKind::Entity, name, properties)
    }

    /// Describes a complex type with this qualified name and these properties.
    pub const fn complex(name: &'static str, properties: &'static [Property]) -> Self {
        Self::new(StructuredKind::Complex, name, properties)
    }

    /// Describes the parameters of an action or a function with this name. Its JSON has no `@odata.type`.
    pub const fn operation(name: &'static str, parameters: &'static [Property]) -> Self {
        Self::complex(name, parameters).untagged()
    }

    /// Describes an enum whose variants are subtypes of the type `name`. The enum is open, since it keeps values of other subtypes.
    pub const fn any_of(name: &'static str, derived: &'static [PropertyType]) -> Self {
        Self { derived, open: true, ..Self::new(StructuredKind::Complex, name, &[]) }
    }

    const fn new(kind: StructuredKind, name: &'static str, properties: &'static [Property]) -> Self {
        let permissions = Permissions { delegated: &[], application: &[] };
        let (bases, derived, tag) = (&[], &[], TagPolicy::Always);
        let annotated = has_annotation(properties);
        let (open, keeps_etag, select, eventual_consistency) = (false, false, false, false);
        Self {
            name,
            bases,
            properties,
            renamed: &[],
            derived,
            open,
            keeps_etag,
            tag,
            permissions,
            select,
            eventual_consistency,
            kind,
            annotated,
        }
    }

    /// Sets the qualified names of the type's base types, nearest first.
    pub const fn bases(self, bases: &'static [&'static str]) -> Self {
        Self { bases, ..self }
    }

    /// Sets the names of the fields that cannot be derived from the names of their properties, each with the property's name in JSON.
    #[doc(hidden)]
    pub const fn renamed(self, renamed: &'static [(&'static str, &'static str)]) -> Self {
        Self { renamed, ..self }
    }

    /// Records that the type has a field for undeclared properties.
    pub const fn open(self) -> Self {
        Self { open: true, ..self }
    }

    /// Records that the type has a field for `@odata.etag`.
    pub const fn with_etag(self) -> Self {
        Self { keeps_etag: true, ..self }
    }

    /// Records that the type is written without `@odata.type`.
    pub const fn untagged(self) -> Self {
        Self { tag: TagPolicy::Never, ..self }
    }

    /// Sets the permissions that an update of the entity needs.
    pub const fn permissions(self, delegated: &'static [&'static str], application: &'static [&'static str]) -> Self {
        Self { permissions: Permissions { delegated, application }, ..self }
    }

    /// Records that a request that reads the entity asks for the declared properties alone.
    pub const fn select(self) -> Self {
        Self { select: true, ..self }
    }

    /// Records that a request that counts or searches the entities sends `ConsistencyLevel: eventual`.
    pub const fn eventual_consistency(self) -> Self {
        Self { eventual_consistency: true, ..self }
    }

    /// Returns whether this is an entity or a complex type. An enum whose variants are subtypes has the kind of the subtypes.
    pub fn kind(&self) -> StructuredKind {
        let mut derived = self.derived.iter().filter_map(|derived| derived.declaration());
        derived.next().map_or(self.kind, Self::kind)
    }

    /// Returns `true` for an entity without a key: a singleton, or an entity that is identified by its path alone.
    pub fn is_keyless(&self) -> bool {
        let has_key = |declared: &Self| declared.properties.iter().any(|property| property.key);
        let mut derived = self.derived.iter().filter_map(|derived| derived.declaration());
        self.kind() == StructuredKind::Entity && derived.next().map_or(!has_key(self), Self::is_keyless)
    }

    /// Returns `true` if requests that count or search objects of this type, or of one of its subtypes, send `ConsistencyLevel: eventual`.
    pub(crate) fn is_eventually_consistent(&self) -> bool {
        let mut derived = self.derived.iter().filter_map(|derived| derived.declaration());
        self.eventual_consistency || derived.any(Self::is_eventually_consistent)
    }

    /// Returns the index of the property that a member of a JSON object belongs to; see [`position`](Self::position).
    pub(crate) fn member_position(&self, name: &str, hint: usize) -> Option<usize> {
        // Fast path: almost every JSON object has keys that start with `@`, but few types declare such a property.
        if name.starts_with('@') && !self.annotated { None } else { self.position(name, hint) }
    }

    /// Returns the index of the property with this JSON name in [`properties`](Self::properties). The search starts at `hint` and wraps
    /// around.
    pub(crate) fn position(&self, name: &str, hint: usize) -> Option<usize> {
        if self.properties.get(hint).is_some_and(|property| property.name == name) {
            return Some(hint);
        }
        let found = |(_, property): &(usize, &Property)| property.name == name;
        let all = || self.properties.iter().enumerate();
        all().skip(hint).find(found).or_else(|| all().take(hint).find(found)).map(|(index, _)| index)
    }

    /// Returns this type or the subtype that `tag`, a value of `@odata.type`, names. Returns `None` if the tag names another type. Tries
    /// the subtypes first, because a subtype may have the same name as this type.
    pub(crate) fn with_tag(&'static self, tag: &str) -> Option<&'static Self> {
        let mut derived = self.derived.iter().filter_map(|derived| derived.declaration());
        derived.find_map(|derived| derived.with_tag(tag)).or_else(|| matches_tag(tag, self.name).then_some(self))
    }

    /// Returns the subtype that an object's `@odata.type` names. If the tag names this type, is unknown or is missing, returns this type.
    pub(crate) fn of_value(&'static self, members: &Additional) -> &'static Self {
        let tag = members.get("@odata.type").and_then(Json::as_str);
        tag.and_then(|tag| self.with_tag(tag)).unwrap_or(self)
    }

    /// Returns `true` if `name` is the qualified name of this type or of one of its base types.
    pub fn is_or_derives_from(&self, name: &str) -> bool {
        self.name == name || self.bases.contains(&name)
    }
}

const fn has_annotation(properties: &[Property]) -> bool {
    let mut rest = properties;
    while let [first, others @ ..] = rest {
        if first.annotation {
            return true;
        }
        rest = others;
    }
    false
}

/// A declared enumeration type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct EnumType {
    /// The names of the enumeration's members in JSON.
    pub members: &'static [&'static str],
    /// Whether a value may combine several members, such as `a,b`.
    pub flags: bool,
}

impl EnumType {
    /// Describes an enumeration type with these members; `flags` says whether a value may combine several of them.
    pub const fn new(members: &'static [&'static str], flags: bool) -> Self {
        Self { members, flags }
    }
}

/// Returns `true` if the tag (`@odata.type`) names the type `name`. A `#` before the tag makes no difference: Graph writes it in top-level
/// objects, but not in nested ones.
pub(crate) fn matches_tag(tag: &str, name: &str) -> bool {
    tag.strip_prefix('#').unwrap_or(tag) == name
}

/// Returns `true` if two type or property names are equal. `const`, since expansions compare names while the user's crate is compiled.
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
mod tests;
