//! Attributes that the table of keys does not cover: lint and doc attributes to copy into the expansion, and a misplaced `#[graph(...)]`.

use proc_macro2::TokenStream;
use syn::spanned::Spanned;
use syn::{Attribute, Meta};

use crate::errors::Errors;
use crate::tokens::join;

/// Reports each `#[graph(...)]` on a part of the item that must not have one, such as the field of a variant, with the help `instead`.
pub(crate) fn refuse(attributes: &[Attribute], instead: &str, errors: &mut Errors) {
    for attribute in named(attributes, "graph") {
        errors.report(attribute.path().span(), format!("`#[graph]` is not allowed here: {instead}"));
    }
}

/// Returns the attributes whose path is `name`, such as `doc`.
pub(crate) fn named<'a>(attributes: &'a [Attribute], name: &'a str) -> impl Iterator<Item = &'a Attribute> {
    attributes.iter().filter(move |attribute| attribute.path().is_ident(name))
}

/// Returns the lint attributes to write on the types that are generated for a user's item, such as `UserPatch` for `User`.
///
/// The name of a generated type contains the item's name, so it breaks the same naming lints, and the item's `#[allow(...)]` applies to it
/// too. The generated type also refers to the item, which needs `#[allow(deprecated)]` if the item is deprecated.
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
