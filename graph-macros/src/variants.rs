//! The steps that `#[derive(GraphEnum)]` and `#[derive(GraphDerived)]` share: both read an enum whose variants have a role each, and
//! of which one keeps everything that is not listed.

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Data, DeriveInput, Variant};

use crate::attr::spec::Target;
use crate::attr::typed::Attributes;
use crate::errors::Errors;

/// Parses the item and expands it. The errors that `expand` reports precede the expansion.
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

/// An item whose attributes are read: `A` are those of the enum, `V` those of a variant.
pub(crate) struct ParsedEnum<'a, A, V> {
    pub(crate) input: &'a DeriveInput,
    pub(crate) attributes: A,
    /// The variants; none for a struct.
    pub(crate) variants: Vec<(&'a Variant, V)>,
}

impl<'a, A: Attributes, V: Attributes> ParsedEnum<'a, A, V> {
    pub(crate) fn read(input: &'a DeriveInput, target: Target, variant: Target, errors: &mut Errors) -> Self {
        let Data::Enum(data) = &input.data else {
            // The attributes of a struct may belong to another derive.
            let attributes = A::read(&input.attrs, target, &mut Errors::default());
            return Self { input, attributes, variants: Vec::new() };
        };
        let attributes = A::read(&input.attrs, target, errors);
        let variants = data.variants.iter().map(|each| (each, V::read(&each.attrs, variant, errors)));
        Self { input, attributes, variants: variants.collect() }
    }
}

/// The role of a variant.
pub(crate) trait Role {
    /// Returns whether the variant keeps everything that is not listed.
    fn is_other(&self) -> bool;

    /// Returns whether no attribute can hide another role; `unreadable` says that something could not be read as any key.
    fn is_certain(&self, unreadable: bool) -> bool;
}

/// A variant and its role.
pub(crate) struct DeclaredVariant<'a, R> {
    pub(crate) variant: &'a Variant,
    pub(crate) role: R,
}

/// The variants of an enum.
pub(crate) struct Variants<'a, R> {
    declared: Vec<DeclaredVariant<'a, R>>,
    /// The roles of all variants are certain.
    pub(crate) is_complete: bool,
}

impl<'a, R: Role> Variants<'a, R> {
    /// Begins an enum without variants. It is complete unless the mark `other` was typed at the enum, where it does not belong.
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

    /// Returns the first variant that keeps everything that is not listed.
    pub(crate) fn other(&self) -> Option<&'a Ident> {
        self.iter().find(|declared| declared.role.is_other()).map(|declared| &declared.variant.ident)
    }

    /// Reports a variant that is marked `other` at this span although an earlier one is, and returns whether it did.
    pub(crate) fn check_second_other(&self, variant: &Variant, span: Span, errors: &mut Errors) -> bool {
        let first = self.other().filter(|first| !std::ptr::eq(*first, &variant.ident));
        if let Some(first) = first {
            errors.report(span, format!("only one variant can be `other`, and `{first}` is: remove it here"));
        }
        first.is_some()
    }
}

/// Reports an item that is not an enum, and returns whether it is one.
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
