//! `graph_ids!`, in four steps: parse, model, check, expand.

mod check;
mod expand;
mod model;
mod parse;

use proc_macro2::TokenStream;

use crate::errors::Errors;
use model::IdType;

/// Expands the id types. The first token is the path of graph-core, passed by the `macro_rules` macro `graph_ids!`.
pub(crate) fn declare(tokens: TokenStream) -> TokenStream {
    let mut tokens = tokens.into_iter();
    let core: TokenStream = tokens.next().into_iter().collect();
    let mut errors = Errors::default();
    let heads = parse::heads(tokens.collect(), &mut errors);
    let ids = IdType::all(&heads);
    check::check(&ids, &mut errors);
    let expansion = expand::expand(&core, &ids);
    let errors = errors.into_compile_errors();
    emit!(#errors #expansion)
}
