//! Declare a Microsoft Graph entity once; patch it, read it and test it over any HTTP transport.
//!
//! The crates [`http`] and [`bytes`], whose types a [`Transport`](transport::Transport) of one's own, a status or a fault of the
//! emulator takes, and [`time`] and [`uuid`], whose types the values of properties are made from, are re-exported, so that they need no
//! dependency of their own and have the right version.
#![forbid(unsafe_code)]

mod client;
mod edm;
#[cfg(feature = "emulator")]
pub mod emulator;
mod enumeration;
pub mod error;
mod id;
mod model;
mod patch;
mod path;
#[cfg(test)]
mod testing;
pub mod transport;
mod untyped;

pub use bytes;
#[cfg(feature = "azure")]
pub use client::AzureCredential;
pub use client::{
    AccessToken, Batch, BatchAnswers, BatchItem, Batchable, Bulk, BulkProgress, Cached, Client, ClientBuilder, CreateRequest,
    Credential, CredentialError, DeleteRequest, Filter, GetRequest, Host, HostError, Items, ListRequest, Literal, PatchRequest,
    PropertyName, Response, Secret, StaticToken, TokenFuture, TokenRequest,
};
#[cfg(feature = "oauth")]
pub use client::{ClientSecretCredential, DeviceCodeCredential, DeviceCodePrompt, EntraApp};
pub use edm::{Binary, Date, DateTimeOffset, Duration, Guid, ParseValueError, Stream, TimeOfDay};
pub use enumeration::{Flags, FlagsEnum, GraphEnum};
#[doc(inline)]
pub use error::Error;
pub use graph_macros::{GraphComplex, GraphDerived, GraphEntity, GraphEnum, graph_paths};
pub use http;
pub use id::{GraphId, Id, IdError};
pub use model::{
    Additional, Edm, EnumType, Extent, GraphEntity, Instance, Json, Permissions, Problem, Property, PropertyType, PropertyValue,
    ReadError, Structured, StructuredType, TagPolicy, View,
};
pub use patch::{Assign, Partial};
pub use path::{ApiVersion, Collection, GraphPaths, Path, Template};
pub use untyped::Untyped;
pub use {time, uuid};

/// The crate itself, so that `#[graph(crate = …)]` is known to lead here.
#[doc(hidden)]
pub extern crate self as __graph_core;

/// What the expansions of the macros call. Not part of the public API: it changes in any release.
#[doc(hidden)]
pub mod __private;
