//! What a declaration says, as data: the types that the derives fill and that everything else reads.

mod descriptor;
mod parse;
mod read;
mod value;
mod write;

pub use descriptor::{Edm, EnumType, Permissions, Property, PropertyType, StructuredType, TagPolicy};
pub use parse::{Found, TextError};
pub use read::{Extent, Problem, ReadError, Reader};
pub use value::{Additional, Codec, GraphEntity, Instance, Json, PropertyValue, Structure, Structured, View};
pub use write::serialize_instance;

pub(crate) use descriptor::equal;
pub(crate) use parse::unique_keys;
pub(crate) use read::{matches_tag, read_object};
pub(crate) use write::{Form, Tag, object_json, view_json};
