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

use proc_macro2::{Ident, TokenStream};

use crate::errors::Errors;
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
    if !kind.is_operation() {
        schema::check(&structure, &schemas, &mut errors);
    }
    let expansion = expand::expand(&structure, item.half_typed || !errors.is_empty());
    let (errors, tracking) = (errors.into_compile_errors(), tracking(&structure.core, &[schemas]));
    emit!(#errors #expansion #tracking)
}

/// Returns the parameters of an operation: its fields and their names in requests. `None` if some field could not be read.
pub(crate) fn parameters_of(input: TokenStream, kind: Kind) -> Option<Vec<(Ident, String)>> {
    let mut unreported = Errors::default();
    let item = Item::parse(input, &mut unreported).ok()?;
    Structure::new(&Parsed::read(&item, kind, &mut unreported), kind, Vec::new).parameters()
}
