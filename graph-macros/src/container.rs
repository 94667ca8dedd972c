//! The type that a derive is written on.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{GenericParam, Generics};

use crate::crate_path::CratePath;
use crate::errors::Errors;
use crate::span_range::SpanRange;

/// The name and the generics of the user's type, for which impls are generated.
///
/// A type with generics is reported. Its impls repeat the generics anyway, because impls without them would cause a second error.
pub(crate) struct Container<'a> {
    pub(crate) name: &'a Ident,
    generics: Generics,
    params: SpanRange,
}

impl<'a> Container<'a> {
    pub(crate) fn new(name: &'a Ident, generics: &Generics) -> Self {
        let params = SpanRange::of(&generics.params);
        let mut generics = generics.clone();
        for param in &mut generics.params {
            let owned = syn::parse_quote!('static);
            match param {
                GenericParam::Lifetime(param) => param.bounds.push(owned),
                GenericParam::Type(param) => {
                    param.bounds.push(syn::TypeParamBound::Lifetime(owned));
                    // The bounds that the trait `Structured` requires of its associated type `Patch`.
                    param.bounds.push(syn::parse_quote!(::core::clone::Clone));
                    param.bounds.push(syn::parse_quote!(::core::fmt::Debug));
                    param.bounds.push(syn::parse_quote!(::core::marker::Send));
                    param.bounds.push(syn::parse_quote!(::core::marker::Sync));
                    param.default = None;
                }
                GenericParam::Const(param) => param.default = None,
            }
        }
        Self { name, generics, params }
    }

    /// Reports an error if the type has generics.
    pub(crate) fn check_generics(&self, derive: &str, errors: &mut Errors) {
        if self.is_generic() {
            let message = format!("`#[derive({derive})]` does not support generics: declare one type for each Graph type");
            errors.report(self.params, message);
        }
    }

    /// Returns whether all generic parameters of the type are lifetimes, which a user adds because the type of a field needs them.
    pub(crate) fn has_only_lifetimes(&self) -> bool {
        self.generics.params.iter().all(|param| matches!(param, GenericParam::Lifetime(_)))
    }

    pub(crate) fn is_generic(&self) -> bool {
        !self.generics.params.is_empty()
    }

    /// Returns the keyword `impl` with the span of the type's name.
    ///
    /// With this span, rustc reports an unknown type in the impl with the same error as in the declaration. rustc prints equal errors once.
    pub(crate) fn impl_keyword(&self) -> TokenStream {
        quote_spanned!(self.name.span()=> impl)
    }

    /// Returns the generic parameters, such as `<T: 'static>`.
    pub(crate) fn params(&self) -> impl ToTokens {
        self.generics.split_for_impl().0.to_token_stream()
    }

    /// Returns the generic parameters without the angle brackets around them.
    pub(crate) fn inner_params(&self) -> impl ToTokens {
        self.generics.params.to_token_stream()
    }

    /// Returns the type called `name` with the generic arguments of this type.
    pub(crate) fn named(&self, name: &Ident) -> TokenStream {
        let arguments = self.generics.split_for_impl().1;
        emit!(#name #arguments)
    }

    pub(crate) fn where_clause(&self) -> impl ToTokens {
        self.generics.where_clause.to_token_stream()
    }

    /// Returns the impls of `Serialize` and `Deserialize` for the type called `name`, with the bodies of their methods.
    pub(crate) fn serde_impls(
        &self,
        core: &CratePath,
        name: &Ident,
        serialize: &TokenStream,
        deserialize: &TokenStream,
    ) -> TokenStream {
        let private = emit!(#core::__private);
        let (params, ty, clause) = (self.params(), self.named(name), self.where_clause());
        let mut with_lifetime = self.generics.clone();
        with_lifetime.params.insert(0, syn::parse_quote!('de));
        let lifetime_params = with_lifetime.split_for_impl().0;
        emit! {
            impl #params #private::Serialize for #ty #clause {
                fn serialize<S: #private::Serializer>(&self, __serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                    #serialize
                }
            }
            impl #lifetime_params #private::Deserialize<'de> for #ty #clause {
                fn deserialize<D: #private::Deserializer<'de>>(__deserializer: D) -> ::core::result::Result<Self, D::Error> {
                    #deserialize
                }
            }
        }
    }
}

impl ToTokens for Container<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.named(self.name).to_tokens(tokens);
    }
}
