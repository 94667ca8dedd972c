//! The expansion of `graph_ids!`: one struct, such as `UserId`, per id type.

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::model::IdType;
use crate::tokens::join;

/// Expands the id types. If several id types have the same name, only the first of them is expanded.
pub(super) fn expand(core: &TokenStream, ids: &[IdType<'_>]) -> TokenStream {
    join(ids.iter().filter(|id| !id.is_duplicate).map(|id| self::id(core, id)))
}

fn id(core: &TokenStream, id: &IdType<'_>) -> TokenStream {
    let IdType { attributes, visibility, name, .. } = id;
    // With the span of the name, rustc's errors point to the name.
    let definition = quote_spanned!(name.span()=> #visibility struct #name(#core::model::Id););
    let doc = format!("An id for `{name}` placeholders of path templates.\n\n");
    let cfg = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    emit! {
        #[doc = #doc]
        #(#attributes)*
        #[derive(
            ::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq, ::core::cmp::Eq, ::core::hash::Hash,
            ::core::cmp::PartialOrd, ::core::cmp::Ord,
        )]
        #definition
        #(#cfg)* #core::__id!(#visibility #name);
    }
}
