//! `#[graph_paths(...)]`: constructors for the documented paths of an entity.

mod arguments;
mod expand;
mod template;

use proc_macro2::TokenStream;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Ident, Visibility};

use crate::attr::{Attributes, Place};
use crate::ctxt::Ctxt;
use crate::runtime::Runtime;
use arguments::VersionedPaths;

/// The item below the attribute, of which only the head matters here: the rest passes through as it is.
struct Item {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    keyword: Ident,
    name: Ident,
    rest: TokenStream,
}

impl Parse for Item {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (attributes, visibility) = (input.call(Attribute::parse_outer)?, input.parse()?);
        let keyword: Ident = syn::ext::IdentExt::parse_any(input)?;
        if keyword != "struct" && keyword != "enum" {
            return Err(syn::Error::new(
                keyword.span(),
                "`#[graph_paths]` belongs on an entity: a struct, or an enum of derived entities",
            ));
        }
        Ok(Self { attributes, visibility, keyword, name: input.parse()?, rest: input.parse()? })
    }
}

impl Item {
    /// The item without the `graph_paths` attributes, which are all dealt with at once.
    fn without_paths(&self) -> TokenStream {
        let Self { attributes, visibility, keyword, name, rest } = self;
        let attributes = attributes.iter().filter(|attribute| !is_graph_paths(attribute));
        emit!(#(#attributes)* #visibility #keyword #name #rest)
    }
}

fn is_graph_paths(attribute: &Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|last| last.ident == "graph_paths")
}

pub(crate) fn attribute(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let head: Item = match syn::parse2(item.clone()) {
        Ok(head) => head,
        Err(error) => {
            let error = error.into_compile_error();
            return emit!(#error #item);
        }
    };
    let mut ctxt = Ctxt::default();
    let first = VersionedPaths::parse(arguments, head.name.span(), &mut ctxt);
    let others =
        head.attributes.iter().filter(|attribute| is_graph_paths(attribute)).filter_map(|attribute| match &attribute.meta {
            syn::Meta::List(list) => VersionedPaths::parse(list.tokens.clone(), head.name.span(), &mut ctxt),
            meta => {
                ctxt.error(
                    syn::spanned::Spanned::span(meta.path()),
                    "`graph_paths` takes a version and templates: `#[graph_paths(v1, \"/…\")]`",
                );
                None
            }
        });
    let others: Vec<_> = others.collect();
    let groups: Vec<_> = first.into_iter().chain(others).collect();
    arguments::check(&groups, &mut ctxt);
    // The derive reports what is wrong with these attributes.
    let core = Runtime::new(&Attributes::collect(&head.attributes, Place::Struct, &mut Ctxt::default()));
    let is_enum = head.keyword == "enum";
    let entity = expand::Entity { core: &core, name: &head.name, visibility: &head.visibility, is_enum };
    let (item, constructors) = (head.without_paths(), expand::expand(&entity, &groups));
    let errors = ctxt.into_compile_errors();
    emit!(#errors #item #constructors)
}
