//! Structs with fields of which only the beginning is there, as an editor sees them at every letter.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, DeriveInput, Field, Ident, Token, Visibility};

/// The item without the fields that lack their type. rustc has read the item before any derive sees it, so it has reported them: what is
/// left to do is to keep all else alive.
pub(super) fn without_half_typed(item: TokenStream) -> Option<DeriveInput> {
    let mut tokens: Vec<TokenTree> = item.into_iter().collect();
    let TokenTree::Group(body) = tokens.pop()? else { return None };
    let whole: Whole = syn::parse2(body.stream()).ok()?;
    let mut fields = Group::new(body.delimiter(), whole.0);
    fields.set_span(body.span());
    tokens.push(TokenTree::Group(fields));
    syn::parse2(tokens.into_iter().collect()).ok()
}

/// The fields that are whole.
struct Whole(TokenStream);

impl Parse for Whole {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut fields = TokenStream::new();
        while !input.is_empty() {
            let ahead = input.fork();
            if let Ok(field) = Field::parse_named(&ahead) {
                input.advance_to(&ahead);
                let field = field.into_token_stream();
                fields.extend(quote!(#field,));
            } else {
                input.call(Attribute::parse_outer)?;
                input.parse::<Visibility>()?;
                if input.peek(Ident::peek_any) {
                    input.call(Ident::parse_any)?;
                }
                input.parse::<Option<Token![:]>>()?;
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(Self(fields))
    }
}
