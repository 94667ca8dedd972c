//! Checks a declared struct against the packed schemas that it names.

use graph_schema::{
    DeclaredResult, Field, FieldType, Finding, FindingPlace, Mistake, OperationDeclaration, OperationKind, Presence, Primitive,
    check_operation, check_structured,
};
use syn::Type;

use super::kind::Kind;
use super::model::{DeclaredField, Property, Structure};
use crate::errors::Errors;
use crate::paths::model::VersionedPaths;
use crate::property_type::shape::{last_ident, wrapper_of};
use crate::schema::files::{LoadedSchemas, with_help};
use crate::span_range::SpanRange;

pub(super) fn check(structure: &Structure<'_>, schemas: &LoadedSchemas, errors: &mut Errors) {
    let versions = schemas.versions();
    if versions.is_empty() {
        return;
    }
    let properties = checked(structure);
    let spellings: Vec<_> = properties.iter().map(|(field, _)| Spelling::new(field.ty.declared)).collect();
    let fields: Vec<_> =
        properties.iter().zip(&spellings).map(|((field, property), spelling)| declared(field, property, spelling)).collect();
    let bases: Vec<&str> = structure.bases.iter().map(|base| base.value.as_str()).collect();
    let declared = graph_schema::TypeDeclaration { odata_type: &structure.odata_type.value, bases: &bases, fields: &fields };
    for finding in check_structured(&versions, &declared) {
        let at = match finding.place {
            FindingPlace::Base(index) => structure.bases.get(index).map(|base| base.span.into()),
            FindingPlace::Field(index) => properties.get(index).map(|(field, property)| range(field, property, &finding)),
            _ => None,
        };
        errors.report(at.unwrap_or(structure.odata_type.span.into()), with_help(&finding.message(), finding.help()));
    }
}

/// Checks an action or a function. `paths` are its `graph_paths` attributes.
pub(super) fn operation(structure: &Structure<'_>, paths: &[VersionedPaths], schemas: &LoadedSchemas, errors: &mut Errors) {
    let properties = checked(structure);
    let spellings: Vec<_> = properties.iter().map(|(field, _)| Spelling::new(field.ty.declared)).collect();
    let parameters: Vec<_> =
        properties.iter().zip(&spellings).map(|((field, property), spelling)| declared(field, property, spelling)).collect();
    let result = structure.returns.as_ref().map(Spelling::new);
    let returns = match &result {
        None => DeclaredResult::Absent,
        Some(spelling) if spelling.name.is_empty() => DeclaredResult::Ignored,
        Some(spelling) => DeclaredResult::Type(spelling.field("", Presence::Required)),
    };
    let kind = if structure.kind == Kind::Action { OperationKind::Action } else { OperationKind::Function };
    let templates: Vec<_> = paths.iter().flat_map(VersionedPaths::texts).collect();
    let declaration = OperationDeclaration { kind, templates: &templates, parameters: &parameters, returns };
    for finding in schemas.versions().iter().flat_map(|version| check_operation(version, &declaration)) {
        let at = match finding.place {
            FindingPlace::Field(index) => properties.get(index).map(|(field, property)| range(field, property, &finding)),
            FindingPlace::Returns => structure.returns.as_ref().map(SpanRange::of),
            _ => None,
        };
        errors.report(at.unwrap_or(structure.container.name.span().into()), with_help(&finding.message(), finding.help()));
    }
}

/// Returns the properties to check: not annotations, and not properties with an error in their attributes or type.
fn checked<'s, 'a>(structure: &'s Structure<'a>) -> Vec<(&'s DeclaredField<'a>, &'s Property)> {
    let all = structure.properties();
    all.filter(|(field, property)| property.is_named && !property.is_annotation && !field.is_broken).collect()
}

fn declared<'a>(field: &DeclaredField<'_>, property: &'a Property, spelling: &'a Spelling) -> Field<'a> {
    let presence = match (field.ty.is_option, property.not_null.is_some()) {
        (false, _) => Presence::Required,
        (true, false) => Presence::Nullable,
        (true, true) => Presence::NotNull,
    };
    let Property { read_only, create_only, .. } = *property;
    let key = property.key.is_some();
    Field { key, read_only, create_only, ..spelling.field(&property.wire_name.value, presence) }
}

/// Returns the range of the tokens that the user should change because of the finding.
fn range(field: &DeclaredField<'_>, property: &Property, finding: &Finding) -> SpanRange {
    match finding.mistake {
        Mistake::UnknownProperty { .. } | Mistake::UnknownParameter { .. } => property.wire_name.span.into(),
        Mistake::IsTheKey { .. } | Mistake::NotTheKey { .. } | Mistake::IsComputed { .. } | Mistake::IsImmutable { .. } => {
            field.ident.span().into()
        }
        _ => SpanRange::of(field.ty.declared),
    }
}

/// The type of a field as it is spelled: the name of the innermost type, such as `User` in `Option<Vec<User>>`, and the wrappers around it.
struct Spelling {
    name: String,
    is_flags: bool,
    is_collection: bool,
}

impl Spelling {
    fn new(ty: &Type) -> Self {
        let (mut ty, mut is_flags, mut is_collection) = (ty, false, false);
        while let Some((wrapper, argument)) = wrapper_of(ty) {
            is_flags |= wrapper == "Flags";
            is_collection |= wrapper == "Vec" || wrapper == "Expanded";
            ty = argument;
        }
        Self { name: last_ident(ty).map(ToString::to_string).unwrap_or_default(), is_flags, is_collection }
    }

    fn field<'a>(&'a self, property: &'a str, presence: Presence) -> Field<'a> {
        let (ty, collection) = (self.ty(), self.is_collection);
        Field { property, ty, collection, presence, key: false, read_only: false, create_only: false }
    }

    fn ty(&self) -> FieldType<'_> {
        let name = self.name.as_str();
        let primitive = || Primitive::ALL.iter().find(|primitive| primitive.rust() == name);
        match (self.is_flags, name, primitive()) {
            (true, ..) => FieldType::Flags(name),
            // `Json` is from graph-core, `Value` from serde_json.
            (_, "Json" | "Value", _) => FieldType::Primitive(Primitive::Untyped),
            (_, _, Some(primitive)) => FieldType::Primitive(*primitive),
            _ => FieldType::Named(name),
        }
    }
}
