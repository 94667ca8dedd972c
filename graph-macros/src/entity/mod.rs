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
use crate::paths::{parameters, schemas_of, unreported};
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
    let paths = if kind.is_operation() { unreported(&item.input.attrs) } else { Vec::new() };
    if let (true, Some(fields)) = (kind.is_operation(), structure.parameters()) {
        parameters::check(kind, &fields, &paths, &mut errors);
    }
    let schemas = structure.schemas.load(&mut errors);
    #[cfg(feature = "schema")]
    match kind.is_operation() {
        true => schema::operation(&structure, &paths, &schemas, &mut errors),
        false => schema::check(&structure, &schemas, &mut errors),
    }
    let expansion = expand::expand(&structure, item.half_typed || !errors.is_empty());
    let (errors, tracking) = (errors.into_compile_errors(), tracking(&structure.core, &[schemas]));
    emit!(#errors #expansion #tracking)
}
