//! The traits of declared entities and complex types.

use std::fmt;
use std::ops::Deref;

use super::decoded::{Decoded, TextError};
use super::descriptor::{PropertyType, StructuredType};
use super::json::{Additional, Json};
use super::partial::Partial;
use super::property_value::{Codec, PropertyValue};
use super::raw_json::RawJson;
use super::read_error::ReadError;
use super::reader::{ReadMode, Reader, read_object};
use super::text_reader::read_text;
use super::value_ref::{DynStructured, ValueRef, Viewer, Views};

/// A struct that `#[derive(GraphEntity)]` or `#[derive(GraphComplex)]` declares.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not declared as an entity or a complex type",
    label = "declared without `#[derive(GraphEntity)]` or `#[derive(GraphComplex)]`"
)]
pub trait Structured: PropertyValue {
    /// The static description of the type.
    const DECLARATION: &'static StructuredType;

    /// The patch of the type: a [`Partial`] with a setter per property.
    type Patch: Deref<Target = Partial<Self>> + Clone + fmt::Debug + Send + Sync + 'static;

    /// Creates a value from the properties in the reader, which records errors.
    fn read_from(reader: &mut Reader<'_>) -> Self;

    /// Shows each property to the viewer, in the order of declaration, beside the same property of `other`. Writing and comparing share this
    /// method, so that a struct needs only one.
    #[doc(hidden)]
    fn see<'a>(&'a self, other: &Self, viewer: &mut Viewer<'a>);

    /// Returns the value of the property at this index of [`StructuredType::properties`].
    fn property(&self, index: usize) -> ValueRef<'_> {
        Viewer::all(self).get(index).map_or(ValueRef::Null, |(_, value)| *value)
    }

    /// Returns the undeclared properties, if the type has a field for them.
    fn additional(&self) -> Option<&Additional> {
        None
    }

    /// Returns the `@odata.etag` that the value was read with, if the type has a field for it.
    fn etag(&self) -> Option<&str> {
        None
    }
}

/// A type that a path can lead to: an entity, or an enum of entities with a common base type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a Graph entity",
    label = "declared without `#[derive(GraphEntity)]`",
    note = "a complex type is part of an entity, and an action or a function is sent with `Client::call`",
    note = "a path to links, a collection, changes, a count or content has its own methods, such as `Client::list` and `Client::delta`"
)]
pub trait GraphEntity: PropertyValue {}

/// A type that can declare paths: an entity, an action or a function. The derives of operations implement it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a Graph entity",
    label = "declared without `#[derive(GraphEntity)]`",
    note = "only an entity, an action or a function has paths; a complex type is part of an entity"
)]
pub trait DeclaresPaths: PropertyValue {}

impl<E: GraphEntity> DeclaresPaths for E {}

/// An entity whose key has the type `K`. The derive implements this trait for an entity with a key, but not for a `keyless` one.
// `K` is a parameter and not an associated type, because the type of the key may be private.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no key, so a creation cannot choose the key",
    label = "declared `keyless`",
    note = "send the creation without `key`"
)]
pub trait KeyedEntity<K>: GraphEntity + Structured {}

/// The declaration of a Rust type if it is a struct that declares an entity type or a complex type, otherwise `None`.
#[doc(hidden)]
pub type Declared = Option<&'static StructuredType>;

/// An enum whose variants are subtypes, with the declaration of the type of each variant.
#[doc(hidden)]
pub trait Variants: PropertyValue {
    /// The type of the first variant. It is an entity type if all are.
    type First;

    /// For each variant, in order: the declaration of its type.
    const ALL: &'static [Declared];
}

impl<T: Structured> DynStructured for T {
    fn declaration(&self) -> &'static StructuredType {
        T::DECLARATION
    }
    fn views(&self) -> Views<'_> {
        Viewer::all(self)
    }
    fn property(&self, index: usize) -> ValueRef<'_> {
        T::property(self, index)
    }
    fn additional(&self) -> Option<&Additional> {
        T::additional(self)
    }
    fn etag(&self) -> Option<&str> {
        T::etag(self)
    }
}

impl<'a> Viewer<'a> {
    /// Returns the values of all properties.
    pub(super) fn all<T: Structured>(value: &'a T) -> Views<'a> {
        let views = Vec::with_capacity(T::DECLARATION.properties.len());
        let mut viewer = Self { compares: false, index: 0, views };
        <T as Structured>::see(value, value, &mut viewer);
        viewer.views
    }

    /// Returns the values in `after` of the properties that differ from those in `before`, and of the properties whose JSON has to show
    /// whether they are equal, as with the decimals 1.0 and 1.00.
    pub(super) fn changed<T: Structured>(before: &T, after: &'a T) -> Views<'a> {
        let mut viewer = Self { compares: true, index: 0, views: Vec::new() };
        <T as Structured>::see(after, before, &mut viewer);
        viewer.views
    }
}

/// The codec that reads and writes [`Structured`] types.
#[derive(Clone, Copy, Debug)]
pub struct Structure;

impl<T: Structured> Codec<T> for Structure {
    const TYPE: PropertyType = PropertyType::structured(|| T::DECLARATION);
    const DECLARED: Option<&'static StructuredType> = Some(T::DECLARATION);
    fn blank() -> T {
        T::read_from(&mut Reader::blank(T::DECLARATION))
    }
    fn view(value: &T) -> ValueRef<'_> {
        ValueRef::Object(value)
    }
    fn is_same(a: &T, b: &T) -> bool {
        a.additional() == b.additional() && Viewer::changed(a, b).is_empty()
    }
    fn read(json: Json, mode: ReadMode) -> Result<T, ReadError> {
        read_object(T::DECLARATION, json, mode, T::read_from)
    }
    fn read_raw(value: RawJson<'_>) -> Option<T> {
        let RawJson::Other(text) = value else { return None };
        read_text(T::DECLARATION, text, T::read_from).map(|(value, _)| value)
    }
    fn read_text(text: &[u8]) -> Result<Decoded<T>, TextError> {
        Decoded::read_structure(T::DECLARATION, text, T::read_from)
    }
}
