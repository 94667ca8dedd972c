//! Helpers on tokens: splitting, moving spans, and making identifiers.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Lit;

use graph_schema::syntax::identifier::identifier;

/// Returns an identifier for a generated method that users see, with the span of the user's token that it is made from.
///
/// With exactly this span, editors go from a use of the method to the token alone, and rename the method with the token. A name that is not
/// in snake_case has the hygiene of the macro instead, so that `non_snake_case` does not fire in the user's crate.
pub(crate) fn public_ident(name: &str, at: Span) -> Ident {
    let is_snake = !name.contains("__") && !name.contains(char::is_uppercase);
    let span = if is_snake { at } else { Span::mixed_site().located_at(at) };
    let name = identifier(name);
    match name.strip_prefix("r#") {
        Some(keyword) => Ident::new_raw(keyword, span),
        None => Ident::new(&name, span),
    }
}

/// Gives each token the source location of `at`, but keeps the token's own name resolution.
pub(crate) fn located(tokens: TokenStream, at: Span) -> TokenStream {
    let located = tokens.into_iter().map(|mut token| {
        token.set_span(token.span().located_at(at));
        token
    });
    located.collect()
}

/// Joins the token streams. `collect` does the same, but makes rustc compile code of proc-macro2 again for each type of iterator.
pub(crate) fn join(streams: impl Iterator<Item = TokenStream>) -> TokenStream {
    let mut joined = TokenStream::new();
    for stream in streams {
        joined.extend(stream);
    }
    joined
}

/// Wraps generated impls so that they cause no lints in the user's crate.
pub(crate) fn without_lints(impls: &TokenStream) -> TokenStream {
    emit! {
        #[allow(dead_code, deprecated, clippy::all, clippy::impl_trait_in_params)]
        const _: () = { #impls };
    }
}

/// Splits the tokens at commas and drops empty entries. No parser is used, so that a mistake in one entry does not hide the other entries.
pub(crate) fn split_at_commas(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    tokens.split(|token| is_punct(token, ',')).filter(|entry| !entry.is_empty()).map(<[TokenTree]>::to_vec).collect()
}

pub(crate) fn is_punct(token: &TokenTree, char: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == char)
}

/// Returns the text that the user probably meant by tokens that are not the expected string literal.
pub(crate) fn intended_text(tokens: &[TokenTree]) -> Option<String> {
    match tokens {
        [TokenTree::Literal(literal)] => Some(match Lit::new(literal.clone()) {
            Lit::Str(text) => text.value(),
            Lit::ByteStr(text) => String::from_utf8(text.value()).ok()?,
            Lit::CStr(text) => text.value().into_string().ok()?,
            Lit::Char(char) => char.value().to_string(),
            other => other.to_token_stream().to_string(),
        }),
        [TokenTree::Group(group)] => intended_text(&group.stream().into_iter().collect::<Vec<_>>()),
        // If other tokens follow a literal, only the literal counts.
        [first @ TokenTree::Literal(_), ..] => intended_text(std::slice::from_ref(first)),
        [TokenTree::Ident(_), equals, value @ ..] if is_punct(equals, '=') => intended_text(value),
        [TokenTree::Punct(sign), rest @ ..] if sign.as_char() != '/' => intended_text(rest),
        [TokenTree::Ident(_), ..] => {
            let text = tokens.iter().cloned().collect::<TokenStream>().to_string().replace(' ', "");
            (!text.contains(['(', '{', '[', '!'])).then_some(text)
        }
        _ => None,
    }
}
