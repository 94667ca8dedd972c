//! The steps that `#[derive(GraphEnum)]` and `#[derive(GraphDerived)]` share. Both read an enum in which each variant has a role, and in
//! which the variant marked `other` keeps all unlisted members or types.

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Data, DeriveInput, Variant};

use crate::attr::spec::Target;
use crate::attr::typed::Attributes;
use crate::errors::Errors;

/// Parses the item that the derive is written on, and expands it with `expand`, whose errors come first.
pub(crate) fn derive(input: TokenStream, expand: impl FnOnce(&DeriveInput, &mut Errors) -> TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut errors = Errors::default();
    let expansion = expand(&input, &mut errors);
    let errors = errors.into_compile_errors();
    emit!(#errors #expansion)
}

/// An item that should be an enum, and its typed attributes. `A` is the type of the enum's own attributes; `V` is the type of a variant's
/// attributes.
pub(crate) struct ParsedEnum<'a, A, V> {
    pub(crate) input: &'a DeriveInput,
    pub(crate) attributes: A,
    /// The variants, each with its attributes. Empty if the item is not an enum.
    pub(crate) variants: Vec<(&'a Variant, V)>,
}

impl<'a, A: Attributes, V: Attributes> ParsedEnum<'a, A, V> {
    pub(crate) fn read(input: &'a DeriveInput, target: Target, variant: Target, errors: &mut Errors) -> Self {
        let Data::Enum(data) = &input.data else {
            // If the item is not an enum, its attributes may belong to another derive, so their errors are dropped.
            let attributes = A::read(&input.attrs, target, &mut Errors::default());
            return Self { input, attributes, variants: Vec::new() };
        };
        let attributes = A::read(&input.attrs, target, errors);
        let variants = data.variants.iter().map(|each| (each, V::read(&each.attrs, variant, errors)));
        Self { input, attributes, variants: variants.collect() }
    }
}

/// The role of an enum's variant: an enum member or a subtype, or the variant marked `#[graph(other)]`.
pub(crate) trait Role {
    /// Returns whether the variant is marked `#[graph(other)]`, to keep all unlisted members or types.
    fn is_other(&self) -> bool;

    /// Returns whether the role is certain. If the variant's attributes are `unreadable`, they may hide a key that gives another role.
    fn is_certain(&self, unreadable: bool) -> bool;
}

/// An enum's variant and its role.
pub(crate) struct DeclaredVariant<'a, R> {
    pub(crate) variant: &'a Variant,
    pub(crate) role: R,
}

/// The variants of an enum, each with its role.
pub(crate) struct Variants<'a, R> {
    declared: Vec<DeclaredVariant<'a, R>>,
    /// Whether the roles of all variants are certain.
    pub(crate) is_complete: bool,
}

impl<'a, R: Role> Variants<'a, R> {
    /// Returns an empty list of variants. It counts as incomplete if the key `other` is on the enum (`other_is_misplaced`) instead of on a
    /// variant.
    pub(crate) fn new(other_is_misplaced: bool) -> Self {
        Self { declared: Vec::new(), is_complete: !other_is_misplaced }
    }

    pub(crate) fn push(&mut self, variant: &'a Variant, role: R, unreadable: bool) {
        self.is_complete &= role.is_certain(unreadable);
        self.declared.push(DeclaredVariant { variant, role });
    }

    pub(crate) fn iter(&self) -> std::slice::Iter<'_, DeclaredVariant<'a, R>> {
        self.declared.iter()
    }

    /// Returns the name of the first variant marked `other`.
    pub(crate) fn other(&self) -> Option<&'a Ident> {
        self.iter().find(|declared| declared.role.is_other()).map(|declared| &declared.variant.ident)
    }

    /// Reports `variant`, which is marked `other` at `span`, if an earlier variant is marked `other` too. Returns whether it reported it.
    pub(crate) fn check_second_other(&self, variant: &Variant, span: Span, errors: &mut Errors) -> bool {
        let first = self.other().filter(|first| !std::ptr::eq(*first, &variant.ident));
        if let Some(first) = first {
            errors.report(span, format!("only one variant can be `other`, and `{first}` is: remove it here"));
        }
        first.is_some()
    }
}

/// Returns whether the item is an enum. Reports an item that is not an enum.
pub(crate) fn check_is_enum(data: &Data, name: &Ident, derive: &str, errors: &mut Errors) -> bool {
    match data {
        Data::Enum(_) => return true,
        Data::Struct(data) => {
            let message = format!(
                "`#[derive({derive})]` is for enums: derive `GraphComplex` for `{name}`, or `GraphEntity` if it has a key"
            );
            errors.report(data.struct_token.span, message);
        }
        Data::Union(data) => {
            errors.report(data.union_token.span, format!("`#[derive({derive})]` is for enums: OData does not have unions"));
        }
    }
    false
}
