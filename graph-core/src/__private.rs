//! The bodies that expansions call, so that they are compiled once and not once per declaration.

pub use std::string::String;

pub use crate::model::enumeration::Enumeration;
pub use crate::model::structured::Structure;
pub use crate::model::write::serialize_structured;
pub use graph_macros::ids;
pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Makes cargo rebuild the crate when a file changes that an expansion depends on.
#[doc(hidden)]
#[macro_export]
macro_rules! __tracks {
    ($($path:literal),*) => {
        $(
            const _: &[::core::primitive::u8] =
                ::core::include_bytes!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/", $path));
        )*
    };
}
pub use __tracks as tracks;

/// Shadows the user's constants of these names for the functions beside it: rustc would take an argument of that name for a pattern.
#[doc(hidden)]
#[macro_export]
macro_rules! __hide {
    ($($name:ident)*) => {
        $(fn $name() {})*
    };
}

use serde::de::Error as _;

use crate::model::descriptor::{Edm, PropertyType, StructuredType, equal, matches_tag};
use crate::model::duplicate_keys::unique_keys;
use crate::model::enumeration::GraphEnum;
use crate::model::id::GraphId;
use crate::model::into_property::{IntoProperty, PropertyChange};
use crate::model::json::Json;
use crate::model::partial::Partial;
use crate::model::path::{ApiVersion, Collection, GraphPaths, Path, Template};
use crate::model::property_value::{Codec as _, PropertyValue};
use crate::model::reader::ReadMode;
use crate::model::structured::Structured;

/// Sets the property at this index, whose type the compiler infers from the argument.
pub fn put<T: Structured, V: PropertyValue>(patch: Partial<T>, index: usize, value: impl IntoProperty<V>) -> Partial<T> {
    patch.__put(index, V::change(value))
}

/// The change that a patch makes as the argument of a setter.
pub fn merge<T: Structured>(patch: Partial<T>) -> PropertyChange<T> {
    patch.into_merge()
}

/// The same where the property has a base type of the patch's.
pub fn merge_derived<T: Structured, Base>(patch: &Partial<T>) -> PropertyChange<Base> {
    patch.to_derived_merge()
}

/// Sets the property at this index to null: the body of `clear_…`.
pub fn clear<T: Structured>(patch: Partial<T>, index: usize) -> Partial<T> {
    patch.__put(index, Json::Null)
}

/// Sets a property by its name: the body of `set_additional`.
pub fn set_additional<T: Structured>(patch: Partial<T>, name: &str, value: impl Into<Json>) -> Partial<T> {
    patch.put_additional(name, value.into())
}

/// The body of `Deserialize` for structs and enums of derived types.
pub fn deserialize<'de, T: PropertyValue, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::read(unique_keys(deserializer)?, ReadMode::Full).map_err(D::Error::custom)
}

/// The body of `Serialize` for enums of derived types.
pub fn serialize<T: PropertyValue, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.view().serialize(serializer)
}

/// The body of `Deserialize` for enumerations.
pub fn deserialize_enum<'de, E: GraphEnum, D: Deserializer<'de>>(deserializer: D) -> Result<E, D::Error> {
    Enumeration::read(Json::deserialize(deserializer)?, ReadMode::Full).map_err(D::Error::custom)
}

/// Fills the v1.0 template at this index: the body of a path constructor.
pub fn v1<E: GraphPaths>(index: usize, ids: &[&dyn GraphId]) -> Path<E> {
    Path::fill(v1_template::<E>(index), ids)
}

/// Fills the beta template at this index: the body of a path constructor.
pub fn beta<E: GraphPaths>(index: usize, ids: &[&dyn GraphId]) -> Path<E> {
    Path::fill(beta_template::<E>(index), ids)
}

/// Fills the v1.0 template at this index without its key: the body of a `_collection` constructor.
pub fn v1_collection<E: GraphPaths>(index: usize, ids: &[&dyn GraphId]) -> Path<Collection<E>> {
    Path::fill_before_key(v1_template::<E>(index), ids)
}

/// Fills the beta template at this index without its key: the body of a `_collection` constructor.
pub fn beta_collection<E: GraphPaths>(index: usize, ids: &[&dyn GraphId]) -> Path<Collection<E>> {
    Path::fill_before_key(beta_template::<E>(index), ids)
}

fn v1_template<E: GraphPaths>(index: usize) -> Template {
    Template { version: ApiVersion::V1, text: E::V1_TEMPLATES.get(index).copied().unwrap_or_default() }
}

fn beta_template<E: GraphPaths>(index: usize) -> Template {
    Template { version: ApiVersion::Beta, text: E::BETA_TEMPLATES.get(index).copied().unwrap_or_default() }
}

/// Returns the index of the type that `@odata.type` names: for reading an enum of derived types.
pub fn tag_position(json: &Json, types: &[PropertyType]) -> Option<usize> {
    let tag = json.get("@odata.type")?.as_str()?;
    types.iter().position(|ty| ty.declaration().is_some_and(|declared| matches_tag(tag, declared.name)))
}

/// Fails the build if the type is an entity or complex type.
#[track_caller]
#[allow(clippy::panic)] // evaluated by the compiler only
pub const fn no_structure(ty: PropertyType, message: &str) {
    if let Edm::Structured(_) = ty.edm {
        panic!("{}", message);
    }
}

/// The declaration of a struct; `None` for other types.
pub type Declared = Option<&'static StructuredType>;

/// The declarations of the variants of an enum of derived types.
pub trait Variants {
    /// One per variant, in order.
    const ALL: &'static [Declared];
}

/// Fails the build with `stranger` if the type of a variant has another base, and with `twin` if it has the tag of an earlier variant.
#[track_caller]
#[allow(clippy::indexing_slicing, clippy::panic)] // evaluated by the compiler only
pub const fn check_derived(all: &[Declared], index: usize, base: &str, stranger: &str, twin: &str) {
    let Some(declared) = all[index] else { panic!("{}", stranger) };
    let mut derives = equal(declared.name, base);
    let mut at = 0;
    while at < declared.bases.len() {
        derives = derives || equal(declared.bases[at], base);
        at += 1;
    }
    if !derives {
        panic!("{}", stranger);
    }
    let mut earlier = 0;
    while earlier < index {
        if let Some(other) = all[earlier]
            && equal(other.name, declared.name)
        {
            panic!("{}", twin);
        }
        earlier += 1;
    }
}
