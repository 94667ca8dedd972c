//! Function bodies that macro expansions call. Kept here so that they are compiled once, not once per declaration.

pub use std::string::String;

/// The patch type of a struct that declares an action or a function. Such a struct is always sent whole, so it has no patch type of its
/// own.
pub type NoPatch<T> = std::boxed::Box<crate::model::partial::Partial<T>>;

pub use crate::model::enumeration::Enumeration;
pub use crate::model::path_argument::Value;
pub use crate::model::structured::{Declared, DeclaresPaths, Structure, Variants};
pub use crate::model::write::serialize_structured;
pub use graph_macros::{error_at, ids};
pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Makes cargo rebuild the user's crate when a file that a macro has read, such as a packed schema, changes.
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

/// Declares an empty function for each name, which shadows a user's constant of that name in the same scope.
///
/// Without it, rustc would read a function argument of that name as a pattern that matches the constant.
#[doc(hidden)]
#[macro_export]
macro_rules! __hide {
    ($($name:ident)*) => {
        $(fn $name() {})*
    };
}

/// Implements `Deref` and serde's traits for the patch type `$patch` of `$declared`. `$params` are the generic parameters of both types.
#[doc(hidden)]
#[macro_export]
macro_rules! __patch {
    ([$($params:tt)*] $patch:ty, $declared:ty, $($clause:tt)*) => {
        impl<$($params)*> ::core::ops::Deref for $patch $($clause)* {
            type Target = $crate::Partial<$declared>;
            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }
        impl<$($params)*> $crate::__private::Serialize for $patch $($clause)* {
            fn serialize<S: $crate::__private::Serializer>(&self, to: S) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::__private::Serialize::serialize(&self.0, to)
            }
        }
        impl<'de, $($params)*> $crate::__private::Deserialize<'de> for $patch $($clause)* {
            fn deserialize<D: $crate::__private::Deserializer<'de>>(from: D) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::Deserialize::deserialize(from).map(Self)
            }
        }
    };
}

/// Declares the type `$entity` as an entity whose key property has the type `$key`.
#[doc(hidden)]
#[macro_export]
macro_rules! __keyed {
    ($entity:ty, $key:ty) => {
        impl $crate::GraphEntity for $entity {}
        impl $crate::model::KeyedEntity<$key> for $entity {}
    };
}

use serde::de::Error as _;

use crate::model::descriptor::{Edm, PropertyType, equal, matches_tag};
use crate::model::enumeration::GraphEnum;
use crate::model::into_property::{IntoProperty, PropertyChange};
use crate::model::json::Json;
use crate::model::partial::Partial;
use crate::model::patch_value::PatchValue;
use crate::model::path::{ApiVersion, Collection, GraphPaths, Path, PathMarker, PlacedArgument, Template};
use crate::model::property_value::{Codec as _, PropertyValue};
use crate::model::reader::ReadMode;
use crate::model::structured::Structured;
use crate::model::text_or_tree::read_complete;

/// Sets a property in a patch: the body of the generated setters. `index` is the property's index in the declaration of `T`. The compiler
/// infers the property's type `V` from `value`.
pub fn put<T: Structured, V: PropertyValue>(patch: Partial<T>, index: usize, value: impl IntoProperty<V>) -> Partial<T> {
    patch.__put(index, V::change(value))
}

/// Like `put`, but takes a value of the property's type, and not any type that converts into it. rustc checks such a call in less time.
pub fn put_value<T: Structured, V: PropertyValue>(patch: Partial<T>, index: usize, value: V) -> Partial<T> {
    patch.__put(index, V::change(value))
}

/// Converts a patch of the complex type `T`, passed to the setter of a property of that type, into the change of the property.
pub fn merge<T: Structured>(patch: Partial<T>) -> PropertyChange<T> {
    patch.into_merge()
}

/// Like `merge`, but for a property of the type `Base`, which is a base type of `T`.
pub fn merge_derived<T: Structured, Base>(patch: &Partial<T>) -> PropertyChange<Base> {
    patch.to_derived_merge()
}

/// Sets a property in a patch to null: the body of the generated `clear_…` methods. `index` is the property's index in the declaration of
/// `T`.
pub fn clear<T: Structured>(patch: Partial<T>, index: usize) -> Partial<T> {
    patch.__put(index, PatchValue::Null)
}

