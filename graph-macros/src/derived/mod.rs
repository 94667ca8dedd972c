//! `#[derive(GraphDerived)]`: parse, model, check, expand.

mod check;
mod expand;
mod model;
mod parse;

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::errors::Errors;
use model::Derived;
use parse::Parsed;

/// Expands the derive of an enum whose variants hold the types derived from one base.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut errors = Errors::default();
    let parsed = Parsed::read(&input, &mut errors);
    let derived = Derived::new(&parsed);
    check::check(&derived, &mut errors);
    let expansion = expand::expand(&derived, !errors.is_empty());
    let errors = errors.into_compile_errors();
    emit!(#errors #expansion)
}
