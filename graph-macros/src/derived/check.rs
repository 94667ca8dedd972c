//! The checks of an enum with `#[derive(GraphDerived)]`.

use proc_macro2::Ident;
use syn::{Type, Variant};

use super::model::{Derived, Role};
use crate::attr::other::refuse;
use crate::attr::reader::KeyState;
use crate::errors::Errors;
use crate::odata_name;
use crate::property_type::shape::{display, last_ident, unboxed};
use crate::span_range::SpanRange;
use crate::variants::check_is_enum;

/// Reports every mistake in the enum that can be found without resolving the types of its variants.
pub(super) fn check(derived: &Derived<'_>, errors: &mut Errors) {
    let name = derived.container.name;
    if !check_is_enum(derived.data, name, "GraphDerived", errors) {
        return;
    }
    base(derived, errors);
    variants(derived, errors);
    derived.container.check_generics("GraphDerived", errors);
    if derived.variants.other().is_none() && derived.variants.is_complete {
        let message = format!("`{name}` has no variant for types that it does not list: add `#[graph(other)] Other(Untyped)`");
        errors.report(name.span(), message);
    }
}

fn base(derived: &Derived<'_>, errors: &mut Errors) {
    let name = derived.container.name;
    if derived.base_state == KeyState::Absent {
        let message = format!("`{name}` needs the base type of its variants: write `#[graph(base = \"microsoft.graph.…\")]`");
        errors.report(name.span(), message);
    }
    if let Some(second) = derived.bases.get(1) {
        errors.report(second.span, "the variants have one common base: remove this one");
    }
    if let Some(base) = derived.bases.first() {
        odata_name::check(base, errors);
    }
}

fn variants(derived: &Derived<'_>, errors: &mut Errors) {
    for (index, declared) in derived.variants.iter().enumerate() {
        let (variant, ident) = (declared.variant, &declared.variant.ident);
        variant.fields.iter().for_each(|field| refuse(&field.attrs, "move it to the variant", errors));
        let mut earlier = derived.variants.iter().take(index);
        match declared.role {
            Role::Type(ty) => {
                let same = |role| matches!(role, Role::Type(other) if display(unboxed(other)) == display(unboxed(ty)));
                if let Some(first) = earlier.find(|earlier| same(earlier.role)) {
                    let (first, ty_name) = (&first.variant.ident, display(unboxed(ty)));
                    let message = format!("`{first}` already holds `{ty_name}`: remove one, a tag selects one variant");
                    errors.report(SpanRange::of(ty), message);
                }
            }
            Role::Other(span, ty) => {
                if !derived.variants.check_second_other(variant, span, errors) {
                    other(variant, ty, errors);
                }
            }
            Role::UnmarkedOther(ty) => {
                errors.report(SpanRange::of(ty), "`Untyped` does not have a tag: mark the variant `#[graph(other)]`");
            }
            Role::NotDerived(ty) => {
                let message = format!("`{}` is not a derived type: use a struct with `#[derive(GraphComplex)]`", display(ty));
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
        errors.report(SpanRange::of(ty), format!("`other` keeps values of any type: write `{ident}(Untyped)`"));
    }
}

fn not_one_value(variant: &Variant, ident: &Ident, ty: &str, errors: &mut Errors) {
    let at = if variant.fields.is_empty() { ident.span().into() } else { SpanRange::of(&variant.fields) };
    errors.report(at, format!("a variant needs one value: write `{ident}({ty})`"));
}
