//! Declare a Microsoft Graph entity once; patch it, read it and test it over any HTTP transport.
//!
//! The crates [`http`] and [`bytes`], whose types a [`Transport`](transport::Transport) of one's own, a status or a fault of the
//! emulator takes, and [`time`] and [`uuid`], whose types the values of properties are made from, are re-exported, so that they need no
//! dependency of their own and have the right version.
#![forbid(unsafe_code)]

pub mod auth;
pub mod client;
mod edm;
#[cfg(feature = "emulator")]
pub mod emulator;
mod enumeration;
pub mod error;
mod id;
pub mod model;
mod patch;
mod path;
pub mod query;
#[cfg(test)]
mod testing;
pub mod transport;
mod untyped;

pub use auth::StaticToken;
pub use bytes;
pub use client::{Client, Host};
#[doc(inline)]
pub use error::Error;
pub use graph_macros::{GraphComplex, GraphDerived, GraphEntity, GraphEnum, graph_paths};
pub use http;
pub use model::{
    Additional, Binary, Date, DateTimeOffset, Flags, GraphEntity, GraphEnum, Guid, Json, Partial, TimeOfDay, Untyped,
};
pub use query::Filter;
pub use {time, uuid};

/// The crate itself, so that `#[graph(crate = …)]` is known to lead here.
#[doc(hidden)]
pub extern crate self as __graph_core;

/// What the expansions of the macros call. Not part of the public API: it changes in any release.
#[doc(hidden)]
pub mod __private;
