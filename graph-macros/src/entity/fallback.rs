//! What a declaration with mistakes expands to: everything by name and nothing inside, so that no error follows the real ones.

use std::collections::BTreeSet;

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
                fn assigned(self) -> #core::__private::Assigned<#name> { #unreachable }
            }
        }
    });
    // The mistake may be that two of these have one name.
    let mut taken = BTreeSet::from(["diff".to_owned()]);
    let methods = declaration.properties().flat_map(|(field, _)| ["", "clear_", "set_or_clear_"].map(|prefix| (field, prefix)));
    let setters: TokenStream = methods
        .filter_map(|(field, prefix)| {
            let name = format!("{prefix}{}", field.ident.unraw());
            let method = taken.insert(name.clone()).then(|| visible(&name, field.ident.span()))?;
            Some(match prefix {
                "clear_" => emit!(#visibility fn #method(self) -> Self { self }),
                _ => emit!(#visibility fn #method<T>(self, _: T) -> Self { self }),
            })
        })
        .collect();
    emit! {
        #[diagnostic::do_not_recommend]
        impl #core::PropertyValue for #name {
            type Codec = #core::__private::Structure;
        }
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
            #setters
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
