//! The path of graph-core in the generated code.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::Path;

use crate::span_range::SpanRange;
use crate::tokens::located;

/// The path by which the generated code in the user's crate reaches graph-core, such as `::graph_core`.
pub(crate) struct CratePath {
    given: Option<TokenStream>,
}

impl CratePath {
    /// Creates the path from the value of `#[graph(crate = …)]`. The default is `::graph_core`.
    pub(crate) fn new(given: Option<&Path>) -> Self {
        let given = given.map(|path| {
            // graph-core re-exports itself as `__graph_core`, so a wrong path is a single error, at the end of the path.
            let end = SpanRange::of(path).end;
            let itself = Ident::new("__graph_core", end);
            quote_spanned!(end=> #path::#itself)
        });
        Self { given }
    }

    /// Returns the path with the given span, so that rustc reports errors there.
    pub(crate) fn at(&self, span: Span) -> TokenStream {
        match &self.given {
            Some(path) => located(path.clone(), span),
            None => quote_spanned!(span=> ::graph_core),
        }
    }
}

impl ToTokens for CratePath {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.given.clone().unwrap_or_else(|| emit!(::graph_core)));
    }
}
