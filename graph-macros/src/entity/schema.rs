//! Checks an entity or complex type against the packed schemas that it names.

use graph_schema::{Field, FieldType, Finding, FindingPlace, Mistake, Presence, Primitive, check_structured};
use syn::Type;

use super::model::{DeclaredField, Property, Structure};
use crate::errors::Errors;
use crate::property_type::shape::{last_ident, wrapper_of};
use crate::schema::files::{LoadedSchemas, with_help};
use crate::span_range::SpanRange;

pub(super) fn check(structure: &Structure<'_>, schemas: &LoadedSchemas, errors: &mut Errors) {
    let versions = schemas.versions();
    if versions.is_empty() {
        return;
    }
    // A property that already has an error gets no second error. A schema does not list annotations.
    let checked =
        |(field, property): &(&DeclaredField<'_>, &Property)| property.is_named && !property.is_annotation && !field.is_broken;
    let properties: Vec<_> = structure.properties().filter(checked).collect();
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

fn declared<'a>(field: &DeclaredField<'_>, property: &'a Property, spelling: &'a Spelling) -> Field<'a> {
    let presence = match (field.ty.is_option, property.not_null.is_some()) {
        (false, _) => Presence::Required,
        (true, false) => Presence::Nullable,
        (true, true) => Presence::NotNull,
    };
    let (collection, key) = (spelling.is_collection, property.key.is_some());
    let Property { read_only, create_only, .. } = *property;
    Field { property: &property.wire_name.value, ty: spelling.ty(), collection, presence, key, read_only, create_only }
}

/// Returns the range of the tokens that the user should change because of the finding.
fn range(field: &DeclaredField<'_>, property: &Property, finding: &Finding) -> SpanRange {
    match finding.mistake {
        Mistake::UnknownProperty { .. } => property.wire_name.span.into(),
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
