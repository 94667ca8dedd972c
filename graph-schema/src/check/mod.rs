//! Checks the declarations of types against schemas.

use std::collections::BTreeSet;

use crate::model::{Access, EnumerationType, Primitive, Property, Schema, StructuredType, Type, Via};
use crate::name::member_name;
use crate::syntax::case::{is_pascal_case_of, pascal_case};
use crate::syntax::nearest::nearest;

mod finding;
mod navigation;
mod operation;

pub use finding::{Finding, FindingPlace, Mistake};
pub use operation::{DeclaredResult, OperationDeclaration, check_operation};

/// The schema of one API version, with the name that error messages use for the schema.
#[derive(Clone, Copy, Debug)]
pub struct SchemaVersion<'v> {
    /// The schema's name in messages: `beta`, or a file name.
    pub label: &'v str,
    /// The schema.
    pub schema: &'v Schema,
}

/// The declaration of an entity type or complex type, reduced to the facts that are checked.
#[derive(Clone, Copy, Debug)]
pub struct TypeDeclaration<'d> {
    /// The type's name in JSON, such as `microsoft.graph.user`, without the leading `#`.
    pub odata_type: &'d str,
    /// The qualified names of the base types that the declaration names.
    pub bases: &'d [&'d str],
    /// The fields that declare the type's properties.
    pub fields: &'d [Field<'d>],
}

/// A field of a [`TypeDeclaration`] that declares a structural or navigation property.
#[derive(Clone, Copy, Debug)]
pub struct Field<'d> {
    /// The property's name in JSON.
    pub property: &'d str,
    /// The field's Rust type, without `Option`, `Vec` and `Box`.
    pub ty: FieldType<'d>,
    /// Whether the field is a `Vec`.
    pub collection: bool,
    /// Whether the property may be null or absent. For a `Vec`, this is checked only if the field declares a navigation property.
    pub presence: Presence,
    /// Whether the field is marked `#[graph(key)]`.
    pub key: bool,
    /// Whether the field is marked `#[graph(read_only)]`.
    pub read_only: bool,
    /// Whether the field is marked `create_only`.
    pub create_only: bool,
}

/// The Rust type of a [`Field`], without `Option`, `Vec` and `Box`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType<'d> {
    /// The Rust type of an OData primitive type, such as `i32` for `Edm.Int32`. Primitive types with the same Rust type are not
    /// distinguished; `Untyped` accepts any value.
    Primitive(Primitive),
    /// Any other Rust type, by the last segment of its path: `User` for `model::User`.
    Named(&'d str),
    /// A Rust type `Flags<T>`, by the last segment of the path of `T`.
    Flags(&'d str),
}

/// Whether a [`Field`] may be null or absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// `T`: always present, never null.
    Required,
    /// `Option<T>`: may be null or absent.
    Nullable,
    /// `#[graph(not_null)] Option<T>`: may be absent, but is never null.
    NotNull,
}

/// The declaration of an enumeration, reduced to the facts that are checked.
#[derive(Clone, Copy, Debug)]
pub struct EnumDeclaration<'d> {
    /// The enum's Rust name (the schema's name in PascalCase), or the enumeration's qualified name in the schema.
    pub name: &'d str,
    /// The names of the declared members in JSON.
    pub members: &'d [&'d str],
    /// Whether the enumeration is declared as a flags enumeration.
    pub flags: bool,
}

