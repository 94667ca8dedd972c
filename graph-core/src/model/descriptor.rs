//! The static description of a declared type: what the derives emit and what the emulator serves.

use super::property_value::PropertyValue;

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
    /// A complex type, or an entity type in the place of a value. A function, so that types may be recursive.
    Structured(fn() -> &'static StructuredType),
    /// Any JSON value.
    Untyped,
}

/// An [`Edm`] type together with how many values there are and whether null is one of them.
#[derive(Clone, Copy, Debug)]
pub struct PropertyType {
    /// The type of the value, or of each element.
    pub edm: Edm,
    /// The value is a JSON array.
    pub collection: bool,
    /// The service's schema lets the value be null.
    pub nullable: bool,
    /// It lets the elements of the array be null.
    pub nullable_elements: bool,
}

impl PropertyType {
    /// One value that is never null.
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

    /// The declaration, if this is an entity or complex type.
    pub fn declaration(&self) -> Option<&'static StructuredType> {
        match self.edm {
            Edm::Structured(declaration) => Some(declaration()),
            _ => None,
        }
    }

    /// One value that is a set of members.
    pub(crate) fn is_flags(&self) -> bool {
        !self.collection && matches!(self.edm, Edm::Enum(declared) if declared.flags)
    }

    /// The same type, in an array.
    pub const fn collection(self) -> Self {
        Self { edm: self.edm, collection: true, nullable: false, nullable_elements: self.nullable }
    }

    /// The same type, or null.
    pub const fn nullable(self) -> Self {
        Self { nullable: true, ..self }
    }
}

/// One property of a [`StructuredType`].
#[derive(Clone, Copy, Debug)]
pub struct Property {
    /// The name on the wire.
    pub name: &'static str,
    /// What it holds.
    pub ty: PropertyType,
    /// The entity's key: never part of a patch.
    pub key: bool,
    /// The service computes it: never part of a patch.
    pub read_only: bool,
    /// The service may leave it out of a full answer.
    pub may_be_absent: bool,
}

impl Property {
    /// A property of the type `T` that a client may write; it may be absent exactly when it may be null.
    pub const fn of<T: PropertyValue>(name: &'static str) -> Self {
        Self::new(name, T::TYPE)
    }

    /// A property that a client may write; it may be absent exactly when it may be null.
    pub const fn new(name: &'static str, ty: PropertyType) -> Self {
        Self { name, ty, key: false, read_only: false, may_be_absent: ty.nullable }
    }

    /// The entity's key.
    pub const fn key(self) -> Self {
        Self { key: true, ..self }
    }

    /// Computed by the service.
    pub const fn read_only(self) -> Self {
        Self { read_only: true, ..self }
    }

    /// May be absent, but is never null.
    pub const fn not_null(self) -> Self {
        let ty = PropertyType { nullable: false, ..self.ty };
        Self { ty, may_be_absent: true, ..self }
    }

    /// Whether it leads to other entities, which only `$expand` brings.
    pub(crate) fn is_navigation(&self) -> bool {
        self.ty.declaration().is_some_and(StructuredType::is_entity)
    }

    /// Whether a patch may hold it.
    pub const fn writable(&self) -> bool {
        !self.key && !self.read_only
    }
}

/// When `@odata.type` is written into a body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TagPolicy {
    /// First in every body.
    #[default]
    Always,
    /// Left out, for services that refuse it.
    Never,
}

/// The permissions an API page asks for, from least to most privileged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Permissions {
    /// For a signed-in work or school account.
    pub delegated: &'static [&'static str],
    /// For an app without a user.
    pub application: &'static [&'static str],
}

/// A declared entity or complex type.
#[derive(Debug)]
pub struct StructuredType {
    /// The qualified name, `microsoft.graph.` included, without `#`.
    pub name: &'static str,
    /// The qualified names of its base types, nearest first.
    pub bases: &'static [&'static str],
    /// Its properties in the order of declaration, those of its bases included.
    pub properties: &'static [Property],
    /// The declared types that derive from it and may stand in its place.
    pub derived: &'static [PropertyType],
    /// Unknown properties are kept.
    pub open: bool,
    /// When its tag is written.
    pub tag: TagPolicy,
    /// What it takes to update it.
    pub permissions: Permissions,
}

impl StructuredType {
    /// A type with these properties and nothing else of note.
    pub const fn new(name: &'static str, properties: &'static [Property]) -> Self {
        let permissions = Permissions { delegated: &[], application: &[] };
        Self { name, bases: &[], properties, derived: &[], open: false, tag: TagPolicy::Always, permissions }
    }

    /// With base types, nearest first.
    pub const fn bases(self, bases: &'static [&'static str]) -> Self {
        Self { bases, ..self }
    }

    /// With types that may stand in its place.
    pub const fn derived(self, derived: &'static [PropertyType]) -> Self {
        Self { derived, ..self }
    }

    /// Keeping unknown properties.
    pub const fn open(self) -> Self {
        Self { open: true, ..self }
    }

    /// Written without a tag.
    pub const fn untagged(self) -> Self {
        Self { tag: TagPolicy::Never, ..self }
    }

    /// With the permissions it takes to update it.
    pub const fn permissions(self, delegated: &'static [&'static str], application: &'static [&'static str]) -> Self {
        Self { permissions: Permissions { delegated, application }, ..self }
    }

    /// The place of a property among [`properties`](Self::properties), looking first at `hint` and after it.
    pub(crate) fn position(&self, name: &str, hint: usize) -> Option<usize> {
        if self.properties.get(hint).is_some_and(|property| property.name == name) {
            return Some(hint);
        }
        let found = |(_, property): &(usize, &Property)| property.name == name;
        let all = || self.properties.iter().enumerate();
        all().skip(hint).find(found).or_else(|| all().take(hint).find(found)).map(|(index, _)| index)
    }

    /// Only an entity has a key. One that is declared without is taken for a complex type: nothing else tells them apart.
    fn is_entity(&self) -> bool {
        let derived = || self.derived.iter().filter_map(|derived| derived.declaration());
        self.properties.iter().any(|property| property.key) || derived().any(Self::is_entity)
    }

    /// Whether `name` is this type or one of its bases.
    pub fn is_or_derives_from(&self, name: &str) -> bool {
        self.name == name || self.bases.contains(&name)
    }
}

/// A declared enumeration type.
#[derive(Debug, PartialEq, Eq)]
pub struct EnumType {
    /// The members' names on the wire.
    pub members: &'static [&'static str],
    /// A value may be several members at once.
    pub flags: bool,
}

/// Whether two names are the same, for the checks that run while a user's crate is compiled.
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
