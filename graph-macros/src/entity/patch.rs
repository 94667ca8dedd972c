//! The patch of a declared struct: one setter per property that a client may write.

use proc_macro2::{Ident, TokenStream};
use quote::format_ident;
use syn::ext::IdentExt;

use super::Kind;
use super::model::{Declaration, DeclaredField, Property};
use crate::attr::docs;
use crate::runtime::{quiet, serde_impls};

pub(crate) fn patch_name(declaration: &Declaration<'_>) -> Ident {
    format_ident!("{}Patch", declaration.name.unraw(), span = declaration.name.span())
}

pub(crate) fn expand(declaration: &Declaration<'_>) -> TokenStream {
    let Declaration { core, name, visibility, .. } = declaration;
    let patch = patch_name(declaration);
    let setters = declaration
        .properties()
        .enumerate()
        .filter(|(_, (_, property))| property.writable())
        .map(|(index, (field, property))| setters(declaration, index, field, property));
    let serde = serde_impls(
        core,
        &patch,
        &emit!(#core::__private::Serialize::serialize(&self.0, serializer)),
        &emit!(#core::__private::Deserialize::deserialize(deserializer).map(Self)),
    );
    let assign = (declaration.kind == Kind::Complex).then(|| {
        emit! {
            #[automatically_derived]
            impl #core::Assign<#name> for #patch {
                fn into_json(self) -> #core::Json {
                    #core::__private::partial_json(self.0)
                }
            }
        }
    });
    let quiet = quiet();
    let (patch_doc, new_doc) =
        (format!("The properties of a [`{name}`] to change."), format!("A patch of a [`{name}`], without any change so far."));
    emit! {
        #quiet
        impl #name {
            #[doc = #new_doc]
            #visibility fn patch() -> #patch {
                ::core::default::Default::default()
            }
        }
        #[doc = #patch_doc]
        #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::default::Default, ::core::cmp::PartialEq)]
        #[must_use = "a patch changes nothing until it is sent"]
        #visibility struct #patch(#core::Partial<#name>);
        #quiet
        impl #patch {
            /// What it takes to get from one to the other; see [`Partial::diff`](#core::Partial::diff).
            #visibility fn diff(before: &#name, after: &#name) -> Self {
                Self(#core::Partial::diff(before, after))
            }
            /// Makes the changes in a local copy.
            ///
            /// # Errors
            /// When no whole entity results; see [`Partial::apply`](#core::Partial::apply).
            #visibility fn apply(&self, to: &mut #name) -> ::core::result::Result<(), #core::ReadError> {
                self.0.apply(to)
            }
            /// Whether it changes nothing.
            #visibility fn is_empty(&self) -> ::core::primitive::bool {
                self.0.is_empty()
            }
            #(#setters)*
        }
        #[automatically_derived]
        impl ::core::convert::From<#patch> for #core::Partial<#name> {
            fn from(patch: #patch) -> Self {
                patch.0
            }
        }
        #[automatically_derived]
        impl ::core::convert::From<#core::Partial<#name>> for #patch {
            fn from(partial: #core::Partial<#name>) -> Self {
                Self(partial)
            }
        }
        #assign
        #serde
    }
}

fn setters(declaration: &Declaration<'_>, index: usize, field: &DeclaredField<'_>, property: &Property) -> TokenStream {
    let Declaration { core, visibility, .. } = declaration;
    let (ident, whole, value) = (field.ident, field.ty.whole, field.ty.value);
    let docs: Vec<_> = docs(field.attributes).collect();
    let wire = &property.wire.value;
    let doc = format!("Sets `{wire}`.");
    let doc = if docs.is_empty() { emit!(#[doc = #doc]) } else { emit!(#[doc = #doc] #[doc = ""] #(#docs)*) };
    let (argument, call) = if field.ty.is_string() {
        (emit!(impl ::core::convert::Into<#value>), emit!(put::<#value>(#index, value.into())))
    } else if field.ty.is_primitive() {
        (emit!(#value), emit!(put(#index, value)))
    } else {
        (emit!(impl #core::Assign<#value>), emit!(assign::<#value, _>(#index, value)))
    };
    let set = emit! {
        #doc
        #visibility fn #ident(self, value: #argument) -> Self {
            Self(self.0.#call)
        }
    };
    if !field.ty.option || property.not_null {
        return set;
    }
    let bare = ident.unraw();
    let (clear, set_or_clear) =
        (format_ident!("clear_{bare}", span = ident.span()), format_ident!("set_or_clear_{bare}", span = ident.span()));
    let (clear_doc, set_or_clear_doc) = (format!("Sets `{wire}` to null."), format!("Sets `{wire}` to the value, or to null."));
    emit! {
        #set
        #[doc = #clear_doc]
        #visibility fn #clear(self) -> Self {
            Self(self.0.clear(#index))
        }
        #[doc = #set_or_clear_doc]
        #visibility fn #set_or_clear(self, value: #whole) -> Self {
            Self(self.0.put(#index, value))
        }
    }
}