/// Checks the declaration of an entity type or complex type against the schemas of all API versions that it is used with.
///
/// Each declared property must be in at least one of the schemas, with the declared type. A property that some schemas lack must be
/// declared as possibly absent. A navigation property must be declared as possibly absent too, because only `$expand` adds it; its declared
/// type may be the target type, a base type of the target or a subtype of the target. A declaration may omit properties.
///
/// ```
/// use graph_schema::{TypeDeclaration, Field, FieldType, Presence, Primitive, Schema, SchemaVersion, check_structured};
///
/// let schema: Schema = "graph-schema 1\nnamespace n\nentity a key id\n  id String\n  size Int64".parse()?;
/// let size = Field {
///     property: "size",
///     ty: FieldType::Primitive(Primitive::Int32),
///     collection: false,
///     presence: Presence::Required,
///     key: false,
///     read_only: false,
///     create_only: false,
/// };
/// let declaration = TypeDeclaration { odata_type: "n.a", bases: &[], fields: &[size] };
/// let findings = check_structured(&[SchemaVersion { label: "beta", schema: &schema }], &declaration);
/// assert_eq!(findings[0].to_string(), "`size` is Edm.Int64 in beta; write `i64`");
/// # Ok::<(), graph_schema::SchemaReadError>(())
/// ```
pub fn check_structured(versions: &[SchemaVersion<'_>], declaration: &TypeDeclaration<'_>) -> Vec<Finding> {
    let against = labels(versions.iter());
    let name = declaration.odata_type;
    let known: Vec<_> = versions.iter().filter_map(|v| v.schema.structured(name).map(|ty| (v, ty))).collect();
    let at_type = |mistake| vec![Finding { place: FindingPlace::Type, mistake, against: against.clone() }];
    if known.is_empty() {
        let names = versions.iter().flat_map(|v| v.schema.types().map(|(name, _)| name));
        let nearest = nearest(name, names).map(str::to_owned);
        return at_type(Mistake::UnknownType { name: name.to_owned(), nearest });
    }
    let full: Vec<_> = known.iter().filter(|(_, ty)| !ty.partial).map(|(version, _)| **version).collect();
    if full.is_empty() {
        return at_type(Mistake::PathsOnly { name: name.to_owned() });
    }
    let structured = Structured { versions: &full, name, against };
    let bases = declaration.bases.iter().enumerate().filter_map(|(index, base)| structured.base(index, base));
    let fields = declaration.fields.iter().enumerate().filter_map(|(index, field)| structured.field(index, field));
    bases.chain(fields).collect()
}

/// Checks the declaration of an enumeration against the schemas of all API versions that it is used with. It must declare exactly the
/// members that the schemas have together.
///
/// ```
/// use graph_schema::{EnumDeclaration, Schema, SchemaVersion, check_enum};
///
/// let schema: Schema = "graph-schema 1\nnamespace n\nenum status\n  unknown 0\n  done 1".parse()?;
/// let declaration = EnumDeclaration { name: "Status", members: &["unknown"], flags: false };
/// let findings = check_enum(&[SchemaVersion { label: "beta", schema: &schema }], &declaration);
/// assert_eq!(findings[0].to_string(), "`status` has a member in beta that is not declared; add `Done`");
/// # Ok::<(), graph_schema::SchemaReadError>(())
/// ```
pub fn check_enum(versions: &[SchemaVersion<'_>], declaration: &EnumDeclaration<'_>) -> Vec<Finding> {
    let against = labels(versions.iter());
    let finding = |place, mistake| Finding { place, mistake, against: against.clone() };
    let known: Vec<_> = versions.iter().filter_map(|v| v.schema.enumeration_called(declaration.name)).collect();
    let Some((name, first)) = known.first() else {
        let names: Vec<_> = versions.iter().flat_map(|v| v.schema.enums().map(|(name, _)| pascal_case(local(name)))).collect();
        let nearest = nearest(declaration.name, names.iter().map(String::as_str)).map(str::to_owned);
        return vec![finding(FindingPlace::Type, Mistake::UnknownEnum { name: declaration.name.to_owned(), nearest })];
    };
    let name = local(name).to_owned();
    let members = || known.iter().flat_map(|(_, ty)| &ty.members).map(|member| member.name.as_str());
    let mut findings = Vec::new();
    if first.flags != declaration.flags {
        findings.push(finding(FindingPlace::Type, Mistake::Flags { name: name.clone(), flags: first.flags }));
    }
    // A member that is suggested in place of an unknown one is not also reported as missing.
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for (index, member) in declaration.members.iter().enumerate() {
        if !members().any(|known| known == *member) {
            let near = nearest(member, members().filter(|name| !declaration.members.contains(name) && !seen.contains(name)));
            seen.extend(near);
            let (name, member, nearest) = (name.clone(), (*member).to_owned(), near.map(str::to_owned));
            findings.push(finding(FindingPlace::Member(index), Mistake::UnknownMember { name, member, nearest }));
        }
    }
    let missing = members().filter(|name| !declaration.members.contains(name) && seen.insert(*name));
    let missing: Vec<String> = missing.map(str::to_owned).collect();
    if !missing.is_empty() {
        findings.push(finding(FindingPlace::Type, Mistake::MissingMembers { name, members: missing }));
    }
    findings
}

fn labels<'v>(versions: impl Iterator<Item = &'v SchemaVersion<'v>>) -> String {
    versions.map(|version| version.label).collect::<Vec<_>>().join(" and ")
}

fn local(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

impl Schema {
    /// Returns the enumeration whose qualified name or Rust name is `name`. If several have this Rust name, prefers one in the schema's own
    /// namespace.
    pub(crate) fn enumeration_called(&self, name: &str) -> Option<(&str, &EnumerationType)> {
        let known = |name: &str| self.enums.get_key_value(name).map(|(name, ty)| (name.as_str(), ty));
        let called = |qualified: &str| is_pascal_case_of(name, local(qualified));
        let usual = self.qualify(&member_name(name));
        known(name)
            .or_else(|| known(&usual))
            .or_else(|| self.enums().filter(|(name, _)| called(name)).min_by_key(|(name, _)| self.short(name).contains('.')))
    }
}

/// The qualified name of a declared entity or complex type, with the schemas that list the type's properties.
struct Structured<'v> {
    versions: &'v [SchemaVersion<'v>],
    name: &'v str,
    against: String,
}

