//! The patch type of an entity or complex type, such as `UserPatch` for `User`.

use proc_macro2::{Ident, TokenStream};
use quote::quote_spanned;
use syn::ext::IdentExt;

use crate::attr::other::lints;
use crate::entity::check::shape;
use crate::entity::kind::Kind;
use crate::entity::model::Structure;
use crate::entity::setter::Setters;
use crate::span_range::SpanRange;
use crate::tokens::public_ident;

fn name(structure: &Structure<'_>) -> Ident {
    let name = structure.container.name;
    Ident::new(&format!("{}Patch", name.unraw()), name.span())
}

/// Returns the patch type of the struct, such as `UserPatch`, with its generic arguments.
pub(super) fn path(structure: &Structure<'_>) -> TokenStream {
    structure.container.named(&name(structure))
}

/// Returns the definition of the struct's patch type. It is emitted next to the struct, so that users can name the patch type.
pub(super) fn definition(structure: &Structure<'_>) -> TokenStream {
    let Structure { core, container, visibility, .. } = structure;
    let (patch, params, clause) = (name(structure), container.params(), container.where_clause());
    let lints = lints(structure.attributes);
    let doc = format!("The properties of a [`{}`] to change.", container.name);
    // With the span of the struct's name, rustc's errors point to the struct.
    let definition =
        quote_spanned!(container.name.span()=> #visibility struct #patch #params (#core::Partial<#container>) #clause;);
    emit! {
        #[doc = #doc]
        #[derive(::core::clone::Clone, ::core::fmt::Debug)]
        #[derive(::core::cmp::PartialEq, ::core::default::Default)]
        #[must_use = "a patch changes nothing until it is sent"]
        #lints
        #definition
    }
}

pub(super) fn impls(structure: &Structure<'_>) -> TokenStream {
    let Structure { core, container, visibility, .. } = structure;
    let (own, patch, params, clause) = (container.name, path(structure), container.params(), container.where_clause());
    let (Setters { wrapped, bare }, inner) = (Setters::of(structure), container.inner_params());
    let bare = bare.map(|(at, setters)| bare_impl(&patch, at, &setters));
    let set_additional = structure.is_open().then(|| set_additional(structure));
    let name_argument = structure.is_open().then(|| emit!(name));
    let impl_keyword = container.impl_keyword();
    let assign = (structure.kind == Kind::Complex).then(|| assign(structure));
    let broken = shape(structure);
    let blank = match broken.is_some() || container.is_generic() {
        true => emit!(::core::unreachable!()),
        false => emit!(::core::default::Default::default()),
    };
    let result = broken.map_or_else(|| patch.clone(), |error| error.as_type());
    let doc = format!("Returns an empty patch of a [`{own}`].");
    let (new, diff) = (public_ident("patch", own.span()), public_ident("diff", own.span()));
    // A constant in the user's code with the name of an argument, such as `to`, would turn the argument into a pattern. `__hide` shadows
    // such constants. The arguments have no `__` prefix, because users see them in the documentation.
    emit! {
        #core::__hide!(to before after #name_argument);
        impl #params #container #clause {
            #[doc = #doc]
            #visibility fn #new() -> #result {
                #blank
            }
        }
        #impl_keyword #params #patch #clause {
            /// Returns the patch that changes `before` into `after`; see `graph_core::Partial::diff`.
            #visibility fn #diff(before: &#container, after: &#container) -> Self {
                Self(#core::Partial::diff(before, after))
            }
            #wrapped
            #set_additional
        }
        #bare
        #core::__patch!([#inner] #patch, #container, #clause);
        #assign
    }
}

/// Returns the impl with the setters of the properties whose types have no wrapper and are in the range `at`.
///
/// For an unknown type in a generic argument, such as `IntoProperty<Kind>`, rustc proposes a type parameter for the surrounding item, but
/// not if the type is in the range of the item's own generics. For the field itself, `kind: Kind`, it proposes none. The generics of this
/// impl therefore have the range of the fields, so that the errors of a field and of its setter are equal.
fn bare_impl(patch: &TokenStream, at: SpanRange, setters: &TokenStream) -> TokenStream {
    let (open, close) = (quote_spanned!(at.start=> impl <), quote_spanned!(at.end=> >));
    emit!(#open #close #patch { #setters })
}

/// Returns the impl of `ToChange` that lets the setter of a property of this complex type take a patch instead of a value.
fn assign(structure: &Structure<'_>) -> TokenStream {
    let Structure { core, container, .. } = structure;
    let (patch, params, clause) = (path(structure), container.params(), container.where_clause());
    emit! {
        impl #params #core::model::ToChange<#container> for #patch #clause {
            fn into_change(self) -> #core::model::PropertyChange<#container> {
                #core::__private::merge(self.0)
            }
        }
    }
}

fn set_additional(structure: &Structure<'_>) -> TokenStream {
    let Structure { core, visibility, .. } = structure;
    emit! {
        /// Sets an undeclared property or an annotation, without a check of the value. If `name` is a declared property or `@odata.type`, the
        /// value replaces the value that the patch would send otherwise.
        #visibility fn set_additional(self, name: &::core::primitive::str, to: impl ::core::convert::Into<#core::Json>) -> Self {
            Self(#core::__private::set_additional(self.0, name, to))
        }
    }
}
