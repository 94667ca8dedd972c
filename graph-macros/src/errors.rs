//! Collects all errors of one item, so that a user sees every mistake in one compilation.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use crate::span_range::SpanRange;
use crate::tokens::join;

/// The errors of one macro call that were reported so far.
#[derive(Default)]
pub(crate) struct Errors {
    errors: Vec<Error>,
}

/// An error message and the range of the source tokens that it underlines.
pub(crate) struct Error {
    at: SpanRange,
    message: String,
}

impl Error {
    pub(crate) fn new(at: impl Into<SpanRange>, message: impl Into<String>) -> Self {
        Self { at: at.into(), message: message.into() }
    }

    pub(crate) fn at(&self) -> SpanRange {
        self.at
    }

    pub(crate) fn message(&self) -> &str {
        &self.message
    }
}

impl Errors {
    pub(crate) fn report(&mut self, at: impl Into<SpanRange>, message: impl Into<String>) {
        self.errors.push(Error::new(at, message));
    }

    /// Runs `work` and returns whether `work` reported an error.
    pub(crate) fn watch(&mut self, work: impl FnOnce(&mut Self)) -> bool {
        let before = self.errors.len();
        work(self);
        self.errors.len() > before
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    /// Returns one `compile_error!` per error, each with the span of the tokens that the error underlines.
    pub(crate) fn into_compile_errors(self) -> TokenStream {
        let errors = self.errors.into_iter().map(|Error { at, message }| {
            let path = quote_spanned!(at.start=> ::core::compile_error!);
            let message = quote_spanned!(at.end=> { #message });
            quote!(#path #message)
        });
        join(errors)
    }
}
