//! What a declaration with mistakes expands to: everything by name and nothing inside, so that no error follows the real ones.

use proc_macro2::TokenStream;
use syn::ext::IdentExt;

use super::Kind;
use super::model::Declaration;
use crate::runtime::{serde_impls, visible};

pub(crate) fn impls(declaration: &Declaration<'_>) -> TokenStream {
    let Declaration { core, name, visibility, odata_type, .. } = declaration;
    let odata_type = &odata_type.value;
    let patch = super::patch::patch_name(declaration);
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
        let bare = field.ident.unraw().to_string();
        let method = |prefix: &str| visible(&format!("{prefix}{bare}"), field.ident.span());
        let (set, clear, set_or_clear) = (method(""), method("clear_"), method("set_or_clear_"));
        emit! {
            #visibility fn #set<T>(self, _: T) -> Self { self }
            #visibility fn #clear(self) -> Self { self }
            #visibility fn #set_or_clear<T>(self, _: T) -> Self { self }
        }
    });
    emit! {
        impl #core::Structured for #name {
            const DECLARATION: &'static #core::StructuredType = &#core::StructuredType::new(#odata_type, &[]);
            type Patch = #patch;
            fn read_from(_: &mut #core::__private::Reader) -> Self { #unreachable }
            fn property(&self, _: ::core::primitive::usize) -> #core::View<'_> { #core::View::Null }
        }
        impl #name {
            #visibility fn patch() -> #patch { #unreachable }
        }
        impl #patch {
            #visibility fn diff(_: &#name, _: &#name) -> Self { #unreachable }
            #(#setters)*
        }
        impl ::core::ops::Deref for #patch {
            type Target = #core::Partial<#name>;
            fn deref(&self) -> &Self::Target { &self.0 }
        }
        #entity
        #assign
        #serde
        #patch_serde
    }
}
