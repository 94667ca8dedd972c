//! The derive and attribute macros of `graph-core`, which re-exports and documents them: depend on that crate.
#![forbid(unsafe_code)]

/// Quotes with the span that keeps generated locals apart from all names of the user's crate.
macro_rules! emit {
    ($($tokens:tt)*) => { ::quote::quote_spanned!(::proc_macro2::Span::mixed_site()=> $($tokens)*) };
}

mod attr;
#[cfg(test)]
mod completion_tests;
mod container;
mod crate_path;
mod derived;
mod entity;
mod enumeration;
mod errors;
#[cfg(test)]
mod golden;
mod ids;
mod names;
mod nearest;
mod odata_name;
mod paths;
mod property_type;
mod schema;
mod span_range;
mod tokens;
mod wording;

use proc_macro::TokenStream;

#[allow(missing_docs)] // documented where graph-core re-exports it
#[proc_macro_derive(GraphEntity, attributes(graph, serde))]
pub fn graph_entity(input: TokenStream) -> TokenStream {
    entity::derive(input.into(), entity::kind::Kind::Entity).into()
}

#[allow(missing_docs)]
#[proc_macro_derive(GraphComplex, attributes(graph, serde))]
pub fn graph_complex(input: TokenStream) -> TokenStream {
    entity::derive(input.into(), entity::kind::Kind::Complex).into()
}

#[allow(missing_docs)]
#[proc_macro_derive(GraphEnum, attributes(graph, serde))]
pub fn graph_enum(input: TokenStream) -> TokenStream {
    enumeration::derive(input.into()).into()
}

#[allow(missing_docs)]
#[proc_macro_derive(GraphDerived, attributes(graph, serde))]
pub fn graph_derived(input: TokenStream) -> TokenStream {
    derived::derive(input.into()).into()
}

#[allow(missing_docs)]
#[proc_macro_attribute]
pub fn graph_paths(arguments: TokenStream, item: TokenStream) -> TokenStream {
    paths::attribute(arguments.into(), item.into()).into()
}

#[allow(missing_docs)]
#[doc(hidden)]
#[proc_macro]
pub fn ids(tokens: TokenStream) -> TokenStream {
    ids::declare(tokens.into()).into()
}
