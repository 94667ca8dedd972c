//! `#[graph_paths(...)]`: constructors for the documented paths of an entity.

mod arguments;
mod expand;
#[cfg(feature = "schema")]
mod schema;
mod template;

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{Attribute, Generics, Ident, Visibility};

use crate::attr::{Attributes, Place, Text, is_punct, lints, named, split_at_commas};
use crate::ctxt::Ctxt;
use crate::runtime::{Runtime, Subject};
use crate::schema::tracking;
use arguments::VersionedPaths;

/// The item below the attribute, of which only the head matters here: the rest passes through as it is.
struct Item {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    keyword: Ident,
    name: Ident,
    generics: Generics,
    rest: TokenStream,
}

const BELONGS: &str = "`#[graph_paths]` belongs on an entity: a struct with `#[derive(GraphEntity)]`, or an enum of such with \
                       `#[derive(GraphDerived)]`";

impl Parse for Item {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (attributes, visibility) = (input.call(Attribute::parse_outer)?, input.parse()?);
        let keyword: Ident = syn::ext::IdentExt::parse_any(input)?;
        if keyword != "struct" && keyword != "enum" {
            return Err(syn::Error::new(keyword.span(), BELONGS));
        }
        Ok(Self { attributes, visibility, keyword, name: input.parse()?, generics: input.parse()?, rest: input.parse()? })
    }
}

impl Item {
    /// The item without the `graph_paths` attributes, which are all dealt with at once.
    fn without_paths(&self, added: Option<TokenStream>) -> TokenStream {
        let Self { attributes, visibility, keyword, name, generics, rest } = self;
        let has = |names: &[&str]| attributes.iter().any(|attribute| names.iter().any(|name| attribute.path().is_ident(name)));
        // Without a derive below, the one above has seen its attributes already; and if there is none above either, that is one mistake
        // and not one for each attribute.
        let done = !has(&["derive", "cfg_attr"]);
        let keep = |attribute: &&Attribute| !is_graph_paths(attribute) && (!done || !attribute.path().is_ident("graph"));
        let attributes = attributes.iter().filter(keep);
        let rest = if done { without_graph(rest.clone()) } else { rest.clone() };
        emit!(#(#attributes)* #added #visibility #keyword #name #generics #rest)
    }
}

impl Item {
    /// Whether it is an enum of members, as far as can be seen: by the derive below, or by a member if that stands above.
    fn names_members(&self, attributes: &Attributes) -> bool {
        if self.keyword != "enum" {
            return false;
        }
        let mut derives = named(&self.attributes, "derive").filter_map(|derive| derive.meta.require_list().ok()).peekable();
        let of_enum = |token| matches!(token, TokenTree::Ident(name) if name == "GraphEnum");
        if derives.peek().is_some() {
            return derives.any(|derive| derive.tokens.clone().into_iter().any(of_enum));
        }
        let Some(TokenTree::Group(variants)) = self.rest.clone().into_iter().last() else { return false };
        let member = |variant: &Vec<TokenTree>| matches!(variant.last(), Some(TokenTree::Ident(_)));
        attributes.lacks("base") && split_at_commas(variants.stream()).iter().any(member)
    }

    /// A derive below these attributes cannot see what they name, so that it is told.
    fn schema_for_derive(&self, attributes: &Attributes, groups: &[VersionedPaths]) -> Option<TokenStream> {
        let derive = self.attributes.iter().any(|attribute| attribute.path().is_ident("derive"));
        let files: Vec<_> = groups.iter().flat_map(|group| group.schemas.files()).map(Text::literal).collect();
        let wanted = cfg!(feature = "schema") && self.keyword == "struct" && derive && !attributes.has("schema");
        (wanted && !files.is_empty()).then(|| emit!(#[graph(schema(#(#files),*))]))
    }
}

impl Item {
    /// The item with these paths below all paths that depend on a condition, if it has such: which of them are there is known only when
    /// their turn comes, and they then find these ones.
    fn after_conditions(&self, arguments: &TokenStream, core: &Runtime) -> Option<TokenStream> {
        let Self { attributes, visibility, keyword, name, generics, rest } = self;
        let conditional = |attribute: &Attribute| {
            let syn::Meta::List(list) = &attribute.meta else { return false };
            list.path.is_ident("cfg_attr") && split_at_commas(list.tokens.clone()).iter().any(|entry| names_paths(entry))
        };
        let (above, below) = attributes.split_at(attributes.iter().rposition(conditional)? + 1);
        Some(emit!(#(#above)* #[#core::graph_paths(#arguments)] #(#below)* #visibility #keyword #name #generics #rest))
    }
}

/// Whether it is `graph_paths(...)`.
fn names_paths(attribute: &[TokenTree]) -> bool {
    let mut tokens = attribute.iter().rev();
    let arguments = tokens.next().is_some_and(|last| matches!(last, TokenTree::Group(_)));
    arguments && tokens.next().is_some_and(|name| matches!(name, TokenTree::Ident(name) if name == "graph_paths"))
}

/// The tokens without any `#[graph(...)]`.
fn without_graph(tokens: TokenStream) -> TokenStream {
    let mut kept: Vec<TokenTree> = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) if kept.last().is_some_and(|last| is_punct(last, '#')) && is_graph(group.stream()) => {
                kept.pop();
            }
            TokenTree::Group(group) => {
                let mut inner = proc_macro2::Group::new(group.delimiter(), without_graph(group.stream()));
                inner.set_span(group.span());
                kept.push(TokenTree::Group(inner));
            }
            token => kept.push(token),
        }
    }
    kept.into_iter().collect()
}

fn is_graph(attribute: TokenStream) -> bool {
    matches!(attribute.into_iter().next(), Some(TokenTree::Ident(name)) if name == "graph")
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
    // The derive reports what is wrong with these attributes.
    let is_enum = head.keyword == "enum";
    let place = if is_enum { Place::DerivedEnum } else { Place::Entity };
    let attributes = Attributes::collect(&head.attributes, place, &mut Ctxt::default());
    let core = Runtime::new(&attributes);
    if let Some(later) = head.after_conditions(&arguments, &core) {
        return later;
    }
    let mut ctxt = Ctxt::default();
    let mut groups = vec![VersionedPaths::parse(arguments, Span::call_site(), &mut ctxt)];
    for attribute in head.attributes.iter().filter(|attribute| is_graph_paths(attribute)) {
        let arguments = match &attribute.meta {
            syn::Meta::List(list) => list.tokens.clone(),
            _ => TokenStream::new(),
        };
        groups.push(VersionedPaths::parse(arguments, attribute.path().span(), &mut ctxt));
    }
    if head.names_members(&attributes) {
        ctxt.error(head.keyword.span(), BELONGS);
    }
    arguments::check(&groups, &mut ctxt);
    let held: Vec<_> = groups.iter().map(|group| group.schemas.read(&mut ctxt)).collect();
    #[cfg(feature = "schema")]
    schema::check(&attributes, is_enum, &groups, &held, &mut ctxt);
    let subject = Subject::new(&head.name, &head.generics);
    let entity =
        expand::Entity { core: &core, subject: &subject, visibility: &head.visibility, lints: lints(&head.attributes), is_enum };
    let (item, constructors) = (head.without_paths(head.schema_for_derive(&attributes, &groups)), entity.expand(&groups));
    let errors = ctxt.into_compile_errors();
    let tracking = tracking(&core, &held);
    emit!(#errors #item #constructors #tracking)
}
