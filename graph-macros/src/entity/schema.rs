//! Holding a declared struct against the schema.

use graph_schema::{Field, FieldType, Finding, FindingPlace, Mistake, Presence, Primitive, check_structured};
use syn::Type;

use super::model::{Declaration, DeclaredField, Property};
use crate::ctxt::{At, Ctxt};
use crate::schema::{Held, told};
use crate::types::{argument_of, last_ident};

pub(super) fn check(declaration: &Declaration<'_>, held: &Held, ctxt: &mut Ctxt) {
    let versions = held.versions();
    if versions.is_empty() {
        return;
    }
    // Of what is wrong in itself the schema says nothing that is not said already.
    let properties: Vec<_> = declaration.properties().filter(|(field, property)| property.named && !field.broken).collect();
    let spelled: Vec<_> = properties.iter().map(|(field, _)| Spelled::new(field.ty.written())).collect();
    let fields: Vec<_> = properties.iter().zip(&spelled).map(|((field, property), ty)| declared(field, property, ty)).collect();
    let bases: Vec<&str> = declaration.bases.iter().map(|base| base.value.as_str()).collect();
    let declared = graph_schema::TypeDeclaration { odata_type: &declaration.odata_type.value, bases: &bases, fields: &fields };
    for finding in check_structured(&versions, &declared) {
        let at = match finding.place {
            FindingPlace::Base(index) => declaration.bases.get(index).map(|base| base.span.into()),
            FindingPlace::Field(index) => properties.get(index).map(|(field, property)| token(field, property, &finding)),
            _ => None,
        };
        ctxt.error(at.unwrap_or(declaration.odata_type.span.into()), told(&finding.message(), finding.help()));
    }
}

fn declared<'a>(field: &DeclaredField<'_>, property: &'a Property, spelled: &'a Spelled) -> Field<'a> {
    let presence = match (field.ty.option, property.not_null) {
        (false, _) => Presence::Required,
        (true, false) => Presence::Nullable,
        (true, true) => Presence::NotNull,
    };
    let (collection, key) = (spelled.collection, property.key.is_some());
    Field { property: &property.wire.value, ty: spelled.ty(), collection, presence, key }
}

/// The token that is to be changed.
fn token(field: &DeclaredField<'_>, property: &Property, finding: &Finding) -> At {
    match finding.mistake {
        Mistake::UnknownProperty { .. } => property.wire.span.into(),
        Mistake::IsTheKey { .. } | Mistake::NotTheKey { .. } => field.ident.span().into(),
        _ => At::of(field.ty.written()),
    }
}

/// What a field's type says by its spelling.
struct Spelled {
    name: String,
    flags: bool,
    collection: bool,
}

impl Spelled {
    fn new(ty: &Type) -> Self {
        let (mut ty, mut flags, mut collection) = (ty, false, false);
        let inner = |ty| ["Option", "Box", "Vec", "Flags"].iter().find_map(|name| Some((*name, argument_of(ty, name)?)));
        while let Some((wrapper, argument)) = inner(ty) {
            flags |= wrapper == "Flags";
            collection |= wrapper == "Vec";
            ty = argument;
        }
        Self { name: last_ident(ty).map(ToString::to_string).unwrap_or_default(), flags, collection }
    }

    fn ty(&self) -> FieldType<'_> {
        let name = self.name.as_str();
        let primitive = || Primitive::ALL.iter().find(|primitive| primitive.rust() == name);
        match (self.flags, name, primitive()) {
            (true, ..) => FieldType::Flags(name),
            // graph-core's name of JSON as it came, and serde's.
            (_, "Json" | "Value", _) => FieldType::Primitive(Primitive::Untyped),
            (_, _, Some(primitive)) => FieldType::Primitive(*primitive),
            _ => FieldType::Named(name),
        }
    }
}
