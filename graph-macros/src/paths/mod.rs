//! `#[graph_paths(...)]`: constructors for the documented paths of an entity.

mod arguments;
mod expand;
#[cfg(feature = "schema")]
mod schema;
mod template;

use proc_macro2::TokenStream;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Ident, Visibility};

use crate::attr::{Attributes, Place, Text};
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
    fn without_paths(&self, added: Option<TokenStream>) -> TokenStream {
        let Self { attributes, visibility, keyword, name, rest } = self;
        let attributes = attributes.iter().filter(|attribute| !is_graph_paths(attribute));
        emit!(#(#attributes)* #added #visibility #keyword #name #rest)
    }
}

impl Item {
    /// A derive below these attributes cannot see what they name, so that it is told.
    fn schema_for_derive(&self, attributes: &Attributes, groups: &[VersionedPaths]) -> Option<TokenStream> {
        let derive = self.attributes.iter().any(|attribute| attribute.path().is_ident("derive"));
        let files: Vec<_> = groups.iter().flat_map(|group| group.schemas.files()).map(Text::literal).collect();
        let wanted = cfg!(feature = "schema") && self.keyword == "struct" && derive && attributes.span("schema").is_none();
        (wanted && !files.is_empty()).then(|| emit!(#[graph(schema(#(#files),*))]))
    }
}

fn is_graph_paths(attribute: &Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|last| last.ident == "graph_paths")
}

/// The packed schemas that the `graph_paths` among the attributes name.
pub(crate) fn schemas(attributes: &[Attribute]) -> Vec<Text> {
    let arguments =
        attributes.iter().filter(|attribute| is_graph_paths(attribute)).filter_map(|attribute| match &attribute.meta {
            syn::Meta::List(list) => Some(&list.tokens),
            _ => None,
        });
    arguments::schemas(arguments)
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
    let is_enum = head.keyword == "enum";
    // The derive reports what is wrong with these attributes.
    let place = if is_enum { Place::DerivedEnum } else { Place::Struct };
    let attributes = Attributes::collect(&head.attributes, place, &mut Ctxt::default());
    let core = Runtime::new(&attributes);
    let held: Vec<_> = groups.iter().map(|group| group.schemas.read(&core, &mut ctxt)).collect();
    #[cfg(feature = "schema")]
    schema::check(&attributes, is_enum, &groups, &held, &mut ctxt);
    let entity = expand::Entity { core: &core, name: &head.name, visibility: &head.visibility, is_enum };
    let (item, constructors) =
        (head.without_paths(head.schema_for_derive(&attributes, &groups)), expand::expand(&entity, &groups));
    let errors = ctxt.into_compile_errors();
    emit!(#errors #item #constructors #(#held)*)
}
