//! `#[derive(GraphEnum)]`: parse, model, check, expand.

mod check;
mod expand;
mod model;
mod parse;
#[cfg(feature = "schema")]
mod schema;

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::errors::Errors;
use crate::schema::files::tracking;
use model::Enumeration;
use parse::Parsed;

/// Expands the derive of an open enumeration.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut errors = Errors::default();
    let parsed = Parsed::read(&input, &mut errors);
    let enumeration = Enumeration::new(&parsed);
    check::check(&enumeration, &mut errors);
    let schemas = enumeration.schemas.load(&mut errors);
    #[cfg(feature = "schema")]
    schema::check(&enumeration, &schemas, &mut errors);
    let expansion = expand::expand(&enumeration, !errors.is_empty());
    let (errors, tracking) = (errors.into_compile_errors(), tracking(&enumeration.core, &[schemas]));
    emit!(#errors #expansion #tracking)
}
