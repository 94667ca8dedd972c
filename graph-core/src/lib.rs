//! Declare a Microsoft Graph entity once; patch it, read it and test it over any HTTP transport.
#![forbid(unsafe_code)]

mod edm;
#[cfg(feature = "emulator")]
pub mod emulator;
mod enumeration;
mod id;
mod model;
mod patch;
mod path;
pub mod transport;
mod untyped;

pub use edm::{Binary, Date, DateTimeOffset, Duration, Guid, ParseValueError, Stream, TimeOfDay};
pub use enumeration::{Flags, FlagsEnum, GraphEnum};
pub use graph_macros::{GraphComplex, GraphDerived, GraphEntity, GraphEnum, graph_paths};
pub use id::{GraphId, Id, IdError};
pub use model::{
    Additional, Edm, EnumType, Extent, GraphEntity, Instance, Json, Permissions, Problem, Property, PropertyType, PropertyValue,
    ReadError, Structured, StructuredType, TagPolicy, View,
};
pub use patch::{Assign, Partial};
pub use path::{ApiVersion, GraphPaths, Path, Template};
pub use untyped::Untyped;

/// What the expansions of the macros call. Not part of the public API: it changes in any release.
#[doc(hidden)]
pub mod __private;
