//! The derives of structs, `GraphEntity`, `GraphComplex`, `GraphAction` and `GraphFunction`, in four steps: parse, model, check, expand.

mod check;
mod expand;
pub(crate) mod kind;
mod model;
mod parse;
mod recovery;
#[cfg(feature = "schema")]
mod schema;
mod setter;

use proc_macro2::TokenStream;

use crate::errors::Errors;
#[cfg(feature = "schema")]
use crate::paths::templates_of;
use crate::paths::{check_parameters, schemas_of};
use crate::schema::files::tracking;
use kind::Kind;
use model::Structure;
use parse::{Item, Parsed};

/// Expands the derive of this kind of struct.
pub(crate) fn derive(input: TokenStream, kind: Kind) -> TokenStream {
    let mut errors = Errors::default();
    let item = match Item::parse(input, &mut errors) {
        Ok(item) => item,
        Err(error) => return error.into_compile_error(),
    };
    let parsed = Parsed::read(&item, kind, &mut errors);
    let structure = Structure::new(&parsed, kind, || schemas_of(&item.input.attrs));
    check::check(&structure, &mut errors);
    if let (true, Some(parameters)) = (kind.is_operation(), structure.parameters()) {
        check_parameters(&item.input.attrs, kind, &parameters, &mut errors);
    }
    let schemas = structure.schemas.load(&mut errors);
    #[cfg(feature = "schema")]
    match kind.is_operation() {
        true => schema::operation(&structure, &templates_of(&item.input.attrs), std::slice::from_ref(&schemas), &mut errors),
        false => schema::check(&structure, &schemas, &mut errors),
    }
    let expansion = expand::expand(&structure, item.half_typed || !errors.is_empty());
    let (errors, tracking) = (errors.into_compile_errors(), tracking(&structure.core, &[schemas]));
    emit!(#errors #expansion #tracking)
}
