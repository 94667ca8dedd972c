//! Structs with fields of which only the beginning is there, as an editor sees them at every letter.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, DeriveInput, Field, Ident, Token, Visibility};

/// The item without the fields that cannot be read, and what is wrong with the first of them.
///
/// rustc has read the item before any derive sees it, so a field without a type or comma is reported already. Of any other that cannot be
/// read it is not known whether rustc could.
pub(super) fn without_half_typed(item: TokenStream) -> Option<(DeriveInput, Option<syn::Error>)> {
    let mut tokens: Vec<TokenTree> = item.into_iter().collect();
    let TokenTree::Group(body) = tokens.pop()? else { return None };
    let whole: Whole = syn::parse2(body.stream()).ok()?;
    let mut fields = Group::new(body.delimiter(), whole.fields);
    fields.set_span(body.span());
    tokens.push(TokenTree::Group(fields));
    let item = syn::parse2(tokens.into_iter().collect()).ok()?;
    Some((item, whole.error))
}

/// The fields that are whole.
#[derive(Default)]
struct Whole {
    fields: TokenStream,
    error: Option<syn::Error>,
}

impl Parse for Whole {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut whole = Self::default();
        while !input.is_empty() {
            let ahead = input.fork();
            match Field::parse_named(&ahead) {
                Ok(field) => {
                    input.advance_to(&ahead);
                    let field = field.into_token_stream();
                    whole.fields.extend(quote!(#field,));
                }
                Err(error) => whole.skip(error, input)?,
            }
            // One that is missing, or another sign in its place, is reported as well.
            if input.parse::<Option<Token![,]>>()?.is_none() {
                input.parse::<Option<Token![;]>>()?;
            }
        }
        Ok(whole)
    }
}

impl Whole {
    fn skip(&mut self, error: syn::Error, input: ParseStream<'_>) -> syn::Result<()> {
        input.call(Attribute::parse_outer)?;
        input.parse::<Visibility>()?;
        if input.peek(Ident::peek_any) {
            input.call(Ident::parse_any)?;
        }
        input.parse::<Option<Token![:]>>()?;
        if !input.is_empty() && !input.peek(Token![,]) && !input.peek(Token![;]) {
            self.error.get_or_insert(error);
        }
        while !input.is_empty() && !input.peek(Token![,]) && !input.peek(Token![;]) {
            input.parse::<TokenTree>()?;
        }
        Ok(())
    }
}