impl Structured<'_> {
    fn base(&self, index: usize, base: &str) -> Option<Finding> {
        let lineage = || self.versions.iter().flat_map(|v| v.schema.lineage(self.name).skip(1).map(|(name, _)| name));
        if lineage().any(|known| known == base) {
            return None;
        }
        let mut bases: Vec<String> = Vec::new();
        for name in lineage() {
            if !bases.iter().any(|known| known == name) {
                bases.push(name.to_owned());
            }
        }
        let mistake = Mistake::NotABase { name: self.name.to_owned(), base: base.to_owned(), bases };
        Some(Finding { place: FindingPlace::Base(index), mistake, against: self.against.clone() })
    }

    fn field(&self, index: usize, field: &Field<'_>) -> Option<Finding> {
        let property = field.property.to_owned();
        let finding = |mistake| Some(Finding { place: FindingPlace::Field(index), mistake, against: self.against.clone() });
        let known: Vec<_> =
            self.versions.iter().filter_map(|v| Some((v, v.schema.property(self.name, field.property)?))).collect();
        let Some((version, first)) = known.first() else {
            let navigation = self.navigation(field.property);
            if let Some(first) = navigation.first() {
                return self.navigation_mistake(*first, &navigation, field).and_then(finding);
            }
            let types = self.versions.iter().flat_map(|v| v.schema.lineage(self.name));
            let nearest = nearest(field.property, types.flat_map(|(_, ty)| names(ty))).map(str::to_owned);
            return finding(Mistake::UnknownProperty { property, of: self.name.to_owned(), nearest });
        };
        let is_key = known.iter().any(|(version, _)| version.schema.key(self.name).iter().any(|key| key == field.property));
        if is_key != field.key {
            let key = version.schema.key(self.name).to_vec();
            return finding(if is_key { Mistake::IsTheKey { property } } else { Mistake::NotTheKey { property, key } });
        }
        let lacking = labels(self.versions.iter().filter(|v| v.schema.property(self.name, field.property).is_none()));
        let nullable = !is_key && known.iter().any(|(_, property)| property.nullable);
        let wanted = match (nullable, lacking.is_empty()) {
            (true, _) => Presence::Nullable,
            (false, true) => Presence::Required,
            (false, false) => Presence::NotNull,
        };
        if !known.iter().any(|(version, property)| fits(version.schema, property, field)) {
            let (schema_type, rust) = (described(version.schema, first), rust_type(version.schema, first, wanted));
            return finding(Mistake::WrongType { property, schema_type, rust });
        }
        let rust = rust_type(version.schema, first, wanted);
        let all = |is: fn(Access) -> bool| !is_key && known.iter().all(|(_, property)| is(property.access));
        let (is_computed, is_fixed) = (all(|access| access == Access::Computed), all(|access| access != Access::Writable));
        match (wanted, field.presence) {
            _ if is_computed && !field.read_only => finding(Mistake::IsComputed { property, create_only: field.create_only }),
            _ if is_fixed && !field.read_only && !field.create_only => finding(Mistake::IsImmutable { property }),
            _ if field.collection => None,
            (Presence::Nullable, Presence::Required) => finding(Mistake::IsNullable { property, rust }),
            (Presence::Nullable, Presence::NotNull) => finding(Mistake::NotNullButNullable { property }),
            (Presence::Required | Presence::NotNull, Presence::Nullable) => finding(Mistake::NeverNull { property, rust }),
            (Presence::NotNull, Presence::Required) => finding(Mistake::MayBeAbsent { property, lacking, rust }),
            _ => None,
        }
    }
}

