//! The expansion of `graph_paths`: the constructors of each path template, grouped by API version.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::Visibility;
use syn::ext::IdentExt;

use super::model::{NamedTemplate, Version, VersionedPaths};
use super::template::Template;
use crate::container::Container;
use crate::crate_path::CratePath;
use crate::errors::Error;
use crate::tokens::{join, public_ident, without_lints};
use graph_schema::syntax::case::snake_case;
use graph_schema::syntax::template::{Placeholder, PlaceholderKind, Target};

/// The user's struct or enum, for which `#[graph_paths(...)]` emits a constructor per URL path.
pub(super) struct Entity<'a> {
    pub(super) core: &'a CratePath,
    pub(super) container: &'a Container<'a>,
    pub(super) visibility: &'a Visibility,
    /// The lint attributes to write on the types that are generated for the item.
    pub(super) lints: TokenStream,
    /// Whether the item is an enum with `#[derive(GraphDerived)]`, for which `graph_paths` implements `GraphEntity`.
    pub(super) is_derived: bool,
    /// Whether the item is a union, which no derive accepts.
    pub(super) is_union: bool,
}

impl Entity<'_> {
    /// Expands the templates. If some template could not be read, `broken` is the result type of `v1` or `beta`.
    pub(super) fn expand(&self, groups: &[VersionedPaths], broken: Option<&Error>) -> TokenStream {
        let Self { core, container, visibility, lints, is_derived, is_union } = self;
        let (params, clause) = (container.params(), container.where_clause());
        let ids = Ids::of(groups);
        let mut hidden = std::collections::BTreeSet::new();
        let [mut structs, mut tables, mut entries, mut impls] = <[TokenStream; 4]>::default();
        for version in Version::ALL {
            let templates = templates(groups, version);
            let is_incomplete = groups.iter().any(|group| group.is_incomplete && group.may_be_of(version));
            let broken = broken.filter(|_| is_incomplete).map(Error::as_type);
            if templates.is_empty() && broken.is_none() {
                continue;
            }
            let name = container.name;
            let (shown, camel, entry, table) = match version {
                Version::V1 => ("v1.0", "V1", public_ident("v1", name.span()), emit!(V1_TEMPLATES)),
                Version::Beta => ("beta", "Beta", public_ident("beta", name.span()), emit!(BETA_TEMPLATES)),
            };
            let paths = Ident::new(&format!("{}{camel}Paths", name.unraw()), name.span());
            // With the span of the name, rustc's errors point to the item.
            let definition = quote_spanned!(name.span()=> #visibility struct #paths(()););
            let doc = format!("The documented paths of [`{name}`] in {shown}.");
            let texts = templates.iter().map(|(_, named)| named.template.canonical());
            let constructors = (0..templates.len()).map(|index| self.constructors(&entry, &templates, index, &ids));
            hidden.extend(templates.iter().flat_map(|(_, named)| argument_names(&named.template)));
            structs.extend(emit! {
                #[doc = #doc]
                #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
                #lints
                #definition
            });
            tables.extend(emit!(const #table: &'static [&'static ::core::primitive::str] = &[#(#texts),*];));
            let (result, body) = match broken {
                Some(broken) => (broken, emit!(::core::unreachable!())),
                None => (paths.to_token_stream(), emit!(#paths(()))),
            };
            entries.extend(emit!(#[doc = #doc] #visibility fn #entry() -> #result { #body }));
            let lifetimes = container.has_only_lifetimes().then_some(&params);
            impls.extend(emit!(impl #lifetimes #paths { #(#constructors)* }));
        }
        let hides = (!hidden.is_empty()).then(|| emit!(#core::__hide!(#(#hidden)*);));
        let entity = is_derived.then(|| emit!(impl #params #core::GraphEntity for #container #clause {}));
        let tables = (!is_union).then(|| emit!(impl #params #core::model::GraphPaths for #container #clause { #tables }));
        let decoys = ids.decoys();
        let impls = without_lints(&emit! {
            #hides
            #decoys
            #entity
            #tables
            impl #params #container #clause { #entries }
            #impls
        });
        emit!(#structs #impls)
    }

    /// Returns the constructors of the template at `index`: for its path and, if the path ends in a key, for the collection.
    fn constructors(
        &self,
        entry: &Ident,
        templates: &[(&VersionedPaths, &NamedTemplate)],
        index: usize,
        ids: &Ids,
    ) -> TokenStream {
        let Self { core, container, visibility, .. } = self;
        let Some((group, NamedTemplate { name, template, .. })) = templates.get(index) else { return TokenStream::new() };
        let index = Literal::usize_unsuffixed(index);
        let arguments = arguments(core, group, template, ids);
        let constructor = |suffix: &str, fill: &str, text: &str, count: usize, to: TokenStream| {
            let end = Literal::usize_unsuffixed(text.len());
            let end = (suffix == "_collection").then(|| emit!(#end,));
            let name = public_ident(&format!("{}{suffix}", name.unraw()), name.span());
            let fill = Ident::new(&format!("{entry}{fill}"), entry.span());
            let declared = arguments.iter().take(count).map(|(declared, _)| declared);
            let passed = arguments.iter().take(count).map(|(_, passed)| passed);
            let body = match template.flawed {
                true => emit!(::core::unreachable!()),
                false => emit!(#core::__private::#fill(#index, #end &[#(#passed),*])),
            };
            let doc = format!("`{text}`");
            emit! {
                #[doc = #doc]
                #visibility fn #name(self, #(#declared),*) -> #core::model::Path<#to> {
                    #body
                }
            }
        };
        let target = target(template.target()).map(|marker| emit!(#core::model::#marker<#container>));
        let fill = if target.is_some() { "_marked" } else { "" };
        let element = constructor("", fill, template.text(), arguments.len(), target.unwrap_or_else(|| emit!(#container)));
        // Another template's constructor may already have the name that the collection's constructor would get. The other template then
        // keeps the name.
        let is_free = |suffix| !templates.iter().any(|(_, other)| other.name == format!("{}{suffix}", name.unraw()));
        let collection = template.collection().filter(|_| is_free("_collection")).map(|collection| {
            let to = emit!(#core::model::Collection<#container>);
            constructor("_collection", "_collection", collection, arguments.len().saturating_sub(1), to)
        });
        emit!(#element #collection)
    }
}

/// Returns the name of the type that marks a path to this kind of resource.
fn target(target: Target) -> Option<Ident> {
    let marker = match target {
        Target::Object => return None,
        Target::Delta => "Delta",
        Target::Reference => "Reference",
        Target::Media => "Media",
        Target::Count => "Count",
    };
    Some(Ident::new(marker, Span::call_site()))
}

/// Returns the arguments of a template's constructor, each as a parameter and as the expression that passes the parameter on, with the
/// position of the placeholder. The constructor of a flawed template accepts any arguments.
fn arguments(core: &CratePath, group: &VersionedPaths, template: &Template, ids: &Ids) -> Vec<(TokenStream, TokenStream)> {
    if template.flawed {
        return template.placeholders().map(|_| (emit!(_: impl ::core::marker::Sized), TokenStream::new())).collect();
    }
    let argument = |kind: &PlaceholderKind, name: Ident| match kind {
        PlaceholderKind::Id(id) => {
            let (ty, first) = ids.ty(group, id);
            let mut passed = name.clone();
            passed.set_span(name.span().located_at(first));
            (emit!(#name: &#ty), emit!(#passed))
        }
        PlaceholderKind::Text => (emit!(#name: &::core::primitive::str), emit!(&#name)),
        PlaceholderKind::Value => (emit!(#name: impl #core::model::PathValue), emit!(&#core::__private::Value::new(&#name))),
        PlaceholderKind::Path => (emit!(#name: &#core::model::ItemPath), emit!(#name)),
    };
    let placed = |(placeholder, name): (&Placeholder, Ident)| {
        let (declared, passed) = argument(&placeholder.kind, name);
        let [start, end] = [placeholder.range.start, placeholder.range.end].map(Literal::usize_unsuffixed);
        (declared, emit!((#start, #end, #passed)))
    };
    template.placeholders().zip(argument_names(template)).map(placed).collect()
}

/// Returns the argument names of a template's constructor, such as `user_id` for `{userId}`. Empty for a flawed template.
fn argument_names(template: &Template) -> Vec<Ident> {
    let mut names: Vec<Ident> = Vec::new();
    for placeholder in template.placeholders().filter(|_| !template.flawed) {
        names.push(argument(&placeholder.name, &names, template.span()));
    }
    names
}

/// Returns the templates of one API version. A template is left out if an earlier template has the same constructor name.
fn templates(groups: &[VersionedPaths], version: Version) -> Vec<(&VersionedPaths, &NamedTemplate)> {
    let mut templates: Vec<(&VersionedPaths, &NamedTemplate)> = Vec::new();
    for group in groups.iter().filter(|group| group.may_be_of(version)) {
        for named in &group.templates {
            if !templates.iter().any(|(_, earlier)| earlier.name == named.name) {
                templates.push((group, named));
            }
        }
    }
    templates
}

/// The paths of the id types that the templates use, such as `UserId`, each with the span of the template that uses it first. Every use
/// gets this span, so that rustc reports a missing type once.
struct Ids(Vec<(String, Span)>);

impl Ids {
    fn of(groups: &[VersionedPaths]) -> Self {
        let mut ids: Vec<(String, Span)> = Vec::new();
        for group in groups {
            for template in group.templates.iter().map(|named| &named.template).filter(|template| !template.flawed) {
                for placeholder in template.placeholders() {
                    let PlaceholderKind::Id(id) = &placeholder.kind else { continue };
                    let path = id_type(group, id, template.span()).to_string();
                    if !ids.iter().any(|(known, _)| *known == path) {
                        ids.push((path, template.span()));
                    }
                }
            }
        }
        Self(ids)
    }

    /// Returns a type alias with a similar name for each id type in scope. If the id type is missing, rustc looks for the most similar name
    /// and would propose to replace the template by the entity `User`. It proposes nothing that is at the same place.
    fn decoys(&self) -> TokenStream {
        join(self.0.iter().filter(|(path, _)| !path.contains(':')).map(|(path, at)| {
            let decoy = Ident::new(&format!("{path}_"), *at);
            quote_spanned!(*at=> type #decoy = ();)
        }))
    }

    /// Returns the path of an id type, such as `crate::ids::UserId`, and the span of the template that uses the id type first.
    fn ty(&self, group: &VersionedPaths, id: &str) -> (TokenStream, Span) {
        let path = id_type(group, id, Span::call_site()).to_string();
        let first = self.0.iter().find(|(known, _)| *known == path).map_or_else(Span::call_site, |(_, span)| *span);
        (id_type(group, id, first), first)
    }
}

fn id_type(group: &VersionedPaths, id: &str, at: Span) -> TokenStream {
    // The exact span is for `decoys`. In a path, the macro's own hygiene keeps `unused_qualifications` silent.
    let Some(module) = &group.ids else { return Ident::new(id, at).to_token_stream() };
    let ty = Ident::new(id, Span::mixed_site().located_at(at));
    emit!(#module::#ty)
}

/// Returns the name of a constructor's argument: `user_id` for `userId`, or `user_id_2` if an earlier argument has that name.
fn argument(placeholder: &str, earlier: &[Ident], at: Span) -> Ident {
    let snake = snake_case(placeholder);
    let numbered = |count: usize| if count == 1 { snake.clone() } else { format!("{snake}_{count}") };
    let free = (1..).map(numbered).find(|name| !earlier.iter().any(|ident| ident.unraw() == name.as_str()));
    public_ident(&free.unwrap_or(snake), Span::mixed_site().located_at(at))
}
