//! What a declaration with mistakes expands to: everything by name and nothing inside, so that no error follows the real ones.

use proc_macro2::TokenStream;
use quote::format_ident;
use syn::ext::IdentExt;

use super::Kind;
use super::model::Declaration;
use crate::runtime::{quiet, serde_impls};

pub(crate) fn expand(declaration: &Declaration<'_>) -> TokenStream {
    let Declaration { core, name, visibility, odata_type, .. } = declaration;
    let patch = super::patch::patch_name(declaration);
    let quiet = quiet();
    let unreachable = emit!(::core::unreachable!());
    let serde = serde_impls(core, name, &unreachable, &unreachable);
    let patch_serde = serde_impls(core, &patch, &unreachable, &unreachable);
    let entity = (declaration.kind == Kind::Entity).then(|| emit!(impl #core::GraphEntity for #name {}));
    let assign = (declaration.kind == Kind::Complex).then(|| {
        emit! {
            impl #core::Assign<#name> for #patch {
                fn into_json(self) -> #core::Json { #unreachable }
            }
        }
    });
    let setters = declaration.properties().map(|(field, _)| {
        let (ident, bare, span) = (field.ident, field.ident.unraw(), field.ident.span());
        let (clear, set_or_clear) =
            (format_ident!("clear_{bare}", span = span), format_ident!("set_or_clear_{bare}", span = span));
        emit! {
            #visibility fn #ident<T>(self, _: T) -> Self { self }
            #visibility fn #clear(self) -> Self { self }
            #visibility fn #set_or_clear<T>(self, _: T) -> Self { self }
        }
    });
    emit! {
        #quiet
        impl #core::Instance for #name {
            fn structured_type(&self) -> &'static #core::StructuredType { <Self as #core::Structured>::DECLARATION }
            fn property(&self, _: ::core::primitive::usize) -> #core::View<'_> { #core::View::Null }
        }
        #quiet
        impl #core::Structured for #name {
            const DECLARATION: &'static #core::StructuredType = &#core::StructuredType::blank(#odata_type);
            type Patch = #patch;
            fn read_from(_: &mut #core::__private::Reader) -> Self { #unreachable }
        }
        impl #core::PropertyValue for #name {
            const TYPE: #core::PropertyType = #core::PropertyType::structured(|| <Self as #core::Structured>::DECLARATION);
            fn blank() -> Self { #unreachable }
            fn view(&self) -> #core::View<'_> { #unreachable }
            fn read(_: #core::Json) -> ::core::result::Result<Self, #core::ReadError> { #unreachable }
        }
        #entity
        #assign
        #serde
        #quiet
        impl #name {
            #visibility fn patch() -> #patch { #unreachable }
        }
        #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::default::Default, ::core::cmp::PartialEq)]
        #visibility struct #patch(#core::Partial<#name>);
        #quiet
        impl #patch {
            #visibility fn diff(_: &#name, _: &#name) -> Self { #unreachable }
            #visibility fn apply(&self, _: &mut #name) -> ::core::result::Result<(), #core::ReadError> { #unreachable }
            #visibility fn is_empty(&self) -> ::core::primitive::bool { #unreachable }
            #(#setters)*
        }
        impl ::core::convert::From<#patch> for #core::Partial<#name> {
            fn from(patch: #patch) -> Self { patch.0 }
        }
        impl ::core::convert::From<#core::Partial<#name>> for #patch {
            fn from(partial: #core::Partial<#name>) -> Self { Self(partial) }
        }
        #patch_serde
    }
}
