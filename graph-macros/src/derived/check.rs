//! The checks of an enum of derived types.

use proc_macro2::Ident;
use syn::{Data, Type, Variant};

use super::model::{Derived, Role};
use crate::attr::other::refuse;
use crate::attr::reader::KeyState;
use crate::errors::Errors;
use crate::odata_name;
use crate::property_type::shape::{display, last_ident, unboxed};
use crate::span_range::SpanRange;

/// Reports every mistake that shows without the types of the variants.
pub(super) fn check(derived: &Derived<'_>, errors: &mut Errors) {
    let name = derived.container.name;
    match derived.data {
        Data::Enum(_) => {
            base(derived, errors);
            variants(derived, errors);
            derived.container.check_generics("GraphDerived", errors);
            if derived.other().is_none() && derived.is_complete {
                let message =
                    format!("`{name}` has no place for a type that it does not list: add `#[graph(other)] Other(Untyped)`");
                errors.report(name.span(), message);
            }
        }
        Data::Struct(data) => {
            let message = format!(
                "`#[derive(GraphDerived)]` is for enums: derive `GraphComplex` for `{name}`, or `GraphEntity` if it has a key"
            );
            errors.report(data.struct_token.span, message);
        }
        Data::Union(data) => {
            errors.report(data.union_token.span, "`#[derive(GraphDerived)]` is for enums, and OData has no unions");
        }
    }
}

fn base(derived: &Derived<'_>, errors: &mut Errors) {
    let name = derived.container.name;
    if derived.base_state == KeyState::Absent {
        let message =
            format!("`{name}` needs the type that its variants derive from: write `#[graph(base = \"microsoft.graph.…\")]`");
        errors.report(name.span(), message);
    }
    if let Some(second) = derived.bases.get(1) {
        errors.report(second.span, "the variants have one base in common: leave this one out");
    }
    if let Some(base) = derived.bases.first() {
        odata_name::check(base, errors);
    }
}

fn variants(derived: &Derived<'_>, errors: &mut Errors) {
    for (index, declared) in derived.variants.iter().enumerate() {
        let (variant, ident) = (declared.variant, &declared.variant.ident);
        variant.fields.iter().for_each(|field| refuse(&field.attrs, "write it above the variant", errors));
        let mut earlier = derived.variants.iter().take(index);
        match declared.role {
            Role::Type(ty) => {
                let same = |role| matches!(role, Role::Type(other) if display(unboxed(other)) == display(unboxed(ty)));
                if let Some(first) = earlier.find(|earlier| same(earlier.role)) {
                    let (first, ty_name) = (&first.variant.ident, display(unboxed(ty)));
                    let message = format!("`{first}` holds `{ty_name}` already: the tag could not tell them apart");
                    errors.report(SpanRange::of(ty), message);
                }
            }
            Role::Other(span, ty) => match earlier.find(|earlier| matches!(earlier.role, Role::Other(..))) {
                Some(first) => {
                    let first = &first.variant.ident;
                    errors.report(span, format!("one variant keeps all other types, and `{first}` is it already"));
                }
                None => other(variant, ty, errors),
            },
            Role::UnmarkedOther(ty) => {
                errors.report(SpanRange::of(ty), "`Untyped` has no tag to be told by: mark the variant `#[graph(other)]`");
            }
            Role::NotDerived(ty) => {
                let message = format!("a variant holds one value of a derived type, and `{}` is none", display(ty));
                errors.report(SpanRange::of(ty), message);
            }
            Role::NotOneValue => not_one_value(variant, ident, "TheDerivedType", errors),
            Role::Unknown => {}
        }
    }
}

fn other(variant: &Variant, ty: Option<&Type>, errors: &mut Errors) {
    let ident = &variant.ident;
    let Some(ty) = ty else { return not_one_value(variant, ident, "Untyped", errors) };
    if last_ident(ty).is_none_or(|name| name != "Untyped") {
        errors.report(SpanRange::of(ty), format!("`other` keeps a value of any type: write `{ident}(Untyped)`"));
    }
}

fn not_one_value(variant: &Variant, ident: &Ident, ty: &str, errors: &mut Errors) {
    let at = if variant.fields.is_empty() { ident.span().into() } else { SpanRange::of(&variant.fields) };
    errors.report(at, format!("a variant holds one value: write `{ident}({ty})`"));
}