/// Sets an undeclared property in a patch by its JSON name: the body of the generated `set_additional`.
pub fn set_additional<T: Structured>(patch: Partial<T>, name: &str, value: impl Into<Json>) -> Partial<T> {
    patch.put_additional(name, value.into())
}

/// Deserializes a struct, or an enum whose variants are subtypes: the body of the generated `Deserialize` impl.
pub fn deserialize<'de, T: PropertyValue, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    read_complete(deserializer)
}

/// Serializes an enum whose variants are subtypes: the body of the generated `Serialize` impl.
pub fn serialize<T: PropertyValue, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.view().serialize(serializer)
}

/// Deserializes an enumeration: the body of the generated `Deserialize` impl.
pub fn deserialize_enum<'de, E: GraphEnum, D: Deserializer<'de>>(deserializer: D) -> Result<E, D::Error> {
    Enumeration::read(Json::deserialize(deserializer)?, ReadMode::Full).map_err(D::Error::custom)
}

/// Fills the placeholders of the template at `index` in [`GraphPaths::V1_TEMPLATES`]: the body of the generated path constructors.
pub fn v1<E: GraphPaths>(index: usize, arguments: &[PlacedArgument<'_>]) -> Path<E> {
    Path::fill(v1_template::<E>(index), arguments)
}

/// Fills the placeholders of the template at `index` in [`GraphPaths::BETA_TEMPLATES`]: the body of the generated path constructors.
pub fn beta<E: GraphPaths>(index: usize, arguments: &[PlacedArgument<'_>]) -> Path<E> {
    Path::fill(beta_template::<E>(index), arguments)
}

/// Like `v1`, but leaves out the key, which begins at the byte `end` of the template: the body of the generated `…_collection` constructors.
pub fn v1_collection<E: GraphPaths>(index: usize, end: usize, arguments: &[PlacedArgument<'_>]) -> Path<Collection<E>> {
    Path::fill(v1_template::<E>(index).until(end), arguments)
}

/// Like `beta`, but leaves out the key, which begins at the byte `end` of the template: the body of the generated `…_collection` constructors.
pub fn beta_collection<E: GraphPaths>(index: usize, end: usize, arguments: &[PlacedArgument<'_>]) -> Path<Collection<E>> {
    Path::fill(beta_template::<E>(index).until(end), arguments)
}

/// Like `v1`, but returns a path whose type argument is a marker such as `Reference<E>`.
pub fn v1_marked<M: PathMarker>(index: usize, arguments: &[PlacedArgument<'_>]) -> Path<M> {
    Path::fill(v1_template::<M::Of>(index), arguments)
}

/// Like `beta`, but returns a path whose type argument is a marker such as `Reference<E>`.
pub fn beta_marked<M: PathMarker>(index: usize, arguments: &[PlacedArgument<'_>]) -> Path<M> {
    Path::fill(beta_template::<M::Of>(index), arguments)
}

fn v1_template<E: GraphPaths>(index: usize) -> Template {
    Template { version: ApiVersion::V1, text: E::V1_TEMPLATES.get(index).copied().unwrap_or_default() }
}

fn beta_template<E: GraphPaths>(index: usize) -> Template {
    Template { version: ApiVersion::Beta, text: E::BETA_TEMPLATES.get(index).copied().unwrap_or_default() }
}

/// Returns the index in `types` of the type that an object's `@odata.type` names. Used to read an enum whose variants are subtypes.
#[inline]
pub fn tag_position(json: &Json, types: &[PropertyType]) -> Option<usize> {
    let tag = json.get("@odata.type")?.as_str()?;
    types.iter().position(|ty| ty.declaration().is_some_and(|declared| matches_tag(tag, declared.name)))
}

/// Fails the build with `message` if `ty` is an entity type or a complex type.
#[track_caller]
#[allow(clippy::panic)] // evaluated by the compiler only
pub const fn no_structure(ty: PropertyType, message: &str) {
    if let Edm::Structured(_) = ty.edm {
        panic!("{}", message);
    }
}

/// Checks the variant at `index` of an enum whose variants are subtypes of `base`. `all` has the declaration of each variant's type.
///
/// Fails the build with the message `stranger` if the variant's type does not derive from `base`, and with the message `twin` if an earlier
/// variant's type has the same `@odata.type`.
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
