//! The checks of an enum with `#[derive(GraphEnum)]`.

use syn::{Fields, FieldsUnnamed, Variant};

use super::model::{Enumeration, Role};
use crate::attr::other::refuse;
use crate::attr::value::Text;
use crate::errors::Errors;
use crate::property_type::shape::last_ident;
use crate::span_range::SpanRange;
use crate::variants::check_is_enum;

/// Reports every mistake in the enum that can be found without a schema.
pub(super) fn check(enumeration: &Enumeration<'_>, errors: &mut Errors) {
    let name = enumeration.container.name;
    if !check_is_enum(enumeration.data, name, "GraphEnum", errors) {
        return;
    }
    variants(enumeration, errors);
    enumeration.container.check_generics("GraphEnum", errors);
    if enumeration.variants.other().is_none() && enumeration.variants.is_complete {
        let message =
            format!("`{name}` has no variant for members that the service adds later: add `#[graph(other)] Other(String)`");
        errors.report(name.span(), message);
    }
    if let (Some(span), true) = (enumeration.odata_type_key, enumeration.schemas.is_empty()) {
        errors.report(span, "`odata_type` is only for the check against a schema: add `schema`, or remove it");
    }
}

fn variants(enumeration: &Enumeration<'_>, errors: &mut Errors) {
    for (index, declared) in enumeration.variants.iter().enumerate() {
        let variant = declared.variant;
        variant.fields.iter().for_each(|field| refuse(&field.attrs, "move it to the variant", errors));
        match &declared.role {
            Role::Member(name) => {
                let mut earlier = enumeration.variants.iter().take(index);
                let twin = earlier.find(|earlier| matches!(&earlier.role, Role::Member(other) if other.value == name.value));
                member(variant, name, twin.map(|twin| twin.variant), errors);
            }
            Role::Other(span) => {
                if !enumeration.variants.check_second_other(variant, *span, errors) {
                    other(variant, errors);
                }
            }
            Role::Payload => payload(variant, errors),
            Role::Unknown => {}
        }
    }
}

fn member(variant: &Variant, name: &Text, twin: Option<&Variant>, errors: &mut Errors) {
    let ident = &variant.ident;
    if let Some((equals, value)) = &variant.discriminant {
        let at = SpanRange::of(quote::quote!(#equals #value));
        errors.report(at, "a member is sent by name: remove the number");
    }
    if let Some(bad) = name.value.chars().find(|char| *char == ',' || char.is_whitespace() || char.is_control()) {
        errors.report(name.span, format!("{:?} is not a member name: it cannot contain {bad:?}", name.value));
    } else if name.value.is_empty() {
        errors.report(name.span, format!("a member name cannot be empty: write the service's name of `{ident}`"));
    }
    if let Some(Variant { ident: first, .. }) = twin {
        let message = format!("`{first}` and `{ident}` are both {:?} in JSON: rename one", name.value);
        errors.report(name.span, message);
    }
}

fn other(variant: &Variant, errors: &mut Errors) {
    let ident = &variant.ident;
    let at = match &variant.fields {
        Fields::Unnamed(fields) if is_string(fields) => return,
        Fields::Unit => ident.span().into(),
        fields => SpanRange::of(fields),
    };
    errors.report(at, format!("`other` keeps the name of a member: write `{ident}(String)`"));
}

fn payload(variant: &Variant, errors: &mut Errors) {
    let ident = &variant.ident;
    let help = match &variant.fields {
        Fields::Unnamed(fields) if is_string(fields) => {
            format!("mark it `#[graph(other)]` if it keeps unlisted members, or write `{ident}` alone")
        }
        _ => format!("write `{ident}` alone"),
    };
    errors.report(SpanRange::of(&variant.fields), format!("a member cannot hold a value: {help}"));
}

fn is_string(fields: &FieldsUnnamed) -> bool {
    let mut types = fields.unnamed.iter().map(|field| last_ident(&field.ty));
    matches!((types.next(), types.next()), (Some(Some(name)), None) if name == "String")
}
