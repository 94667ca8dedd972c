//! Collects all errors of one item, so that a user sees every mistake in one compilation.

use graph_schema::syntax::case::snake_case;
use proc_macro2::{TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use crate::span_range::SpanRange;
use crate::tokens::join;

/// The errors of one macro call that were reported so far.
#[derive(Default)]
pub(crate) struct Errors {
    pub(crate) errors: Vec<Error>,
    /// Code that only rust-analyzer sees, from which it completes keys.
    pub(crate) completions: TokenStream,
}

/// An error message and the range of the source tokens that it underlines.
pub(crate) struct Error {
    pub(crate) at: SpanRange,
    pub(crate) message: String,
}

impl Error {
    pub(crate) fn new(at: impl Into<SpanRange>, message: impl Into<String>) -> Self {
        Self { at: at.into(), message: message.into() }
    }

    fn compile_error(&self) -> TokenStream {
        let (SpanRange { start, end }, message) = (self.at, &self.message);
        let (path, message) = (quote_spanned!(start=> ::core::compile_error!), quote_spanned!(end=> { #message }));
        quote!(#path #message)
    }

    /// Returns a type that rustc cannot evaluate because of this error. rustc then reports no error where a value of the type is used, and
    /// reports this error once, even if it is emitted several times.
    pub(crate) fn as_type(&self) -> TokenStream {
        let error = self.compile_error();
        quote!([(); #error])
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
        let Self { errors, completions } = self;
        join(std::iter::once(completions).chain(errors.iter().map(Error::compile_error)))
    }
}

/// Returns a `compile_error!` at the first token. The last token is the message, in which the first token in snake_case replaces `{}`.
pub(crate) fn at_first(tokens: TokenStream) -> TokenStream {
    let mut tokens = tokens.into_iter();
    let (Some(at), Some(message)) = (tokens.next(), tokens.last()) else { return TokenStream::new() };
    let text = |token: &TokenTree| token.to_string().trim_matches('"').to_owned();
    let message = text(&message).replace("{}", &snake_case(&text(&at)));
    // `macro_rules` passes a literal in a group without delimiters, which has the span of the whole call.
    let at = match &at {
        TokenTree::Group(group) => group.stream().into_iter().next().map_or(at.span(), |token| token.span()),
        token => token.span(),
    };
    let error = Error::new(at, message);
    Errors { errors: vec![error], ..Errors::default() }.into_compile_errors()
}
