//! Declared types: their descriptors, how their values are read and written, patches, paths and ids.
//!
//! The derives implement the traits of this module. Programs mostly use [`Path`], [`Partial`] and the property types.

mod annotations;
mod bind;
pub(crate) mod decoded;
pub(crate) mod descriptor;
mod diff;
pub(crate) mod duplicate_keys;
pub(crate) mod edm;
pub(crate) mod enumeration;
pub(crate) mod expanded;
pub(crate) mod flags;
pub(crate) mod id;
pub(crate) mod into_property;
pub(crate) mod item_path;
pub(crate) mod json;
pub(crate) mod json_text;
pub(crate) mod merge;
pub(crate) mod number;
mod object_text;
pub(crate) mod operation;
pub(crate) mod partial;
mod patch_content;
pub(crate) mod patch_value;
pub(crate) mod path;
pub(crate) mod path_argument;
pub(crate) mod path_value;
mod primitive;
pub(crate) mod property_value;
pub(crate) mod raw_json;
pub(crate) mod read_error;
pub(crate) mod reader;
pub(crate) mod structured;
pub(crate) mod text_or_tree;
mod text_reader;
mod text_writer;
pub(crate) mod untyped;
pub(crate) mod value_ref;
pub(crate) mod wrappers;
pub(crate) mod write;

pub use bind::{BindTarget, ToUrl, VariantOf};
pub use decoded::{Decoded, TextError};
pub use descriptor::{Edm, EnumType, Permissions, Property, PropertyType, StructuredKind, StructuredType, TagPolicy};
#[cfg(feature = "exact-numbers")]
pub use edm::Decimal;
pub use edm::{Binary, Date, DateTimeOffset, Duration, Guid, ParseValueError, Stream, TimeOfDay};
pub use enumeration::{FlagsEnum, GraphEnum};
pub use expanded::Expanded;
pub use flags::Flags;
pub use id::{GraphId, Id, IdError};
pub use into_property::{IntoProperty, PropertyChange, ToChange};
pub use item_path::{ItemPath, ItemPathError};
pub use json::{Additional, Json};
pub use operation::{GraphOperation, OperationKind, OperationResult};
pub use partial::Partial;
pub use path::{ApiVersion, Collection, Count, Delta, GraphPaths, Media, Path, PathMarker, Reference, Template};
pub use path_argument::PathArgument;
pub use path_value::PathValue;
pub use property_value::{Codec, PropertyValue};
pub use read_error::{Problem, ReadError, RemovedEntity};
pub use reader::{ReadMode, Reader};
pub use structured::{GraphEntity, KeyedEntity, Structured};
pub use untyped::Untyped;
pub use value_ref::{DynCollection, DynStructured, TextRef, ValueRef, Viewer, Views};
