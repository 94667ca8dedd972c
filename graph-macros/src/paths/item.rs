//! The item that `#[graph_paths(...)]` is written on.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Generics, Ident, Visibility};

use super::model::VersionedPaths;
use crate::attr::other::named;
use crate::attr::spec::Target;
use crate::attr::typed::{Attributes, DerivedAttributes, StructAttributes};
use crate::attr::value::Text;
use crate::crate_path::CratePath;
use crate::errors::Errors;
use crate::tokens::{is_punct, split_at_commas};

/// The item that `#[graph_paths(...)]` is written on. Only the head of the item is parsed; the rest passes through unchanged.
pub(super) struct Item {
    pub(super) attributes: Vec<Attribute>,
    pub(super) visibility: Visibility,
    pub(super) keyword: Ident,
    pub(super) name: Ident,
    pub(super) generics: Generics,
    rest: TokenStream,
}

pub(super) const BELONGS: &str = "`#[graph_paths]` belongs on an entity: a struct with `#[derive(GraphEntity)]`, or an enum of entities with \
                       `#[derive(GraphDerived)]`; or on an action or a function";

impl Parse for Item {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let (attributes, visibility) = (input.call(Attribute::parse_outer)?, input.parse()?);
        let keyword: Ident = syn::ext::IdentExt::parse_any(input)?;
        if !["struct", "enum", "union"].iter().any(|known| keyword == known) {
            return Err(syn::Error::new(keyword.span(), BELONGS));
        }
        Ok(Self { attributes, visibility, keyword, name: input.parse()?, generics: input.parse()?, rest: input.parse()? })
    }
}

impl Item {
    pub(super) fn is_enum(&self) -> bool {
        self.keyword == "enum"
    }

