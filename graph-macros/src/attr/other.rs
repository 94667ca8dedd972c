//! Attributes that the table of keys does not cover: lint and doc attributes to copy into the expansion, and a misplaced `#[graph(...)]`.

use proc_macro2::TokenStream;
use syn::spanned::Spanned;
use syn::{Attribute, Meta};

use crate::errors::Errors;
use crate::tokens::join;

/// Reports each `#[graph(...)]` on a target that takes no keys. `instead` is the help text of the error message.
pub(crate) fn refuse(attributes: &[Attribute], instead: &str, errors: &mut Errors) {
    for attribute in named(attributes, "graph") {
        errors.report(attribute.path().span(), format!("`#[graph]` is not allowed here: {instead}"));
    }
}

/// Returns the attributes with this name.
pub(crate) fn named<'a>(attributes: &'a [Attribute], name: &'a str) -> impl Iterator<Item = &'a Attribute> {
    attributes.iter().filter(move |attribute| attribute.path().is_ident(name))
}

/// Returns the lint attributes for the types that are generated for an item.
///
/// The names of these types contain the item's name, so they break the same naming lints. The types also use the item, which may be
/// deprecated.
pub(crate) fn lints(attributes: &[Attribute]) -> TokenStream {
    let carried = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("allow") || list.path.is_ident("expect") => {
            let lints = &list.tokens;
            Some(emit!(#[allow(#lints)]))
        }
        meta => meta.path().is_ident("deprecated").then(|| emit!(#[allow(deprecated)])),
    });
    join(carried)
}
