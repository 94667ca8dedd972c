//! The derive and attribute macros of `graph-core`. Depend on `graph-core`, which re-exports them.
//!
//! Each derive, and `graph_ids!`, has four files: `parse` reads the item and its typed attributes, `model` builds the declaration, `check`
//! reports mistakes and changes nothing, and `expand` emits code. The checks of `graph_paths` are in `duplicates.rs`. The checks against a
//! schema are in `schema.rs`.
#![forbid(unsafe_code)]

/// Quotes tokens as `quote!` does, but with mixed-site hygiene, so that generated locals cannot clash with names of the user's crate.
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
#[path = "../golden/mod.rs"]
mod golden;
mod ids;
mod odata_name;
mod paths;
mod property_type;
mod schema;
mod span_range;
mod tokens;
mod variants;
mod wording;

use proc_macro::TokenStream;

#[doc = include_str!("../docs/graph_entity.md")]
#[doc = include_str!("../docs/expansion/graph_entity.md")]
#[proc_macro_derive(GraphEntity, attributes(graph, serde))]
pub fn graph_entity(input: TokenStream) -> TokenStream {
    entity::derive(input.into(), entity::kind::Kind::Entity).into()
}

#[doc = include_str!("../docs/graph_complex.md")]
#[doc = include_str!("../docs/expansion/graph_complex.md")]
#[proc_macro_derive(GraphComplex, attributes(graph, serde))]
pub fn graph_complex(input: TokenStream) -> TokenStream {
    entity::derive(input.into(), entity::kind::Kind::Complex).into()
}

#[doc = include_str!("../docs/graph_action.md")]
#[doc = include_str!("../docs/expansion/graph_action.md")]
#[proc_macro_derive(GraphAction, attributes(graph, serde))]
pub fn graph_action(input: TokenStream) -> TokenStream {
    entity::derive(input.into(), entity::kind::Kind::Action).into()
}

#[doc = include_str!("../docs/graph_function.md")]
#[doc = include_str!("../docs/expansion/graph_function.md")]
#[proc_macro_derive(GraphFunction, attributes(graph, serde))]
pub fn graph_function(input: TokenStream) -> TokenStream {
    entity::derive(input.into(), entity::kind::Kind::Function).into()
}

#[doc = include_str!("../docs/graph_enum.md")]
#[doc = include_str!("../docs/expansion/graph_enum.md")]
#[proc_macro_derive(GraphEnum, attributes(graph, serde))]
pub fn graph_enum(input: TokenStream) -> TokenStream {
    enumeration::derive(input.into()).into()
}

#[doc = include_str!("../docs/graph_derived.md")]
#[doc = include_str!("../docs/expansion/graph_derived.md")]
#[proc_macro_derive(GraphDerived, attributes(graph, serde))]
pub fn graph_derived(input: TokenStream) -> TokenStream {
    derived::derive(input.into()).into()
}

#[doc = include_str!("../docs/graph_paths.md")]
#[doc = include_str!("../docs/expansion/graph_paths.md")]
#[proc_macro_attribute]
pub fn graph_paths(arguments: TokenStream, item: TokenStream) -> TokenStream {
    paths::attribute(arguments.into(), item.into()).into()
}

/// Expands `graph_ids!`, which passes the path of graph-core as the first token.
#[doc(hidden)]
#[proc_macro]
pub fn ids(tokens: TokenStream) -> TokenStream {
    ids::declare(tokens.into()).into()
}

/// Reports an error for `property!` or `properties!` at the first token that they pass. The last token is the message.
#[doc(hidden)]
#[proc_macro]
pub fn error_at(tokens: TokenStream) -> TokenStream {
    errors::at_first(tokens.into()).into()
}
