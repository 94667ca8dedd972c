//! Parses the declarations in `graph_ids!`, such as `pub UserId;`. Wrong separators and needless keywords are reported and skipped.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Visibility};

use crate::errors::Errors;
use crate::span_range::SpanRange;
use crate::tokens::is_punct;
use graph_schema::syntax::case::{camel_case, upper_first};

/// Keywords that people needlessly type before the name of an id type.
const KEYWORDS: &[&str] = &["struct", "type", "enum", "const", "static", "mod", "fn", "use", "trait", "let"];

/// The attributes, visibility and name of one id type, such as `pub UserId`.
pub(super) struct Head {
    pub(super) attributes: Vec<Attribute>,
    pub(super) visibility: Visibility,
    pub(super) name: Ident,
}

/// The attributes, visibility and name of an id type, with the tokens that the user needlessly typed: a keyword before the name, and `rest`
/// after it.
struct Declaration {
    head: Head,
    keyword: Option<Ident>,
    rest: TokenStream,
}

impl Parse for Declaration {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (attributes, visibility) = (input.call(Attribute::parse_outer)?, input.parse()?);
        let word = input.fork().call(Ident::parse_any).ok();
        let keyword = word.filter(|word| KEYWORDS.iter().any(|keyword| word == keyword)).map(|_| input.call(Ident::parse_any));
        let keyword = keyword.transpose()?;
        Ok(Self { head: Head { attributes, visibility, name: input.parse()? }, keyword, rest: input.parse()? })
    }
}

/// Parses the declarations in `graph_ids!` and reports their syntax errors.
pub(super) fn heads(tokens: Vec<TokenTree>, errors: &mut Errors) -> Vec<Head> {
    for comma in tokens.iter().filter(|token| is_punct(token, ',')) {
        errors.report(comma.span(), "expected `;` after an id type");
    }
    let mut heads = Vec::new();
    let mut queue: Vec<TokenStream> = tokens
        .split(|token| is_punct(token, ';') || is_punct(token, ','))
        .filter(|entry| !entry.is_empty())
        .map(|entry| entry.iter().cloned().collect())
        .rev()
        .collect();
    while let Some(entry) = queue.pop() {
        let declaration = syn::parse2(entry.clone()).ok();
        let Some(Declaration { head, keyword, rest }) =
            declaration.filter(|declaration: &Declaration| is_name(&declaration.head.name))
        else {
            errors.report(SpanRange::of(entry), "expected an id type name: write `pub DeviceConfigurationId;`");
            continue;
        };
        if let Some(keyword) = keyword {
            errors.report(keyword.span(), format!("an id type is only a name: remove `{keyword}`"));
        }
        let name = &head.name;
        match next_declaration(&rest) {
            Some(next) => {
                errors.report(next, format!("expected `;` after `{name}`"));
                queue.push(rest);
            }
            None if rest.is_empty() => {}
            None => errors.report(SpanRange::of(rest), format!("an id type is only a name: write `{name};`")),
        }
        heads.push(head);
    }
    heads
}

fn is_name(name: &Ident) -> bool {
    !upper_first(&camel_case(&name.unraw().to_string())).is_empty()
}

/// If a `;` is missing, `rest` begins with the next id type's declaration. Returns the span of that declaration's first token.
fn next_declaration(rest: &TokenStream) -> Option<Span> {
    let next = rest.clone().into_iter().next()?;
    (matches!(next, TokenTree::Ident(_)) || is_punct(&next, '#')).then(|| next.span())
}
