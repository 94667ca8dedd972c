//! The constructors: one per template, grouped by API version.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::Visibility;
use syn::ext::IdentExt;

use super::arguments::{Named, Version, VersionedPaths};
use crate::names::{snake_case, upper_first};
use crate::runtime::{Runtime, Subject, quiet, visible};

/// What the constructors of one entity have in common.
pub(crate) struct Entity<'a> {
    pub(crate) core: &'a Runtime,
    pub(crate) subject: &'a Subject<'a>,
    pub(crate) visibility: &'a Visibility,
    /// What the item says about lints.
    pub(crate) lints: TokenStream,
    /// An enum of derived types is an entity because a path leads to it; a struct is one by its derive.
    pub(crate) is_enum: bool,
}

impl Entity<'_> {
    pub(crate) fn expand(&self, groups: &[VersionedPaths]) -> TokenStream {
        let Self { core, subject, visibility, lints, is_enum } = self;
        let (params, clause) = (subject.params(), subject.clause());
        let ids = Ids::of(groups);
        let (mut structs, mut tables, mut entries, mut impls) =
            (TokenStream::new(), TokenStream::new(), TokenStream::new(), TokenStream::new());
        for version in Version::ALL {
            let templates = templates(groups, version);
            if templates.is_empty() {
                continue;
            }
            let name = subject.name;
            let (shown, camel, entry, table) = match version {
                Version::V1 => ("v1.0", "V1", visible("v1", name.span()), emit!(V1_TEMPLATES)),
                Version::Beta => ("beta", "Beta", visible("beta", name.span()), emit!(BETA_TEMPLATES)),
            };
            let paths = Ident::new(&format!("{}{camel}Paths", name.unraw()), name.span());
            // As if it had been written there, so that rustc points there when it speaks of it.
            let definition = quote_spanned!(name.span()=> #visibility struct #paths(()););
            let doc = format!("The documented paths of [`{name}`] in {shown}.");
            let texts = templates.iter().map(|(_, named)| named.template.text());
            let constructors =
                templates.iter().enumerate().map(|(index, (group, named))| self.constructor(&entry, index, group, named, &ids));
            structs.extend(emit! {
                #[doc = #doc]
                #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
                #lints
                #definition
            });
            tables.extend(emit!(const #table: &'static [&'static ::core::primitive::str] = &[#(#texts),*];));
            entries.extend(emit! {
                #[doc = #doc]
                #visibility fn #entry() -> #paths {
                    #paths(())
                }
            });
            impls.extend(emit!(impl #paths { #(#constructors)* }));
        }
        let entity = is_enum.then(|| emit!(impl #params #core::GraphEntity for #subject #clause {}));
        let impls = quiet(&emit! {
            #entity
            impl #params #core::GraphPaths for #subject #clause { #tables }
            impl #params #subject #clause { #entries }
            #impls
        });
        emit!(#structs #impls)
    }

    fn constructor(&self, entry: &Ident, index: usize, group: &VersionedPaths, named: &Named, ids: &Ids) -> TokenStream {
        let Self { core, subject, visibility, .. } = self;
        let (Named { name, template, .. }, index) = (named, Literal::usize_unsuffixed(index));
        let name = visible(&name.unraw().to_string(), name.span());
        if template.flawed {
            let anything = template.placeholders().map(|_| emit!(_: impl ::core::marker::Sized));
            return emit!(#visibility fn #name(self, #(#anything),*) -> #core::Path<#subject> { ::core::unreachable!() });
        }
        let mut arguments: Vec<Ident> = Vec::new();
        let mut types = Vec::new();
        let mut passed: Vec<Ident> = Vec::new();
        for placeholder in template.placeholders() {
            let (ty, first) = ids.ty(group, placeholder);
            let argument = argument(placeholder, &arguments, template.span());
            let mut here = argument.clone();
            here.set_span(argument.span().located_at(first));
            passed.push(here);
            arguments.push(argument);
            types.push(ty);
        }
        let doc = format!("`{}`", template.text());
        emit! {
            #[doc = #doc]
            #visibility fn #name(self, #(#arguments: &#types),*) -> #core::Path<#subject> {
                #core::__private::#entry(#index, &[#(#passed),*])
            }
        }
    }
}

/// The templates of one version; of two whose constructors have one name, the first.
fn templates(groups: &[VersionedPaths], version: Version) -> Vec<(&VersionedPaths, &Named)> {
    let of_version = groups.iter().filter(|group| group.is_of(version));
    let mut templates: Vec<(&VersionedPaths, &Named)> = Vec::new();
    for (group, named) in of_version.flat_map(|group| group.templates.iter().map(move |named| (group, named))) {
        if !templates.iter().any(|(_, earlier)| earlier.name == named.name) {
            templates.push((group, named));
        }
    }
    templates
}

/// Where each id type is named first: all of them stand there, so that one which does not exist is missing once.
struct Ids(Vec<(String, Span)>);

impl Ids {
    fn of(groups: &[VersionedPaths]) -> Self {
        let mut ids: Vec<(String, Span)> = Vec::new();
        for group in groups {
            for template in group.templates.iter().map(|named| &named.template).filter(|template| !template.flawed) {
                for placeholder in template.placeholders() {
                    let path = id_type(group, placeholder, template.span()).to_string();
                    if !ids.iter().any(|(known, _)| *known == path) {
                        ids.push((path, template.span()));
                    }
                }
            }
        }
        Self(ids)
    }

    /// The type, and where it is named first.
    fn ty(&self, group: &VersionedPaths, placeholder: &str) -> (TokenStream, Span) {
        let path = id_type(group, placeholder, Span::call_site()).to_string();
        let first = self.0.iter().find(|(known, _)| *known == path).map_or_else(Span::call_site, |(_, span)| *span);
        (id_type(group, placeholder, first), first)
    }
}

fn id_type(group: &VersionedPaths, placeholder: &str, at: Span) -> TokenStream {
    // Not quite the span of the template, which rustc would offer to replace by another type.
    let ty = Ident::new(&upper_first(placeholder), Span::mixed_site().located_at(at));
    match &group.ids {
        Some(module) => emit!(#module::#ty),
        None => ty.to_token_stream(),
    }
}

/// The name of the argument for a placeholder: numbered from the second of the same name on.
fn argument(placeholder: &str, earlier: &[Ident], at: Span) -> Ident {
    let snake = snake_case(placeholder);
    let numbered = |count: usize| if count == 1 { snake.clone() } else { format!("{snake}_{count}") };
    let free = (1..).map(numbered).find(|name| !earlier.iter().any(|ident| ident.unraw() == name.as_str()));
    visible(&free.unwrap_or(snake), at)
}
