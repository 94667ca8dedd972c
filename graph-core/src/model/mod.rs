//! What a declaration says, as data: the types that the derives fill and that everything else reads.

mod descriptor;
mod parse;
mod read;
mod value;
mod write;

pub use descriptor::{Edm, EnumType, Permissions, Property, PropertyType, StructuredType, TagPolicy};
pub use parse::{Decoded, TextError};
pub use read::{Problem, ReadError, ReadMode, Reader};
pub use value::{Additional, Codec, DynStructured, GraphEntity, Json, PropertyValue, Structure, Structured, ValueRef};
pub use write::serialize_instance;

pub use crate::edm::{Binary, Date, DateTimeOffset, Duration, Guid, ParseValueError, Stream, TimeOfDay};
pub use crate::enumeration::{Flags, FlagsEnum, GraphEnum};
pub use crate::id::{GraphId, Id, IdError};
pub use crate::patch::{IntoProperty, Partial};
pub use crate::path::{ApiVersion, Collection, GraphPaths, Path, Template};
pub use crate::untyped::Untyped;
pub(crate) use descriptor::equal;
pub(crate) use parse::unique_keys;
pub(crate) use read::{matches_tag, read_object};
pub(crate) use write::{Tag, WriteMode, object_json, view_json};
