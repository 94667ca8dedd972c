//! The patch of a declared struct: one setter per property that a client may write.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote_spanned;
use syn::ext::IdentExt;

use super::Kind;
use super::model::{Declaration, DeclaredField, Property};
use crate::attr::{lints, named};
use crate::runtime::visible;

fn patch_name(declaration: &Declaration<'_>) -> Ident {
    let name = declaration.subject.name;
    Ident::new(&format!("{}Patch", name.unraw()), name.span())
}

/// The type of the patch.
pub(crate) fn patch_type(declaration: &Declaration<'_>) -> TokenStream {
    declaration.subject.named(&patch_name(declaration))
}

/// The patch type itself, which stands beside the declaration so that users can name it.
pub(crate) fn definition(declaration: &Declaration<'_>) -> TokenStream {
    let Declaration { core, subject, visibility, .. } = declaration;
    let (patch, params, clause) = (patch_name(declaration), subject.params(), subject.clause());
    let lints = lints(declaration.attributes);
    let doc = format!("The properties of a [`{}`] to change.", subject.name);
    // As if it had been written there, so that rustc points there when it speaks of it.
    let definition = quote_spanned!(subject.name.span()=> #visibility struct #patch #params (#core::Partial<#subject>) #clause;);
    emit! {
        #[doc = #doc]
        #[derive(::core::clone::Clone, ::core::fmt::Debug)]
        #[derive(::core::cmp::PartialEq, ::core::default::Default)]
        #[must_use = "a patch changes nothing until it is sent"]
        #lints
        #definition
    }
}

pub(crate) fn impls(declaration: &Declaration<'_>) -> TokenStream {
    let Declaration { core, subject, visibility, .. } = declaration;
    let (name, patch, params, clause) = (subject.name, patch_type(declaration), subject.params(), subject.clause());
    let setters = declaration
        .properties()
        .enumerate()
        .filter(|(_, (field, property))| field.setter && property.writable())
        .map(|(index, (field, property))| setters(declaration, index, field, property));
    let set_additional = declaration.is_open().then(|| set_additional(declaration));
    let name_argument = declaration.is_open().then(|| emit!(name));
    let like_struct = subject.implementation();
    let serde = subject.serde_impls(
        core,
        &patch_name(declaration),
        &emit!(#core::__private::Serialize::serialize(&self.0, __serializer)),
        &emit!(#core::__private::Deserialize::deserialize(__deserializer).map(Self)),
    );
    let assign = (declaration.kind == Kind::Complex).then(|| {
        emit! {
            impl #params #core::model::ToChange<#subject> for #patch #clause {
                fn into_change(self) -> #core::model::PropertyChange<#subject> {
                    #core::__private::merge(self.0)
                }
            }
        }
    });
    let blank = if subject.is_generic() { emit!(::core::unreachable!()) } else { emit!(::core::default::Default::default()) };
    let doc = format!("A patch of a [`{name}`], without any change so far.");
    // Users see the names of these arguments.
    emit! {
        #core::__hide!(to before after #name_argument);
        impl #params #subject #clause {
            #[doc = #doc]
            #visibility fn patch() -> #patch {
                #blank
            }
        }
        #like_struct #params #patch #clause {
            /// What it takes to get from one to the other; see `graph_core::Partial::diff`.
            #visibility fn diff(before: &#subject, after: &#subject) -> Self {
                Self(#core::Partial::diff(before, after))
            }
            #(#setters)*
            #set_additional
        }
        impl #params ::core::ops::Deref for #patch #clause {
            type Target = #core::Partial<#subject>;
            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }
        #assign
        #serde
    }
}

fn set_additional(declaration: &Declaration<'_>) -> TokenStream {
    let Declaration { core, visibility, .. } = declaration;
    emit! {
        /// Sets a property that the declaration does not know, or an annotation. Nothing checks it: under the name of a declared
        /// property, or `@odata.type`, it is sent in the place of that.
        #visibility fn set_additional(self, name: &::core::primitive::str, to: impl ::core::convert::Into<#core::Json>) -> Self {
            Self(#core::__private::set_additional(self.0, name, to))
        }
    }
}

fn setters(declaration: &Declaration<'_>, index: usize, field: &DeclaredField<'_>, property: &Property) -> TokenStream {
    let (Declaration { core, visibility, .. }, index) = (declaration, &Literal::usize_unsuffixed(index));
    let bare = field.bare();
    let name = |prefix: &str| visible(&format!("{prefix}{bare}"), field.ident.span());
    let (setter, clear, set_or_clear) = (name(""), name("clear_"), name("set_or_clear_"));
    if field.broken {
        return emit! {
            #visibility fn #setter(self, _: impl ::core::marker::Sized) -> Self { self }
            #visibility fn #clear(self) -> Self { self }
            #visibility fn #set_or_clear(self, _: impl ::core::marker::Sized) -> Self { self }
        };
    }
    let docs: Vec<_> = named(field.attributes, "doc").collect();
    let deprecated: Vec<_> = named(field.attributes, "deprecated").collect();
    let wire = &property.wire.value;
    let doc = format!("Sets `{wire}`.");
    let doc = if docs.is_empty() { emit!(#[doc = #doc]) } else { emit!(#[doc = #doc] #[doc = ""] #(#docs)*) };
    let (argument, call) = (field.ty.argument(core), field.ty.set(core, index));
    let set = emit! {
        #doc
        #(#deprecated)*
        #visibility fn #setter(self, to: #argument) -> Self {
            Self(#call)
        }
    };
    if !field.ty.option || property.not_null {
        return set;
    }
    let (written, call_whole) = (field.ty.written(), field.ty.set_whole(core, index));
    let (clear_doc, set_or_clear_doc) = (format!("Sets `{wire}` to null."), format!("Sets `{wire}` to the value, or to null."));
    emit! {
        #set
        #[doc = #clear_doc]
        #(#deprecated)*
        #visibility fn #clear(self) -> Self {
            Self(#core::__private::clear(self.0, #index))
        }
        #[doc = #set_or_clear_doc]
        #(#deprecated)*
        #visibility fn #set_or_clear(self, to: #written) -> Self {
            Self(#call_whole)
        }
    }
}
