//! Bodies of the expansions, so that they are compiled once and not once per declaration.

pub use std::string::String;

pub use crate::model::enumeration::Enumeration;
pub use crate::model::structured::Structure;
pub use crate::model::write::serialize_structured;
pub use graph_macros::ids;
pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Lets cargo compile the crate again when a file changes that an expansion was made by.
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

/// Hides the user's constants of these names from the functions beside it: an argument of such a name would be taken for a pattern.
#[doc(hidden)]
#[macro_export]
macro_rules! __hide {
    ($($name:ident)*) => {
        $(fn $name() {})*
    };
}

use serde::de::Error as _;

use crate::model::descriptor::{Edm, PropertyType, StructuredType, equal};
use crate::model::duplicate_keys::unique_keys;
use crate::model::enumeration::GraphEnum;
use crate::model::id::GraphId;
use crate::model::into_property::{IntoProperty, PropertyChange};
use crate::model::json::Json;
use crate::model::partial::Partial;
use crate::model::path::{ApiVersion, Collection, GraphPaths, Path, Template};
use crate::model::property_value::{Codec as _, PropertyValue};
use crate::model::reader::{ReadMode, matches_tag};
use crate::model::structured::Structured;

/// Sets the property at this index, whose type the compiler infers from the argument.
pub fn put<T: Structured, V: PropertyValue>(patch: Partial<T>, index: usize, value: impl IntoProperty<V>) -> Partial<T> {
    patch.put(index, V::change(value))
}

/// Sets the property at this index to JSON from `PropertyValue::change`.
pub fn put_json<T: Structured>(patch: Partial<T>, index: usize, json: Json) -> Partial<T> {
    patch.put(index, json)
}

/// The change that a patch makes as the argument of a setter.
pub fn merge<T: Structured>(patch: Partial<T>) -> PropertyChange<T> {
    patch.into_merge()
}

/// The same where the property has a base type of the patch's.
pub fn merge_derived<T: Structured, Base>(patch: &Partial<T>) -> PropertyChange<Base> {
    patch.to_derived_merge()
}

/// For `clear_` methods.
pub fn clear<T: Structured>(patch: Partial<T>, index: usize) -> Partial<T> {
    patch.put(index, Json::Null)
}

/// For `set_additional`, which the patch of an open type has.
pub fn set_additional<T: Structured>(patch: Partial<T>, name: &str, value: impl Into<Json>) -> Partial<T> {
    patch.put_additional(name, value.into())
}

/// For `Deserialize` of everything.
pub fn deserialize<'de, T: PropertyValue, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::read(unique_keys(deserializer)?, ReadMode::Full).map_err(D::Error::custom)
}

/// For `Serialize` of what is no struct.
pub fn serialize<T: PropertyValue, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.view().serialize(serializer)
}

/// For `Deserialize` of an enumeration, flags or not.
pub fn deserialize_enum<'de, E: GraphEnum, D: Deserializer<'de>>(deserializer: D) -> Result<E, D::Error> {
    Enumeration::read(Json::deserialize(deserializer)?, ReadMode::Full).map_err(D::Error::custom)
}

/// For the path constructors of v1.0: the template at this place, filled.
pub fn v1<E: GraphPaths>(index: usize, ids: &[&dyn GraphId]) -> Path<E> {
    Path::fill(v1_template::<E>(index), ids)
}

/// For the path constructors of beta.
pub fn beta<E: GraphPaths>(index: usize, ids: &[&dyn GraphId]) -> Path<E> {
    Path::fill(beta_template::<E>(index), ids)
}

/// For the constructors of v1.0 that lead to a collection: the template at this place, filled as far as its last segment.
pub fn v1_collection<E: GraphPaths>(index: usize, ids: &[&dyn GraphId]) -> Path<Collection<E>> {
    Path::fill_before_key(v1_template::<E>(index), ids)
}

/// For the constructors of beta that lead to a collection.
pub fn beta_collection<E: GraphPaths>(index: usize, ids: &[&dyn GraphId]) -> Path<Collection<E>> {
    Path::fill_before_key(beta_template::<E>(index), ids)
}

fn v1_template<E: GraphPaths>(index: usize) -> Template {
    Template { version: ApiVersion::V1, text: E::V1_TEMPLATES.get(index).copied().unwrap_or_default() }
}

fn beta_template<E: GraphPaths>(index: usize) -> Template {
    Template { version: ApiVersion::Beta, text: E::BETA_TEMPLATES.get(index).copied().unwrap_or_default() }
}

/// For `PropertyValue::read` of an enum of derived types: which of them the tag names.
pub fn tag_position(json: &Json, types: &[PropertyType]) -> Option<usize> {
    let tag = json.get("@odata.type")?.as_str()?;
    types.iter().position(|ty| ty.declaration().is_some_and(|declared| matches_tag(tag, declared.name)))
}

/// Fails the build where an entity or a complex value has no place.
#[track_caller]
#[allow(clippy::panic)] // evaluated by the compiler only
pub const fn no_structure(ty: PropertyType, message: &str) {
    if let Edm::Structured(_) = ty.edm {
        panic!("{}", message);
    }
}

/// The declaration of a type, if it is a struct.
pub type Declared = Option<&'static StructuredType>;

/// The types of the variants of an enum of derived types.
pub trait Variants {
    /// In the order of the variants.
    const ALL: &'static [Declared];
}

/// Fails the build when a variant's type has another base, or the tag of an earlier variant.
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
