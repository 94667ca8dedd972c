//! Reads Microsoft Graph's own schema, reduces it to a size that can be committed, and checks declarations and paths against it.
//!
//! Graph describes itself in a `$metadata` document of several megabytes ([OData CSDL XML]). This crate keeps only the part that
//! declarations and paths are checked against: types with their bases and properties, navigation, enumerations, entity sets,
//! singletons, actions and functions.
//!
//! - [`Schema`] is the model. It is read from and printed to a [compact text form](text): one file per API version, made to diff well.
//! - [`Schema::resolve`] follows a documented path template and returns a [`Resolution`]. [`Schema::resolve_operation`] returns the actions or
//!   functions that a template leads to.
//! - [`check_structured`], [`check_enum`] and [`check_operation`] check a declaration against one or more schemas and return [`Finding`]s.
//! - [`name`] converts the service's names to Rust names, and back.
//! - [`syntax`] has the naming and template rules that the macros and graph-core share. It is the only module compiled without the default
//!   feature `schema`.
//!
//! The feature `csdl` adds [`read_csdl`](csdl::read_csdl), [`pack`](pack::pack) and [`declare`](declare::declare); it is never compiled
//! into a user's macros. The feature `cli` adds the command-line tool `graph-schema`.
//!
//! ```
//! use graph_schema::{Schema, Resolution};
//!
//! let schema: Schema = "\
//! graph-schema 1
//! namespace microsoft.graph
//! singleton deviceManagement deviceManagement
//! entity deviceManagement
//!   deviceConfigurations -> [deviceConfiguration]
//! entity deviceConfiguration key id
//!   id String
//! ".parse()?;
//! let template = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}";
//! assert_eq!(schema.resolve(template, Some("microsoft.graph.deviceConfiguration")), Resolution::Resolves);
//! # Ok::<(), graph_schema::SchemaReadError>(())
//! ```
//!
//! [OData CSDL XML]: https://docs.oasis-open.org/odata/odata-csdl-xml/v4.01/odata-csdl-xml-v4.01.html
#![forbid(unsafe_code)]

pub mod syntax;

#[cfg(feature = "schema")]
mod build;
#[cfg(feature = "schema")]
mod check;
#[cfg(feature = "csdl")]
mod derivation;
#[cfg(feature = "schema")]
mod model;
#[cfg(feature = "schema")]
pub mod name;
#[cfg(feature = "schema")]
mod operation;
#[cfg(feature = "schema")]
mod path;
#[cfg(feature = "csdl")]
mod shortest_path;
#[cfg(feature = "schema")]
pub mod text;

#[cfg(feature = "csdl")]
pub mod csdl;
#[cfg(feature = "csdl")]
pub mod declare;
#[cfg(feature = "csdl")]
pub mod pack;

#[cfg(feature = "schema")]
pub use build::{SchemaProblem, SchemaReadError};
#[cfg(feature = "schema")]
pub use check::{
    DeclaredResult, EnumDeclaration, Field, FieldType, Finding, FindingPlace, Mistake, OperationDeclaration, Presence,
    SchemaVersion, TypeDeclaration, check_enum, check_operation, check_structured,
};
#[cfg(feature = "schema")]
pub use model::{
    Access, EnumerationType, Kind, Member, Navigation, Primitive, Property, Root, Schema, StructuredType, Type, Via,
};
#[cfg(feature = "schema")]
pub use operation::{Binding, Operation, OperationKind, Parameter};
#[cfg(feature = "schema")]
pub use path::{Elision, PathFailure, PathReason, Resolution, ResolvedOperation};
