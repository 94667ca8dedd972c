//! The range of source tokens that an error underlines.

use proc_macro2::Span;
use quote::ToTokens;

/// The spans of the first and the last token in a range of source tokens.
///
/// Stable Rust cannot join two spans, so both ends are kept.
#[derive(Clone, Copy)]
pub(crate) struct SpanRange {
    pub(crate) start: Span,
    pub(crate) end: Span,
}

impl SpanRange {
    /// Returns the range from the first to the last of `tokens`, or the macro's call site if `tokens` is empty.
    pub(crate) fn of(tokens: impl ToTokens) -> Self {
        let mut spans = tokens.to_token_stream().into_iter().map(|token| token.span());
        let start = spans.next().unwrap_or_else(Span::call_site);
        Self { start, end: spans.last().unwrap_or(start) }
    }
}

impl From<Span> for SpanRange {
    fn from(span: Span) -> Self {
        Self { start: span, end: span }
    }
}
