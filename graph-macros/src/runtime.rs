//! The path of the runtime crate, and what every generated impl carries.

use proc_macro2::{Ident, TokenStream};
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

/// No lint of the user's crate is meant for code that the user did not write.
pub(crate) fn quiet() -> TokenStream {
    emit!(#[automatically_derived] #[allow(dead_code, deprecated, unreachable_pub, clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)])
}

/// `Serialize` and `Deserialize` through functions of `graph_core::__private`.
pub(crate) fn serde_impls(core: &Runtime, name: &Ident, serialize: &TokenStream, deserialize: &TokenStream) -> TokenStream {
    let private = emit!(#core::__private);
    emit! {
        #[automatically_derived]
        impl #private::Serialize for #name {
            fn serialize<S: #private::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                #serialize
            }
        }
        #[automatically_derived]
        impl<'de> #private::Deserialize<'de> for #name {
            fn deserialize<D: #private::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                #deserialize
            }
        }
    }
}
