//! The expansion of `graph_ids!`: one struct, such as `UserId`, per id type.

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::model::IdType;
use crate::tokens::{join, without_lints};

/// Expands the id types. If several id types have the same name, only the first of them is expanded.
pub(super) fn expand(core: &TokenStream, ids: &[IdType<'_>]) -> TokenStream {
    join(ids.iter().filter(|id| !id.is_duplicate).map(|id| self::id(core, id)))
}

fn id(core: &TokenStream, id: &IdType<'_>) -> TokenStream {
    let IdType { attributes, visibility, name, .. } = id;
    // With the span of the name, rustc's errors point to the name.
    let definition = quote_spanned!(name.span()=> #visibility struct #name(#core::model::Id););
    let doc = format!("An id for `{name}` placeholders of path templates.\n\n");
    let impls = impls(core, id);
    let cfg = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    emit! {
        #[doc = #doc]
        #(#attributes)*
        #[derive(
            ::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq, ::core::cmp::Eq, ::core::hash::Hash,
            ::core::cmp::PartialOrd, ::core::cmp::Ord,
        )]
        #definition
        #(#cfg)* #impls
    }
}

fn impls(core: &TokenStream, id: &IdType<'_>) -> TokenStream {
    let IdType { visibility, name, .. } = id;
    // A constant of the user named `text` would turn the argument into a pattern. The function `text` shadows such a constant.
    without_lints(&emit! {
        fn text() {}
        impl #name {
            /// Creates an id from this text; see `graph_core::model::Id::new`.
            ///
            /// # Errors
            /// Fails if the text is empty, `.` or `..`, or contains a control character.
            #visibility fn new(text: impl ::core::convert::Into<#core::__private::String>) -> ::core::result::Result<Self, #core::model::IdError> {
                ::core::result::Result::map(#core::model::Id::new(text), Self)
            }

            /// Returns the text of the id, not percent-encoded.
            #visibility fn as_str(&self) -> &::core::primitive::str {
                self.0.as_str()
            }
        }
        impl #core::model::GraphId for #name {
            fn as_id(&self) -> &#core::model::Id {
                &self.0
            }
        }
        impl ::core::fmt::Display for #name {
            fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                __f.write_str(self.0.as_str())
            }
        }
        impl ::core::str::FromStr for #name {
            type Err = #core::model::IdError;
            fn from_str(text: &::core::primitive::str) -> ::core::result::Result<Self, #core::model::IdError> {
                Self::new(text)
            }
        }
        impl ::core::convert::TryFrom<#core::__private::String> for #name {
            type Error = #core::model::IdError;
            fn try_from(text: #core::__private::String) -> ::core::result::Result<Self, #core::model::IdError> {
                Self::new(text)
            }
        }
        impl ::core::convert::AsRef<::core::primitive::str> for #name {
            fn as_ref(&self) -> &::core::primitive::str {
                self.0.as_str()
            }
        }
        impl #core::__private::Serialize for #name {
            fn serialize<S: #core::__private::Serializer>(&self, __serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                #core::__private::Serialize::serialize(&self.0, __serializer)
            }
        }
        impl<'de> #core::__private::Deserialize<'de> for #name {
            fn deserialize<D: #core::__private::Deserializer<'de>>(__deserializer: D) -> ::core::result::Result<Self, D::Error> {
                #core::__private::Deserialize::deserialize(__deserializer).map(Self)
            }
        }
    })
}
