//! The constructors: one per template, grouped by API version.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use syn::Visibility;
use syn::ext::IdentExt;

use super::arguments::{Named, Version, VersionedPaths};
use crate::names::{snake_case, upper_first};
use crate::runtime::{Runtime, quiet, visible};

/// What the constructors of one entity have in common.
pub(crate) struct Entity<'a> {
    pub(crate) core: &'a Runtime,
    pub(crate) name: &'a Ident,
    pub(crate) visibility: &'a Visibility,
    /// An enum of derived types is an entity because a path leads to it; a struct is one by its derive.
    pub(crate) is_enum: bool,
}

pub(crate) fn expand(entity: &Entity<'_>, groups: &[VersionedPaths]) -> TokenStream {
    let Entity { core, name, visibility, is_enum } = entity;
    let (mut structs, mut tables, mut entries, mut impls) =
        (TokenStream::new(), TokenStream::new(), TokenStream::new(), TokenStream::new());
    for version in [Version::V1, Version::Beta] {
        let templates: Vec<_> = groups
            .iter()
            .filter(|group| group.version == version)
            .flat_map(|group| group.templates.iter().map(move |named| (group, named)))
            .collect();
        if templates.is_empty() {
            continue;
        }
        let (shown, camel, entry, table) = match version {
            Version::V1 => ("v1.0", "V1", visible("v1", name.span()), emit!(V1)),
            Version::Beta => ("beta", "Beta", visible("beta", name.span()), emit!(BETA)),
        };
        let paths = visible(&format!("{}{camel}Paths", name.unraw()), name.span());
        let doc = format!("The documented paths of [`{name}`] in {shown}.");
        let texts = templates.iter().map(|(_, named)| named.template.text());
        let constructors =
            templates.iter().enumerate().map(|(index, (group, named))| entity.constructor(&entry, index, group, named));
        structs.extend(emit! {
            #[doc = #doc]
            #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
            #visibility struct #paths;
        });
        tables.extend(emit!(const #table: &'static [&'static ::core::primitive::str] = &[#(#texts),*];));
        entries.extend(emit! {
            #[doc = #doc]
            #visibility fn #entry() -> #paths {
                #paths
            }
        });
        impls.extend(emit!(impl #paths { #(#constructors)* }));
    }
    let entity = is_enum.then(|| emit!(impl #core::GraphEntity for #name {}));
    let impls = quiet(&emit! {
        #entity
        impl #core::GraphPaths for #name { #tables }
        impl #name { #entries }
        #impls
    });
    emit!(#structs #impls)
}

impl Entity<'_> {
    fn constructor(&self, entry: &Ident, index: usize, group: &VersionedPaths, named: &Named) -> TokenStream {
        let Entity { core, name: entity, visibility, .. } = self;
        let (Named { name, template }, index) = (named, Literal::usize_unsuffixed(index));
        let name = visible(&name.unraw().to_string(), name.span());
        let module = group.ids.as_ref().map(|module| emit!(#module::));
        let mut arguments: Vec<Ident> = Vec::new();
        let mut types = Vec::new();
        for placeholder in template.placeholders() {
            arguments.push(argument(placeholder, &arguments));
            let ty = Ident::new(&upper_first(placeholder), template.span());
            types.push(emit!(#module #ty));
        }
        let doc = format!("`{}`", template.text());
        emit! {
            #[doc = #doc]
            #visibility fn #name(self, #(#arguments: &#types),*) -> #core::Path<#entity> {
                #core::__private::#entry(#index, &[#(#arguments),*])
            }
        }
    }
}

/// The name of the argument for a placeholder: numbered from the second of the same name on.
fn argument(placeholder: &str, earlier: &[Ident]) -> Ident {
    let snake = snake_case(placeholder);
    let numbered = |count: usize| if count == 1 { snake.clone() } else { format!("{snake}_{count}") };
    let free = (1..).map(numbered).find(|name| !earlier.iter().any(|ident| ident.unraw() == name.as_str()));
    visible(&free.unwrap_or(snake), Span::mixed_site())
}
