//! Helpers that take a Rust type apart by its spelling.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericArgument, PathArguments, Type};

/// The generic types that may wrap the type of a property.
pub(crate) const WRAPPERS: &[&str] = &["Option", "Vec", "Expanded", "Box", "Flags"];

/// Returns `T` if the type is `wrapper<T>`: `User` for `Option<User>` and the wrapper `Option`.
pub(crate) fn argument_of<'a>(ty: &'a Type, wrapper: &str) -> Option<&'a Type> {
    let Type::Path(path) = ungroup(ty) else { return None };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    if last.ident != wrapper {
        return None;
    }
    // With a path such as `mine::Option`, the name means another type. The types of graph-core may have any path.
    let is_ours = ["Flags", "Expanded"].contains(&wrapper);
    let first = path.path.segments.first().filter(|_| path.path.segments.len() > 1 && !is_ours);
    if first.is_some_and(|first| !["std", "core", "alloc"].iter().any(|root| first.ident == root)) {
        return None;
    }
    match arguments.args.first() {
        Some(GenericArgument::Type(inner)) if arguments.args.len() == 1 => Some(inner),
        _ => None,
    }
}

/// Returns the wrapper of the type and the type inside: `Option` and `User` for `Option<User>`.
pub(crate) fn wrapper_of(ty: &Type) -> Option<(&'static str, &Type)> {
    WRAPPERS.iter().find_map(|wrapper| Some((*wrapper, argument_of(ty, wrapper)?)))
}

/// Removes parentheses, and the invisible group around a type from a `macro_rules` fragment.
pub(crate) fn ungroup(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => ungroup(&group.elem),
        Type::Paren(paren) => ungroup(&paren.elem),
        ty => ty,
    }
}

/// Returns the name of the last segment, if the type is a path: `User` for `model::User`.
pub(crate) fn last_ident(ty: &Type) -> Option<&Ident> {
    match ungroup(ty) {
        Type::Path(path) => path.path.segments.last().map(|segment| &segment.ident),
        _ => None,
    }
}

/// Returns the type inside all `Option`, `Vec`, `Expanded`, `Box` and `Flags`: `User` for `Option<Vec<User>>`.
pub(crate) fn innermost(ty: &Type) -> &Type {
    let mut inner = ty;
    while let Some((_, argument)) = wrapper_of(inner) {
        inner = argument;
    }
    inner
}

/// Returns the type without its `Box`.
pub(crate) fn unboxed(ty: &Type) -> &Type {
    argument_of(ty, "Box").unwrap_or(ty)
}

/// Formats the type the way people write it, without spaces between tokens.
pub(crate) fn display(ty: &Type) -> String {
    let mut text = String::new();
    for token in ty.to_token_stream() {
        let next = match &token {
            TokenTree::Group(group) if group.delimiter() == proc_macro2::Delimiter::None => {
                group.stream().to_string().replace(' ', "")
            }
            token => token.to_string(),
        };
        let word = |char: Option<char>| char.is_some_and(|char| char.is_alphanumeric() || char == '_');
        if (word(text.chars().last()) && word(next.chars().next())) || text.ends_with(',') {
            text.push(' ');
        }
        text.push_str(&next);
    }
    text
}

/// Returns the type with `Self` replaced by `name`, or `None` if the type does not contain `Self`. In the expansion, `Self` may mean
/// another type.
pub(crate) fn without_self(ty: &Type, name: &Ident) -> Option<Type> {
    fn replace(tokens: TokenStream, name: &Ident, found: &mut bool) -> TokenStream {
        let replaced = tokens.into_iter().map(|token| match token {
            TokenTree::Ident(ident) if ident == "Self" => {
                *found = true;
                let mut name = name.clone();
                name.set_span(ident.span());
                TokenTree::Ident(name)
            }
            TokenTree::Group(group) => {
                let mut replaced = proc_macro2::Group::new(group.delimiter(), replace(group.stream(), name, found));
                replaced.set_span(group.span());
                TokenTree::Group(replaced)
            }
            token => token,
        });
        replaced.collect()
    }
    let mut found = false;
    let replaced = replace(ty.to_token_stream(), name, &mut found);
    syn::parse2(replaced).ok().filter(|_| found)
}
