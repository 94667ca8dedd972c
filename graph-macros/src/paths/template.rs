//! A path template, such as `/users/{userId}`, with its span. Flaws in the text are reported at the string literal.

#[cfg(feature = "schema")]
use std::ops::Range;

use graph_schema::syntax::excerpt::excerpt;
use graph_schema::syntax::template::{Placeholder, Target, Template as ParsedTemplate};
use proc_macro2::Span;
use syn::LitStr;

use crate::errors::Errors;

pub(crate) struct Template {
    parsed: ParsedTemplate,
    span: Span,
    /// Whether the template is invalid. The segments are then a guess at the template that the user meant.
    pub(crate) flawed: bool,
}

impl Template {
    /// Parses the template in the string literal. Reports each flaw with an excerpt of the text that underlines it.
    pub(crate) fn parse(literal: &LitStr, errors: &mut Errors) -> Self {
        let parsed = ParsedTemplate::parse(&literal.value());
        for flaw in parsed.flaws() {
            errors.report(literal.span(), format!("{}\n{}", flaw.message, excerpt(parsed.text(), &flaw.range)));
        }
        let flawed = !parsed.flaws().is_empty();
        Self { parsed, span: literal.span(), flawed }
    }

    /// Reports an error of the schema check, with the byte range `at` of the template's text underlined.
    #[cfg(feature = "schema")]
    pub(crate) fn error(&self, at: &Range<usize>, message: &str, errors: &mut Errors) {
        errors.report(self.span, format!("{message}\n{}", self.excerpt(at)));
    }

    /// Returns an excerpt of the template's text with the byte range `at` underlined.
    #[cfg(feature = "schema")]
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

    /// Returns the template's placeholders.
    pub(crate) fn placeholders(&self) -> impl Iterator<Item = &Placeholder> {
        self.parsed.placeholders()
    }

    /// Returns the kind of resource that the template's last segment leads to.
    pub(crate) fn target(&self) -> Target {
        self.parsed.target()
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
