//! The constructors: one per template, grouped by API version.

use proc_macro2::{Ident, Span, TokenStream};
use quote::format_ident;
use syn::Visibility;
use syn::ext::IdentExt;

use super::arguments::{Named, Version, VersionedPaths};
use crate::names::{snake_case, upper_first};
use crate::runtime::{Runtime, quiet};

pub(crate) fn expand(core: &Runtime, name: &Ident, visibility: &Visibility, groups: &[VersionedPaths]) -> TokenStream {
    let all: Vec<_> = groups.iter().flat_map(|group| group.templates.iter().map(move |named| (group, named))).collect();
    let templates = all.iter().map(|(group, named)| {
        let (version, text) = (variant(group.version), named.template.text());
        emit!(#core::Template { version: #core::ApiVersion::#version, text: #text })
    });
    let versions =
        [Version::V1, Version::Beta].into_iter().filter(|version| groups.iter().any(|group| group.version == *version));
    let versions = versions.map(|version| {
        let constructors = all.iter().enumerate().filter(|(_, (group, _))| group.version == version);
        let constructors = constructors.map(|(index, (group, named))| constructor(core, name, visibility, index, group, named));
        version_struct(core, name, visibility, version, constructors)
    });
    let quiet = quiet();
    emit! {
        #quiet
        impl #core::GraphPaths for #name {
            const TEMPLATES: &'static [#core::Template] = &[#(#templates),*];
        }
        #(#versions)*
    }
}

fn variant(version: Version) -> Ident {
    Ident::new(if version == Version::V1 { "V1" } else { "Beta" }, Span::mixed_site())
}

fn version_struct(
    _core: &Runtime,
    name: &Ident,
    visibility: &Visibility,
    version: Version,
    constructors: impl Iterator<Item = TokenStream>,
) -> TokenStream {
    let paths = format_ident!("{}{}Paths", name.unraw(), variant(version), span = name.span());
    let (entry, shown) = match version {
        Version::V1 => (Ident::new("v1", name.span()), "v1.0"),
        Version::Beta => (Ident::new("beta", name.span()), "beta"),
    };
    let quiet = quiet();
    let doc = format!("The documented paths of [`{name}`] in {shown}.");
    emit! {
        #[doc = #doc]
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
        #visibility struct #paths;
        #quiet
        impl #name {
            #[doc = #doc]
            #visibility fn #entry() -> #paths {
                #paths
            }
        }
        #quiet
        impl #paths {
            #(#constructors)*
        }
    }
}

fn constructor(
    core: &Runtime,
    entity: &Ident,
    visibility: &Visibility,
    index: usize,
    group: &VersionedPaths,
    named: &Named,
) -> TokenStream {
    let Named { name, template } = named;
    let module = group.ids.as_ref().map(|module| emit!(#module::));
    let mut arguments: Vec<Ident> = Vec::new();
    let mut types: Vec<TokenStream> = Vec::new();
    for placeholder in template.placeholders() {
        let snake = snake_case(placeholder);
        let same = arguments
            .iter()
            .filter(|argument| argument.to_string().trim_end_matches(char::is_numeric).trim_end_matches('_') == snake)
            .count();
        let argument = if same == 0 { snake } else { format!("{snake}_{}", same + 1) };
        arguments.push(argument_ident(&argument));
        let ty = Ident::new(&upper_first(placeholder), template.span());
        types.push(emit!(#module #ty));
    }
    let doc = format!("`{}`", template.text());
    emit! {
        #[doc = #doc]
        #visibility fn #name(self, #(#arguments: &#types),*) -> #core::Path<#entity> {
            #core::__private::path(#index, &[#(#arguments),*])
        }
    }
}

fn argument_ident(name: &str) -> Ident {
    if syn::parse_str::<Ident>(name).is_ok() {
        Ident::new(name, Span::mixed_site())
    } else {
        format_ident!("{name}_", span = Span::mixed_site())
    }
}