fn names(ty: &StructuredType) -> impl Iterator<Item = &str> {
    let navigation = ty.navigation.iter().filter(|(_, navigation)| navigation.via == Via::Property);
    ty.properties.keys().chain(navigation.map(|(name, _)| name)).map(String::as_str)
}

fn fits(schema: &Schema, property: &Property, field: &Field<'_>) -> bool {
    let same = match (&property.ty, field.ty) {
        (_, FieldType::Primitive(Primitive::Untyped)) => return true,
        (Type::Primitive(Primitive::Decimal), FieldType::Primitive(Primitive::Double)) => true,
        (Type::Primitive(wanted), FieldType::Primitive(declared)) => wanted.rust() == declared.rust(),
        (Type::Named(name), FieldType::Named(rust)) => !is_flags(schema, name) && may_be_called(schema, name, rust),
        (Type::Named(name), FieldType::Flags(rust)) => is_flags(schema, name) && may_be_called(schema, name, rust),
        _ => false,
    };
    same && property.collection == field.collection
}

fn is_flags(schema: &Schema, name: &str) -> bool {
    schema.enumeration(name).is_some_and(|ty| ty.flags)
}

/// Returns whether a declaration of the schema's type `name` may have the Rust name `rust`. Only the Rust names of the schema's other types
/// are refused.
fn may_be_called(schema: &Schema, name: &str, rust: &str) -> bool {
    let called = |name: &str| is_pascal_case_of(rust, local(name));
    called(name) || !schema.types().map(|(name, _)| name).chain(schema.enums().map(|(name, _)| name)).any(called)
}

/// Describes the type that a property has in the schema, for a message: `a collection of Edm.String`.
fn described(schema: &Schema, property: &Property) -> String {
    let ty = match &property.ty {
        Type::Primitive(primitive) => format!("Edm.{primitive}"),
        Type::Named(name) if schema.enumeration(name).is_some() => format!("the enumeration `{}`", schema.short(name)),
        Type::Named(name) => format!("the complex type `{}`", schema.short(name)),
    };
    if property.collection { format!("a collection of {ty}") } else { ty }
}

/// Returns the Rust type with which to declare a property, such as `Option<String>`.
fn rust_type(schema: &Schema, property: &Property, presence: Presence) -> String {
    let ty = match &property.ty {
        Type::Primitive(primitive) => primitive.rust().to_owned(),
        Type::Named(name) if is_flags(schema, name) => format!("Flags<{}>", pascal_case(local(name))),
        Type::Named(name) => pascal_case(local(name)),
    };
    match (property.collection, presence) {
        (true, _) => format!("Vec<{ty}>"),
        (false, Presence::Required) => ty,
        (false, Presence::Nullable | Presence::NotNull) => format!("Option<{ty}>"),
    }
}
