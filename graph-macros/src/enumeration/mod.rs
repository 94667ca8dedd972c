//! `#[derive(GraphEnum)]`, in four steps: parse, model, check, expand.

mod check;
mod expand;
mod model;
mod parse;
#[cfg(feature = "schema")]
mod schema;

use proc_macro2::TokenStream;

use crate::schema::files::tracking;
use crate::variants;
use model::Enumeration;

/// Expands `#[derive(GraphEnum)]`.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    variants::derive(input, |input, errors| {
        let parsed = parse::read(input, errors);
        let enumeration = Enumeration::new(&parsed);
        check::check(&enumeration, errors);
        let schemas = enumeration.schemas.load(errors);
        #[cfg(feature = "schema")]
        schema::check(&enumeration, &schemas, errors);
        let expansion = expand::expand(&enumeration, !errors.is_empty());
        let tracking = tracking(&enumeration.core, &[schemas]);
        emit!(#expansion #tracking)
    })
}
