//! Splits the tokens between the parentheses of `#[graph(...)]` into entries such as `key = value`.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use syn::ext::IdentExt;

use crate::errors::Errors;
use crate::span_range::SpanRange;
use crate::tokens::{intended_text, is_punct, split_at_commas};

/// One comma-separated entry of `#[graph(...)]`: its key, such as `rename`, and the tokens after the key.
pub(super) struct Entry {
    pub(super) key: Ident,
    pub(super) rest: Vec<TokenTree>,
    /// Whether the comma between the previous entry and this entry is missing.
    lacks_comma: bool,
}

/// An entry of `#[graph(...)]` that does not begin with a key, such as a string alone.
pub(super) struct MissingKey {
    pub(super) at: SpanRange,
    /// The text that the user probably meant as the value, if the entry begins with a literal: `user` in `"user"` and `"type" = "user"`.
    pub(super) literal: Option<String>,
}

/// Splits the tokens between the parentheses of an attribute into entries: at each comma, and before a known key if the comma is missing.
///
/// `is_name` returns whether an identifier is a known key. `is_flag` returns whether a known key takes no value.
pub(super) fn split(
    tokens: TokenStream,
    is_name: impl Fn(&Ident) -> bool,
    is_flag: impl Fn(&Ident) -> bool,
) -> Vec<Result<Entry, MissingKey>> {
    let mut entries = Vec::new();
    for tokens in split_at_commas(tokens) {
        for (piece, lacks_comma) in split_at_names(tokens, &is_name, &is_flag) {
            entries.push(entry(piece, lacks_comma));
        }
    }
    entries
}

fn entry(piece: Vec<TokenTree>, lacks_comma: bool) -> Result<Entry, MissingKey> {
    match piece.as_slice() {
        [TokenTree::Ident(key), rest @ ..] => Ok(Entry { key: key.clone(), rest: rest.to_vec(), lacks_comma }),
        _ => Err(MissingKey {
            literal: match piece.as_slice() {
                [TokenTree::Literal(_)] => intended_text(&piece),
                [TokenTree::Literal(_), equals, value @ ..] if is_punct(equals, '=') => intended_text(value),
                _ => None,
            },
            at: SpanRange::of(piece.into_iter().collect::<TokenStream>()),
        }),
    }
}

/// Splits `entry`, the tokens between two commas, before each known key. Returns each piece with a flag: `true` if only a comma is missing
/// before the piece, because the previous piece is a complete entry.
fn split_at_names(
    entry: Vec<TokenTree>,
    is_name: &impl Fn(&Ident) -> bool,
    is_flag: &impl Fn(&Ident) -> bool,
) -> Vec<(Vec<TokenTree>, bool)> {
    let mut pieces: Vec<(Vec<TokenTree>, bool)> = Vec::new();
    for token in entry {
        let before = pieces.last().map(|(piece, _)| piece.as_slice()).unwrap_or_default();
        let begins = match (&token, before.last()) {
            (_, None) => true,
            (TokenTree::Ident(name), Some(before)) => is_name(name) && !matches!(before, TokenTree::Punct(_)),
            _ => false,
        };
        let complete = match before {
            [] => false,
            [TokenTree::Ident(name)] => is_flag(name),
            _ => true,
        };
        match pieces.last_mut() {
            Some((piece, _)) if !begins => piece.push(token),
            _ => pieces.push((vec![token], complete)),
        }
    }
    pieces
}

impl Entry {
    pub(super) fn name(&self) -> String {
        self.key.unraw().to_string()
    }

    pub(super) fn check_comma(&self, errors: &mut Errors) {
        if self.lacks_comma {
            errors.report(self.key.span(), format!("expected a comma before `{}`", self.key));
        }
    }

    /// Returns the source range of the entry's value, or of its key if the entry has no value.
    pub(super) fn value_range(&self) -> SpanRange {
        if self.rest.is_empty() {
            self.key.span().into()
        } else {
            SpanRange::of(self.rest.iter().cloned().collect::<TokenStream>())
        }
    }

    /// Returns the group `(…)` after the entry's key, if the entry has the form `key(…)`.
    pub(super) fn in_parentheses(&self) -> Option<&Group> {
        match self.rest.as_slice() {
            [TokenTree::Group(group)] if group.delimiter() == Delimiter::Parenthesis => Some(group),
            _ => None,
        }
    }

    /// Returns the group `[…]` after the entry's `=`, if the entry has the wrong form `key = […]`.
    pub(super) fn assigned_list(&self) -> Option<&Group> {
        match self.rest.as_slice() {
            // A group without delimiters is not a list: it wraps a fragment from a `macro_rules` macro.
            [equals, TokenTree::Group(group)] if is_punct(equals, '=') && group.delimiter() != Delimiter::None => Some(group),
            _ => None,
        }
    }
}
