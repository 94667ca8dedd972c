//! The path of the runtime crate, and what every generated impl carries.

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;

use crate::attr::Attributes;

/// Where `graph_core` is found from the user's crate.
pub(crate) struct Runtime(TokenStream);

impl Runtime {
    pub(crate) fn new(attributes: &Attributes) -> Self {
        Self(attributes.path("crate").map_or_else(|| emit!(::graph_core), ToTokens::to_token_stream))
    }
}

impl ToTokens for Runtime {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.0.to_tokens(tokens);
    }
}

/// Wraps impls so that no lint of the user's crate looks at code that the user did not write.
pub(crate) fn quiet(impls: &TokenStream) -> TokenStream {
    emit! {
        #[allow(dead_code, deprecated, clippy::all)]
        const _: () = { #impls };
    }
}

/// A name that users see, where they typed what it comes from, but not held against them by a lint.
pub(crate) fn visible(name: &str, at: Span) -> Ident {
    let span = Span::mixed_site().located_at(at);
    match name {
        "self" | "Self" | "super" | "crate" => Ident::new(&format!("{name}_"), span), // no raw form
        name if syn::parse_str::<Ident>(name).is_ok() => Ident::new(name, span),
        keyword => Ident::new_raw(keyword, span),
    }
}

/// `Serialize` and `Deserialize` through functions of `graph_core::__private`.
pub(crate) fn serde_impls(core: &Runtime, name: &Ident, serialize: &TokenStream, deserialize: &TokenStream) -> TokenStream {
    let private = emit!(#core::__private);
    emit! {
        impl #private::Serialize for #name {
            fn serialize<S: #private::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                #serialize
            }
        }
        impl<'de> #private::Deserialize<'de> for #name {
            fn deserialize<D: #private::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                #deserialize
            }
        }
    }
}
