//! A path template at its place in the source: the flaws of the text become errors of its literal.

#[cfg(feature = "schema")]
use std::ops::Range;

use graph_schema::syntax::excerpt::excerpt;
use graph_schema::syntax::template::Template as ParsedTemplate;
use proc_macro2::Span;
use syn::LitStr;

use crate::errors::Errors;

pub(crate) struct Template {
    parsed: ParsedTemplate,
    span: Span,
    /// Whether the template is wrong; its segments are what was probably meant.
    pub(crate) flawed: bool,
}

impl Template {
    /// Parses the template and reports each flaw below an excerpt of the text.
    pub(crate) fn parse(literal: &LitStr, errors: &mut Errors) -> Self {
        let parsed = ParsedTemplate::parse(&literal.value());
        for flaw in parsed.flaws() {
            errors.report(literal.span(), format!("{}\n{}", flaw.message, excerpt(parsed.text(), &flaw.range)));
        }
        let flawed = !parsed.flaws().is_empty();
        Self { parsed, span: literal.span(), flawed }
    }

    /// Reports a mistake that the schema shows in a part of the template.
    #[cfg(feature = "schema")]
    pub(crate) fn error(&self, at: &Range<usize>, message: &str, errors: &mut Errors) {
        errors.report(self.span, format!("{message}\n{}", self.excerpt(at)));
    }

    /// Returns the template with the part underlined.
    #[cfg(feature = "schema")]
    pub(crate) fn excerpt(&self, at: &Range<usize>) -> String {
        excerpt(self.text(), at)
    }

    /// Returns the text as it was written.
    pub(crate) fn text(&self) -> &str {
        self.parsed.text()
    }

    pub(crate) fn span(&self) -> Span {
        self.span
    }

    /// Returns the segments without the names of the placeholders: templates of the same shape lead to the same place.
    pub(crate) fn shape(&self) -> Vec<Option<&str>> {
        self.parsed.shape()
    }

    /// Returns the names of the placeholders.
    pub(crate) fn placeholders(&self) -> impl Iterator<Item = &str> {
        self.parsed.placeholders()
    }

    /// Returns the template of the collection that the entity is in, if the template ends in a key.
    pub(crate) fn collection(&self) -> Option<&str> {
        self.parsed.collection()
    }

    /// Returns the name of the constructor, unless no segment gives one.
    pub(crate) fn constructor_name(&self) -> Option<String> {
        self.parsed.constructor_name()
    }
}