    /// Returns the item with the attribute `added` and without its `graph_paths` attributes, which are all expanded together.
    pub(super) fn without_paths(&self, added: Option<TokenStream>) -> TokenStream {
        let Self { attributes, visibility, keyword, name, generics, rest } = self;
        // If no derive follows, `#[graph(…)]` is removed: a derive above has already read it. If there is no derive at all, only the
        // missing derive is then reported.
        let done = !attributes.iter().any(|it| it.path().is_ident("derive") || it.path().is_ident("cfg_attr"));
        let keep = |attribute: &&Attribute| !is_graph_paths(attribute) && (!done || !attribute.path().is_ident("graph"));
        let attributes = attributes.iter().filter(keep);
        let rest = if done { without_graph(rest.clone()) } else { rest.clone() };
        emit!(#(#attributes)* #added #visibility #keyword #name #generics #rest)
    }

    /// Returns whether a `derive` below `graph_paths` names this derive.
    pub(super) fn derives(&self, derive: &str) -> bool {
        self.attributes.iter().any(|attribute| derives(attribute, &[derive]))
    }

    /// Returns whether the item looks like a `GraphEnum`: a derive below `graph_paths` says so or, without derives, a variant holds no
    /// value.
    pub(super) fn is_enumeration(&self, attributes: &ItemAttributes) -> bool {
        if self.keyword != "enum" {
            return false;
        }
        if named(&self.attributes, "derive").next().is_some() {
            return self.derives("GraphEnum");
        }
        let Some(TokenTree::Group(variants)) = self.rest.clone().into_iter().last() else { return false };
        let member = |variant: &Vec<TokenTree>| matches!(variant.last(), Some(TokenTree::Ident(_)));
        attributes.base_is_absent && split_at_commas(variants.stream()).iter().any(member)
    }

    /// Returns an attribute `#[graph(schema(…))]` with the schema files named in `graph_paths`. The derive below does not see
    /// `graph_paths`.
    pub(super) fn schema_for_derive(&self, attributes: &ItemAttributes, groups: &[VersionedPaths]) -> Option<TokenStream> {
        let derive = self.attributes.iter().any(|attribute| attribute.path().is_ident("derive"));
        let files: Vec<_> = groups.iter().flat_map(|group| group.schemas.files()).map(Text::literal).collect();
        let wanted = cfg!(feature = "schema") && self.keyword == "struct" && derive && attributes.schema_is_absent;
        (wanted && !files.is_empty()).then(|| emit!(#[graph(schema(#(#files),*))]))
    }

    /// Returns the item with this `graph_paths` attribute moved after the last `cfg_attr` that contains `graph_paths`, and after the derive
    /// of an operation or of a complex type. Returns `None` if there is neither.
    ///
    /// rustc then resolves the conditions first, and all attributes that remain are expanded together. The derive of an operation checks
    /// its parameters against the templates, and that of a complex type refuses templates, so both must see them.
    pub(super) fn after_conditions(&self, arguments: &TokenStream, core: &CratePath) -> Option<TokenStream> {
        let Self { attributes, visibility, keyword, name, generics, rest } = self;
        let conditional = |attribute: &Attribute| {
            let syn::Meta::List(list) = &attribute.meta else { return false };
            list.path.is_ident("cfg_attr") && split_at_commas(list.tokens.clone()).iter().any(|entry| names_paths(entry))
        };
        let aware = |attribute: &Attribute| derives(attribute, &["GraphAction", "GraphFunction", "GraphComplex"]);
        let (above, below) = attributes.split_at(attributes.iter().rposition(|it| conditional(it) || aware(it))? + 1);
        Some(emit!(#(#above)* #[#core::graph_paths(#arguments)] #(#below)* #visibility #keyword #name #generics #rest))
    }
}

/// Returns whether the attribute is a `derive` that names one of these derives.
fn derives(attribute: &Attribute, names: &[&str]) -> bool {
    let is_named = |token| matches!(token, TokenTree::Ident(name) if names.iter().any(|known| name == known));
    let list = attribute.meta.require_list();
    list.is_ok_and(|list| list.path.is_ident("derive") && list.tokens.clone().into_iter().any(is_named))
}

/// Returns whether the tokens of an attribute end with `graph_paths(...)`, as in `graph_core::graph_paths(...)`.
fn names_paths(attribute: &[TokenTree]) -> bool {
    let mut tokens = attribute.iter().rev();
    let arguments = tokens.next().is_some_and(|last| matches!(last, TokenTree::Group(_)));
    arguments && tokens.next().is_some_and(|name| matches!(name, TokenTree::Ident(name) if name == "graph_paths"))
}

/// Returns the tokens of an item without any `#[graph(...)]`, also inside groups such as braces.
fn without_graph(tokens: TokenStream) -> TokenStream {
    let is_graph = |of: TokenStream| matches!(of.into_iter().next(), Some(TokenTree::Ident(name)) if name == "graph");
    let mut kept: Vec<TokenTree> = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) if kept.last().is_some_and(|last| is_punct(last, '#')) && is_graph(group.stream()) => {
                kept.pop();
            }
            TokenTree::Group(group) => {
                let mut inner = proc_macro2::Group::new(group.delimiter(), without_graph(group.stream()));
                inner.set_span(group.span_close());
                kept.push(TokenTree::Group(inner));
            }
            token => kept.push(token),
        }
    }
    kept.into_iter().collect()
}

pub(crate) fn is_graph_paths(attribute: &Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|last| last.ident == "graph_paths")
}

/// The `#[graph(...)]` attributes of the item that matter for its paths. The derive reports their errors.
pub(super) struct ItemAttributes {
    pub(super) core: CratePath,
    /// The qualified name of the type that the paths lead to: the value of the key `odata_type` of a struct, or of the key `base` of an
    /// enum.
    #[cfg_attr(not(feature = "schema"), allow(dead_code))]
    pub(super) odata_type: Option<Text>,
    /// Whether the item is an action or a function. If so, it lacks the key `odata_type`, which every entity has.
    pub(super) is_operation: bool,
    base_is_absent: bool,
    schema_is_absent: bool,
}

impl ItemAttributes {
    pub(super) fn read(item: &Item) -> Self {
        let mut unreported = Errors::default();
        if item.is_enum() {
            let attributes = DerivedAttributes::read(&item.attributes, Target::DerivedEnum, &mut unreported);
            Self {
                core: CratePath::new(attributes.crate_path.value()),
                odata_type: attributes.base.value().and_then(|bases| bases.first().cloned()),
                is_operation: false,
                base_is_absent: attributes.base.is_absent() && !attributes.unreadable,
                schema_is_absent: true,
            }
        } else {
            let attributes = StructAttributes::read(&item.attributes, Target::Entity, &mut unreported);
            Self {
                core: CratePath::new(attributes.crate_path.value()),
                odata_type: attributes.odata_type.value().cloned(),
                is_operation: attributes.odata_type.is_absent(),
                base_is_absent: false,
                schema_is_absent: attributes.schema.is_absent(),
            }
        }
    }
}
