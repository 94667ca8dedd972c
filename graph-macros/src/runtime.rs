//! The path of the runtime crate, and what every generated impl carries.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{GenericParam, Generics};

use graph_schema::syntax::identifier::{NEVER_RAW, is_keyword};

use crate::attr::Attributes;
use crate::ctxt::{At, Ctxt};
use crate::types::located;

/// Where `graph_core` is found from the user's crate.
pub(crate) struct Runtime {
    given: Option<TokenStream>,
}

impl Runtime {
    pub(crate) fn new(attributes: &Attributes) -> Self {
        let given = attributes.path("crate").map(|path| {
            // Whatever the path leads to has to have this, so a wrong one is wrong in one place: at its end.
            let end = At::of(path).end;
            let itself = Ident::new("__graph_core", end);
            quote_spanned!(end=> #path::#itself)
        });
        Self { given }
    }

    /// The path in the place of something else, to be reported there.
    pub(crate) fn at(&self, span: Span) -> TokenStream {
        match &self.given {
            Some(path) => located(path.clone(), span),
            None => quote_spanned!(span=> ::graph_core),
        }
    }
}

impl ToTokens for Runtime {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.given.clone().unwrap_or_else(|| emit!(::graph_core)));
    }
}

/// The type that impls are written for.
///
/// Its generics are refused; the impls still repeat them, since a type without them would be one more mistake.
pub(crate) struct Subject<'a> {
    pub(crate) name: &'a Ident,
    generics: Generics,
    /// Where they were typed.
    params: At,
}

impl<'a> Subject<'a> {
    pub(crate) fn new(name: &'a Ident, generics: &Generics) -> Self {
        let params = At::of(&generics.params);
        let mut generics = generics.clone();
        for param in &mut generics.params {
            let owned = syn::parse_quote!('static);
            match param {
                GenericParam::Lifetime(param) => param.bounds.push(owned),
                GenericParam::Type(param) => {
                    param.bounds.push(syn::TypeParamBound::Lifetime(owned));
                    param.default = None;
                }
                GenericParam::Const(param) => param.default = None,
            }
        }
        Self { name, generics, params }
    }

    pub(crate) fn refuse_generics(&self, derive: &str, ctxt: &mut Ctxt) {
        if self.is_generic() {
            let message = format!("`#[derive({derive})]` takes no generics: declare one type for each Graph type");
            ctxt.error(self.params, message);
        }
    }

    /// It borrows: its generics follow from the types of its fields.
    pub(crate) fn only_borrows(&self) -> bool {
        self.generics.params.iter().all(|param| matches!(param, GenericParam::Lifetime(_)))
    }

    pub(crate) fn is_generic(&self) -> bool {
        !self.generics.params.is_empty()
    }

    /// The keyword `impl` in the place of the name: for an unknown type in it rustc then says word for word what it says for the same
    /// type in the declaration, and prints it once.
    pub(crate) fn implementation(&self) -> TokenStream {
        quote_spanned!(self.name.span()=> impl)
    }

    /// `<T: 'static>`, or nothing.
    pub(crate) fn params(&self) -> impl ToTokens {
        self.generics.split_for_impl().0.to_token_stream()
    }

    /// The type of this name with its generics.
    pub(crate) fn named(&self, name: &Ident) -> TokenStream {
        let arguments = self.generics.split_for_impl().1;
        emit!(#name #arguments)
    }

    pub(crate) fn clause(&self) -> impl ToTokens {
        self.generics.where_clause.to_token_stream()
    }

    /// `Serialize` and `Deserialize` for the type of this name, through functions of `graph_core::__private`.
    pub(crate) fn serde_impls(
        &self,
        core: &Runtime,
        name: &Ident,
        serialize: &TokenStream,
        deserialize: &TokenStream,
    ) -> TokenStream {
        let private = emit!(#core::__private);
        let (params, ty, clause) = (self.params(), self.named(name), self.clause());
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

impl ToTokens for Subject<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.named(self.name).to_tokens(tokens);
    }
}

/// Wraps impls so that no lint of the user's crate looks at code that the user did not write.
pub(crate) fn quiet(impls: &TokenStream) -> TokenStream {
    emit! {
        #[allow(dead_code, deprecated, clippy::all, clippy::impl_trait_in_params)]
        const _: () = { #impls };
    }
}

/// A name that users see, where they typed what it comes from, but not held against them by a lint.
pub(crate) fn visible(name: &str, at: Span) -> Ident {
    let span = Span::mixed_site().located_at(at);
    if is_keyword(name) {
        Ident::new_raw(name, span)
    } else if NEVER_RAW.contains(&name) {
        Ident::new(&format!("{name}_"), span)
    } else {
        Ident::new(name, span)
    }
}
