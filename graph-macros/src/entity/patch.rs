//! The patch of a declared struct: one setter per property that a client may write.

use proc_macro2::{Ident, Literal, TokenStream};
use syn::ext::IdentExt;

use super::Kind;
use super::model::{Declaration, DeclaredField, Property};
use crate::attr::docs;
use crate::runtime::{serde_impls, visible};

pub(crate) fn patch_name(declaration: &Declaration<'_>) -> Ident {
    visible(&format!("{}Patch", declaration.name.unraw()), declaration.name.span())
}

/// The patch type itself, which stands beside the declaration so that users can name it.
pub(crate) fn definition(declaration: &Declaration<'_>) -> TokenStream {
    let Declaration { core, name, visibility, .. } = declaration;
    let patch = patch_name(declaration);
    let doc = format!("The properties of a [`{name}`] to change.");
    emit! {
        #[doc = #doc]
        #[derive(::core::clone::Clone, ::core::fmt::Debug)]
        #[derive(::core::cmp::PartialEq, ::core::default::Default)]
        #[must_use = "a patch changes nothing until it is sent"]
        #visibility struct #patch(#core::Partial<#name>);
    }
}

pub(crate) fn impls(declaration: &Declaration<'_>) -> TokenStream {
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
            impl #core::Assign<#name> for #patch {
                fn assigned(self) -> #core::__private::Assigned<#name> {
                    #core::__private::inside(self.0)
                }
            }
        }
    });
    let doc = format!("A patch of a [`{name}`], without any change so far.");
    emit! {
        impl #name {
            #[doc = #doc]
            #visibility fn patch() -> #patch {
                ::core::default::Default::default()
            }
        }
        impl #patch {
            /// What it takes to get from one to the other; see `graph_core::Partial::diff`.
            #visibility fn diff(before: &#name, after: &#name) -> Self {
                Self(#core::Partial::diff(before, after))
            }
            #(#setters)*
        }
        impl ::core::ops::Deref for #patch {
            type Target = #core::Partial<#name>;
            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }
        #assign
        #serde
    }
}

fn setters(declaration: &Declaration<'_>, index: usize, field: &DeclaredField<'_>, property: &Property) -> TokenStream {
    let (Declaration { core, visibility, .. }, index) = (declaration, &Literal::usize_unsuffixed(index));
    let written = field.ty.whole;
    let bare = field.ident.unraw().to_string();
    let name = |prefix: &str| visible(&format!("{prefix}{bare}"), field.ident.span());
    let docs: Vec<_> = docs(field.attributes).collect();
    let wire = &property.wire.value;
    let doc = format!("Sets `{wire}`.");
    let doc = if docs.is_empty() { emit!(#[doc = #doc]) } else { emit!(#[doc = #doc] #[doc = ""] #(#docs)*) };
    let (argument, call) = (field.ty.argument(core), field.ty.set(core, index));
    let setter = name("");
    let set = emit! {
        #doc
        #visibility fn #setter(self, value: #argument) -> Self {
            Self(#call)
        }
    };
    if !field.ty.option || property.not_null {
        return set;
    }
    let call_whole = field.ty.set_whole(core, index);
    let (clear, set_or_clear) = (name("clear_"), name("set_or_clear_"));
    let (clear_doc, set_or_clear_doc) = (format!("Sets `{wire}` to null."), format!("Sets `{wire}` to the value, or to null."));
    emit! {
        #set
        #[doc = #clear_doc]
        #visibility fn #clear(self) -> Self {
            Self(self.0.clear(#index))
        }
        #[doc = #set_or_clear_doc]
        #visibility fn #set_or_clear(self, value: #written) -> Self {
            Self(#call_whole)
        }
    }
}
