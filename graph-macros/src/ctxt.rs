//! Collects every mistake of one item, so that a user sees all of them in one run.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

/// The tokens that a mistake is underlined by: from the first to the last.
#[derive(Clone, Copy)]
pub(crate) struct At {
    pub(crate) start: Span,
    pub(crate) end: Span,
}

impl At {
    pub(crate) fn of(tokens: impl ToTokens) -> Self {
        let mut spans = tokens.to_token_stream().into_iter().map(|token| token.span());
        let start = spans.next().unwrap_or_else(Span::call_site);
        Self { start, end: spans.last().unwrap_or(start) }
    }
}

impl From<Span> for At {
    fn from(span: Span) -> Self {
        Self { start: span, end: span }
    }
}

/// The mistakes found so far.
#[derive(Default)]
pub(crate) struct Ctxt {
    errors: Vec<(At, String)>,
}

impl Ctxt {
    pub(crate) fn error(&mut self, at: impl Into<At>, message: impl Into<String>) {
        self.errors.push((at.into(), message.into()));
    }

    /// Does something, and tells whether it reported anything.
    pub(crate) fn watch<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> (T, bool) {
        let before = self.errors.len();
        let result = work(self);
        (result, self.errors.len() > before)
    }

    pub(crate) fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// One `compile_error!` per mistake, each at its own tokens.
    pub(crate) fn into_compile_errors(self) -> TokenStream {
        let errors = self.errors.into_iter().map(|(at, message)| {
            let path = quote_spanned!(at.start=> ::core::compile_error!);
            let message = quote_spanned!(at.end=> { #message });
            quote!(#path #message)
        });
        errors.collect()
    }
}

/// "`a`, `b` or `c`".
pub(crate) fn or(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    list(&quoted.iter().map(String::as_str).collect::<Vec<_>>(), "or")
}

/// "a, b and c".
pub(crate) fn list(parts: &[&str], last: &str) -> String {
    match parts {
        [rest @ .., end] if !rest.is_empty() => format!("{} {last} {end}", rest.join(", ")),
        _ => parts.concat(),
    }
}
