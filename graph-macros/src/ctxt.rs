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

/// The candidate nearest to what was typed, if it is near enough to be meant.
pub(crate) fn nearest<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = typed.len().max(3) / 3;
    candidates
        .into_iter()
        .map(|candidate| (distance(&typed.to_lowercase(), &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Edits from one text to the other, a swap of neighbours being one (optimal string alignment).
#[allow(clippy::indexing_slicing)] // the table has one row and one column more than there are letters
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let replace = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let best = replace.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                if swapped { best.min(rows[i - 2][j - 2] + 1) } else { best }
            };
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swap_is_one_edit_and_far_names_are_not_suggested() {
        assert_eq!(distance("reanme", "rename"), 1);
        assert_eq!(nearest("reanme", ["key", "rename"]), Some("rename"));
        assert_eq!(nearest("colour", ["key", "rename"]), None);
    }
}
