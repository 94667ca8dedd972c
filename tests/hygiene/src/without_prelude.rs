//! Declarations in a module without a prelude, where every name needs its path.
#![no_implicit_prelude]
#![expect(clippy::absolute_paths, clippy::std_instead_of_alloc, reason = "where nothing is in scope, paths are whole")]

::renamed::graph_ids! {
    /// The key of an entity.
    pub BareId;
}

/// The kind of an entity.
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq, ::core::cmp::Eq, ::renamed::GraphEnum)]
#[graph(crate = ::renamed)]
#[non_exhaustive]
pub enum BareKind {
    /// The first member.
    One,
    /// Any other member.
    #[graph(other)]
    Other(::std::string::String),
}

/// An entity with a key and a kind.
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq, ::renamed::GraphEntity)]
#[graph(odata_type = "firm.bare", crate = ::renamed)]
#[::renamed::graph_paths(v1, "/bares/{bareId}")]
#[cfg_attr(all(), ::renamed::graph_paths(v1, "/firm/bare"))]
#[non_exhaustive]
pub struct Bare {
    /// The key of the entity.
    #[graph(key)]
    pub id: ::std::string::String,
    /// The kind of the entity, which may be null.
    pub kind: ::core::option::Option<BareKind>,
}
