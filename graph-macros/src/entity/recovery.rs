//! Parses a struct with half-typed fields, as an editor sends it at every keystroke.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, DeriveInput, Field, Ident, Token, Visibility};

/// Returns the item without the fields that cannot be parsed, and the first error in these fields that rustc might not report.
///
/// rustc itself reports a missing type or comma, before the derive runs. It might accept other syntax that syn cannot parse.
pub(super) fn without_half_typed(item: TokenStream) -> Option<(DeriveInput, Option<syn::Error>)> {
    let mut tokens: Vec<TokenTree> = item.into_iter().collect();
    let TokenTree::Group(body) = tokens.pop()? else { return None };
    let fields: Fields = syn::parse2(body.stream()).ok()?;
    let mut group = Group::new(body.delimiter(), fields.tokens);
    group.set_span(body.span());
    tokens.push(TokenTree::Group(group));
    let item = syn::parse2(tokens.into_iter().collect()).ok()?;
    Some((item, fields.error))
}

/// The tokens of a struct's fields that can be parsed, and the first error in the other fields.
#[derive(Default)]
struct Fields {
    tokens: TokenStream,
    error: Option<syn::Error>,
}

impl Parse for Fields {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut fields = Self::default();
        let mut is_separate = true;
        while !input.is_empty() {
            let ahead = input.fork();
            match Field::parse_named(&ahead) {
                Ok(field) => {
                    input.advance_to(&ahead);
                    let field = field.into_token_stream();
                    fields.tokens.extend(quote!(#field,));
                }
                Err(error) => fields.skip(error, is_separate, input)?,
            }
            // rustc reports a missing comma, or a semicolon instead of a comma, so no error is needed here.
            is_separate = input.parse::<Option<Token![,]>>()?.is_some() || input.parse::<Option<Token![;]>>()?.is_some();
        }
        Ok(fields)
    }
}

impl Fields {
    /// Skips the tokens of one field, up to the next comma or semicolon. Keeps `error` if it is the first one and rustc might not report
    /// it. rustc reports a keyword as a name, a missing colon, an incomplete type, and tokens other than a default value after a type.
    fn skip(&mut self, error: syn::Error, is_separate: bool, input: ParseStream<'_>) -> syn::Result<()> {
        let is_incomplete = error.to_string().starts_with("unexpected end of input");
        let mut is_reported = is_incomplete || (!is_separate && !input.peek(Token![=]));
        input.call(Attribute::parse_outer)?;
        input.parse::<Visibility>()?;
        if input.peek(Ident::peek_any) {
            is_reported |= input.peek(Ident) != input.peek2(Token![:]);
            input.call(Ident::parse_any)?;
        }
        input.parse::<Option<Token![:]>>()?;
        if !is_reported && !input.is_empty() && !input.peek(Token![,]) && !input.peek(Token![;]) {
            self.error.get_or_insert(error);
        }
        while !input.is_empty() && !input.peek(Token![,]) && !input.peek(Token![;]) {
            input.parse::<TokenTree>()?;
        }
        Ok(())
    }
}
