//! `graph_ids!`: id types, one per kind of key.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Visibility};

use crate::attr::is_punct;
use crate::ctxt::{At, Ctxt};
use crate::runtime::quiet;
use graph_schema::syntax::case::{camel_case, upper_first};

/// What begins the declarations of other items.
const KEYWORDS: &[&str] = &["struct", "type", "enum", "const", "static", "mod", "fn", "use", "trait", "let"];

/// What each id type derives.
const DERIVED: &[&str] = &["Clone", "Debug", "PartialEq", "Eq", "Hash", "PartialOrd", "Ord", "Serialize", "Deserialize"];

/// The head of one declaration; what follows should be nothing.
struct Head {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    keyword: Option<Ident>,
    name: Ident,
    rest: TokenStream,
}

impl Parse for Head {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (attributes, visibility) = (input.call(Attribute::parse_outer)?, input.parse()?);
        let word = input.fork().call(Ident::parse_any).ok();
        let keyword = word.filter(|word| KEYWORDS.iter().any(|keyword| word == keyword)).map(|_| input.call(Ident::parse_any));
        Ok(Self { attributes, visibility, keyword: keyword.transpose()?, name: input.parse()?, rest: input.parse()? })
    }
}

/// The first token is the path of graph-core, which the `macro_rules` macro in front knows.
pub(crate) fn declare(tokens: TokenStream) -> TokenStream {
    let mut tokens = tokens.into_iter();
    let core: TokenStream = tokens.next().into_iter().collect();
    let tokens: Vec<TokenTree> = tokens.collect();
    let mut ctxt = Ctxt::default();
    let (mut names, mut ids): (Vec<Ident>, TokenStream) = (Vec::new(), TokenStream::new());
    for comma in tokens.iter().filter(|token| is_punct(token, ',')) {
        ctxt.error(comma.span(), "a `;` stands after each id type, as after the items that they are");
    }
    let mut queue: Vec<TokenStream> = tokens
        .split(|token| is_punct(token, ';') || is_punct(token, ','))
        .filter(|entry| !entry.is_empty())
        .map(|entry| entry.iter().cloned().collect())
        .rev()
        .collect();
    while let Some(entry) = queue.pop() {
        let head =
            syn::parse2(entry.clone()).ok().map(|head: Head| (upper_first(&camel_case(&head.name.unraw().to_string())), head));
        let Some((upper, Head { mut attributes, visibility, keyword, name, rest })) = head.filter(|(upper, _)| !upper.is_empty())
        else {
            ctxt.error(At::of(entry), "this is no id type: write a name such as `pub DeviceConfigurationId;`");
            continue;
        };
        attributes.retain(|attribute| !derives_again(attribute, &mut ctxt));
        if let Some(keyword) = keyword {
            ctxt.error(keyword.span(), format!("an id type is a name alone: leave `{keyword}` out"));
        }
        if rest.clone().into_iter().next().is_some_and(|next| matches!(next, TokenTree::Ident(_)) || is_punct(&next, '#')) {
            ctxt.error(At::of(rest.clone().into_iter().next()), format!("a `;` is missing after `{name}`"));
            queue.push(rest);
        } else if !rest.is_empty() {
            ctxt.error(At::of(rest), format!("an id type is a name alone: write `{name};`"));
        }
        let mut meant = name.clone();
        if name != upper.as_str() {
            ctxt.error(name.span(), format!("placeholders look for a name like `{upper}`: write it so"));
            meant = Ident::new(&upper, name.span());
        }
        if names.contains(&meant) {
            ctxt.error(meant.span(), format!("`{meant}` is declared twice: leave this one out"));
            continue;
        }
        ids.extend(id(&core, &attributes, &visibility, &meant));
        names.push(meant);
    }
    let errors = ctxt.into_compile_errors();
    emit!(#errors #ids)
}

/// Whether it derives what each id type derives already, which is reported.
fn derives_again(attribute: &Attribute, ctxt: &mut Ctxt) -> bool {
    let syn::Meta::List(list) = &attribute.meta else { return false };
    let again = |token: &TokenTree| matches!(token, TokenTree::Ident(name) if DERIVED.iter().any(|derived| name == derived));
    let again = list.tokens.clone().into_iter().find(again).filter(|_| list.path.is_ident("derive"));
    if let Some(name) = &again {
        ctxt.error(name.span(), format!("an id type derives `{name}` already: leave it out"));
    }
    again.is_some()
}

fn id(core: &TokenStream, attributes: &[Attribute], visibility: &Visibility, name: &Ident) -> TokenStream {
    // As if it had been written there, so that rustc points there when it speaks of it.
    let definition = quote_spanned!(name.span()=> #visibility struct #name(#core::model::Id););
    let doc = format!("An id for `{name}` placeholders of path templates.\n\n");
    // A constant of the argument's name would be taken for a pattern: the function hides it.
    let impls = quiet(&emit! {
        fn text() {}
        impl #name {
            /// Checks the text; see `graph_core::model::Id::new`.
            ///
            /// # Errors
            /// When the text is empty, `.`, `..` or holds a control character.
            #visibility fn new(text: impl ::core::convert::Into<#core::__private::String>) -> ::core::result::Result<Self, #core::model::IdError> {
                ::core::result::Result::map(#core::model::Id::new(text), Self)
            }

            /// The text as it was given.
            #visibility fn as_str(&self) -> &::core::primitive::str {
                self.0.as_str()
            }
        }
        impl #core::model::GraphId for #name {
            fn as_id(&self) -> &#core::model::Id {
                &self.0
            }
        }
        impl ::core::fmt::Display for #name {
            fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                __f.write_str(self.0.as_str())
            }
        }
        impl ::core::str::FromStr for #name {
            type Err = #core::model::IdError;
            fn from_str(text: &::core::primitive::str) -> ::core::result::Result<Self, #core::model::IdError> {
                Self::new(text)
            }
        }
        impl #core::__private::Serialize for #name {
            fn serialize<S: #core::__private::Serializer>(&self, __serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                #core::__private::Serialize::serialize(&self.0, __serializer)
            }
        }
        impl<'de> #core::__private::Deserialize<'de> for #name {
            fn deserialize<D: #core::__private::Deserializer<'de>>(__deserializer: D) -> ::core::result::Result<Self, D::Error> {
                #core::__private::Deserialize::deserialize(__deserializer).map(Self)
            }
        }
    });
    let cfg: TokenStream =
        attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")).map(ToTokens::to_token_stream).collect();
    emit! {
        #[doc = #doc]
        #(#attributes)*
        #[derive(
            ::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq, ::core::cmp::Eq, ::core::hash::Hash,
            ::core::cmp::PartialOrd, ::core::cmp::Ord,
        )]
        #definition
        #cfg #impls
    }
}
