//! The model of an id type that `graph_ids!` declares.

use proc_macro2::{Ident, TokenTree};
use syn::ext::IdentExt;
use syn::{Attribute, Meta, Visibility};

use super::parse::Head;
use graph_schema::syntax::case::{camel_case, upper_first};

/// The traits that every id type implements.
const DERIVED: &[&str] = &["Clone", "Debug", "PartialEq", "Eq", "Hash", "PartialOrd", "Ord", "Serialize", "Deserialize"];

/// An id type as `graph_ids!` declares it, such as `pub UserId;`.
pub(super) struct IdType<'a> {
    /// The attributes to write on the type. A `#[derive(...)]` with a trait that every id type implements is left out.
    pub(super) attributes: Vec<&'a Attribute>,
    /// For each `#[derive(...)]` that was left out: the first of its traits that every id type implements.
    pub(super) repeated_derives: Vec<Ident>,
    pub(super) visibility: &'a Visibility,
    /// The name of the type as the user typed it.
    pub(super) typed: &'a Ident,
    /// The name of the type in PascalCase: `UserId` is the id type of the placeholder `{userId}` in path templates.
    pub(super) name: Ident,
    /// Whether an earlier id type has the same name.
    pub(super) is_duplicate: bool,
}

impl<'a> IdType<'a> {
    pub(super) fn all(heads: &'a [Head]) -> Vec<Self> {
        let mut ids: Vec<Self> = Vec::new();
        for head in heads {
            let upper = upper_first(&camel_case(&head.name.unraw().to_string()));
            let name = if head.name == upper.as_str() { head.name.clone() } else { Ident::new(&upper, head.name.span()) };
            ids.push(Self {
                attributes: head.attributes.iter().filter(|attribute| repeated_derive(attribute).is_none()).collect(),
                repeated_derives: head.attributes.iter().filter_map(repeated_derive).collect(),
                visibility: &head.visibility,
                typed: &head.name,
                is_duplicate: ids.iter().any(|earlier| earlier.name == name),
                name,
            });
        }
        ids
    }
}

/// Returns the first trait in a `#[derive(...)]` that every id type already implements.
fn repeated_derive(attribute: &Attribute) -> Option<Ident> {
    let Meta::List(list) = &attribute.meta else { return None };
    let mut tokens = list.tokens.clone().into_iter().filter(|_| list.path.is_ident("derive"));
    tokens.find_map(|token| match token {
        TokenTree::Ident(name) if DERIVED.iter().any(|derived| name == derived) => Some(name),
        _ => None,
    })
}
