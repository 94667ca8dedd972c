//! `#[derive(GraphDerived)]`, in four steps: parse, model, check, expand.

mod check;
mod expand;
mod model;
mod parse;

use proc_macro2::TokenStream;

use crate::variants;
use model::Derived;

/// Expands `#[derive(GraphDerived)]`, for an enum whose variants hold the subtypes of one OData base type.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    variants::derive(input, |input, errors| {
        let parsed = parse::read(input, errors);
        let derived = Derived::new(&parsed);
        check::check(&derived, errors);
        expand::expand(&derived, !errors.is_empty())
    })
}
