//! A path template, such as `/users/{userId}`, with its span. Flaws in the text are reported at the string literal.

use std::ops::Range;

use graph_schema::syntax::excerpt::excerpt;
use graph_schema::syntax::template::{Argument, Placeholder, SegmentKind, Target, Template as ParsedTemplate};
use proc_macro2::Span;
use syn::LitStr;

use crate::errors::Errors;

pub(crate) struct Template {
    parsed: ParsedTemplate,
    span: Span,
    /// Whether the template is invalid. The segments are then a guess at the template that the user meant.
    pub(crate) flawed: bool,
    /// Whether the template leads to an operation: requests then fill the placeholders in the parentheses of the last segment.
    pub(crate) is_operation: bool,
}

impl Template {
    /// Parses the template in the string literal. Reports each flaw with an excerpt of the text that underlines it.
    pub(crate) fn parse(literal: &LitStr, errors: &mut Errors) -> Self {
        let parsed = ParsedTemplate::parse(&literal.value());
        for flaw in parsed.flaws() {
            errors.report(literal.span(), format!("{}\n{}", flaw.message, excerpt(parsed.text(), &flaw.range)));
        }
        let flawed = !parsed.flaws().is_empty();
        Self { parsed, span: literal.span(), flawed, is_operation: false }
    }

    /// Reports an error with the byte range `at` of the template's text underlined.
    pub(crate) fn error(&self, at: &Range<usize>, message: &str, errors: &mut Errors) {
        errors.report(self.span, format!("{message}\n{}", self.excerpt(at)));
    }

    /// Returns an excerpt of the template's text with the byte range `at` underlined.
    pub(crate) fn excerpt(&self, at: &Range<usize>) -> String {
        excerpt(self.text(), at)
    }

    /// Returns the text of the template as it was written.
    pub(crate) fn text(&self) -> &str {
        self.parsed.text()
    }

    pub(crate) fn span(&self) -> Span {
        self.span
    }

    /// Returns the text of the template with each placeholder in braces.
    pub(crate) fn canonical(&self) -> String {
        self.parsed.canonical()
    }

    /// Returns the template's text with `{}` for each placeholder: two templates of the same shape match the same URLs.
    pub(crate) fn shape(&self) -> String {
        self.parsed.shape()
    }

    /// Returns the placeholders that the template's constructor fills.
    pub(crate) fn placeholders(&self) -> impl Iterator<Item = &Placeholder> {
        let later = if self.is_operation { self.last_arguments() } else { &[] };
        let later = later.iter().filter(|argument| argument.placeholder().is_some()).count();
        let all = self.parsed.placeholders().count();
        self.parsed.placeholders().take(all.saturating_sub(later))
    }

    /// Returns the arguments in the parentheses of the last segment.
    pub(crate) fn last_arguments(&self) -> &[Argument] {
        match self.parsed.segments().last().map(|last| &last.kind) {
            Some(SegmentKind::Call(arguments)) => arguments,
            _ => &[],
        }
    }

    /// Returns the kind of resource that the template's last segment leads to.
    pub(crate) fn target(&self) -> Target {
        if self.is_operation { Target::Object } else { self.parsed.target() }
    }

    /// Returns the template of the collection that contains the entity, if this template ends in a key: `/users` for `/users/{userId}`.
    pub(crate) fn collection(&self) -> Option<&str> {
        self.parsed.collection()
    }

    /// Returns the constructor name derived from the template's segments, or `None` if the segments give no name.
    pub(crate) fn constructor_name(&self) -> Option<String> {
        self.parsed.constructor_name()
    }
}
