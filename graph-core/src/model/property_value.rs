//! The trait of every type that a property can have.

use super::decoded::{Decoded, TextError};
use super::descriptor::{Property, PropertyType, StructuredType};
use super::diff::is_identical;
use super::into_property::{IntoProperty, PropertyChange};
use super::json::Json;
use super::patch_value::PatchValue;
use super::raw_json::RawJson;
use super::read_error::ReadError;
use super::reader::{ReadMode, Reader, Value};
use super::value_ref::{ValueRef, Viewer};
use super::write::patch_value;

/// A type that a property of a Graph entity can have.
///
/// This crate implements the trait for the primitive types, and the derives implement it for enums and structs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a type that a Graph property can have",
    label = "no EDM type corresponds to this",
    note = "a struct needs `#[derive(GraphComplex)]`, an enum `#[derive(GraphEnum)]`; write `Flags<E>` for an enum with `#[graph(flags)]`",
    note = "the other types are `bool`, `u8`, `i16`, `i32`, `i64`, `f32`, `f64`, `String`, and graph-core's `Decimal`, `DateTimeOffset`, `Date`, `TimeOfDay`, `Duration`, `Guid`, `Binary`, `Stream` and `Json`",
    note = "an id type of `graph_ids!` is for paths: declare the property as `String`"
)]
pub trait PropertyValue: Sized + 'static {
    /// The codec that reads and writes values of the type.
    type Codec: Codec<Self>;

    /// The description of the type in OData's Entity Data Model, with nullability.
    const TYPE: PropertyType = <Self::Codec as Codec<Self>>::TYPE;

    /// The declaration of an entity or complex type that is a struct, for checks at compile time; `None` for other types.
    #[doc(hidden)]
    const DECLARED: Option<&'static StructuredType> = <Self::Codec as Codec<Self>>::DECLARED;

    /// Returns a placeholder for a value that could not be read. The struct that contains the placeholder is then discarded.
    fn blank() -> Self {
        <Self::Codec as Codec<Self>>::blank()
    }

    /// Borrows the value as a [`ValueRef`], whose variants follow the forms of JSON.
    fn view(&self) -> ValueRef<'_> {
        <Self::Codec as Codec<Self>>::view(self)
    }

    /// Shows the value to a viewer of its struct. `other` is the same property of the struct to compare with.
    #[doc(hidden)]
    fn show<'a>(&'a self, other: &Self, viewer: &mut Viewer<'a>) {
        viewer.view(self, other);
    }

    /// Reads the value from JSON.
    ///
    /// # Errors
    /// Fails if the JSON does not fit the type; the error has the path to the property.
    fn read(json: Json, mode: ReadMode) -> Result<Self, ReadError> {
        <Self::Codec as Codec<Self>>::read(json, mode)
    }

    /// Reads a complete value from the JSON text of a response body.
    #[doc(hidden)]
    fn read_text(text: &[u8]) -> Result<Decoded<Self>, TextError> {
        <Self::Codec as Codec<Self>>::read_text(text)
    }

    /// Reads the property at this index of the declaration from the reader of its struct.
    #[doc(hidden)]
    fn take(reader: &mut Reader<'_>, index: usize) -> Self {
        reader.take(index)
    }

    /// Returns the value that a patch sends for the argument of a setter.
    #[doc(hidden)]
    fn change(value: impl IntoProperty<Self>) -> PatchValue {
        match value.into_change() {
            PropertyChange::Replace(value) => patch_value(value.view()),
            PropertyChange::Merge(json) => json.into(),
        }
    }

    /// Converts the argument of a setter to the value that a patch sends. The setter takes a `V` instead of the property's type, and `wrap`
    /// converts a `V` to the property's type.
    #[doc(hidden)]
    fn change_with<V>(value: impl IntoProperty<V>, wrap: fn(V) -> Self) -> PatchValue {
        match value.into_change() {
            PropertyChange::Replace(value) => patch_value(wrap(value).view()),
            PropertyChange::Merge(json) => json.into(),
        }
    }
}

/// Reads and writes the values of the type `T` as JSON.
///
/// This trait is separate from [`PropertyValue`], so that all structs share one codec and all enums share another. With a blanket impl of
/// `PropertyValue` instead, rustc's errors could not tell which part of `Option<Foo>` is wrong.
pub trait Codec<T> {
    /// See [`PropertyValue::TYPE`].
    const TYPE: PropertyType;

    /// See [`PropertyValue::DECLARED`].
    const DECLARED: Option<&'static StructuredType> = None;

    /// See [`PropertyValue::blank`].
    fn blank() -> T;

    /// See [`PropertyValue::view`].
    fn view(value: &T) -> ValueRef<'_>;

    /// Returns `true` if two values certainly have equal JSON. Returns `false` if they differ, or if only their JSON can show that they are
    /// equal, as with the decimals 1.0 and 1.00.
    #[doc(hidden)]
    fn is_same(a: &T, b: &T) -> bool {
        is_identical(&Self::view(a), &Self::view(b))
    }

    /// Reads a value from JSON.
    ///
    /// # Errors
    /// Fails if the JSON does not fit the type, as [`PropertyValue::read`] does.
    fn read(json: Json, mode: ReadMode) -> Result<T, ReadError>;

    /// Reads a complete value from its text in a response. Returns `None` if [`read`](Self::read) might fail for the same value.
    #[doc(hidden)]
    fn read_raw(value: RawJson<'_>) -> Option<T> {
        Self::read(value.json()?, ReadMode::Full).ok()
    }

    /// Reads a complete value from the JSON text of a response body.
    ///
    /// # Errors
    /// Fails if the text is not JSON, has a duplicate key, or does not fit the type.
    fn read_text(text: &[u8]) -> Result<Decoded<T>, TextError> {
        Decoded::read(text, |json| Self::read(json, ReadMode::Full))
    }
}

// `Property`, `Reader` and `Viewer` are declared in `descriptor.rs`, `reader.rs` and `value_ref.rs`. Their impls here need this file's items;
// in those files, they would make the files import each other.

impl<'a> Viewer<'a> {
    /// Collects the value of the next property, unless this viewer compares and `other` certainly has the same JSON.
    #[inline]
    pub fn view<T: PropertyValue>(&mut self, value: &'a T, other: &T) {
        if !(self.compares && T::Codec::is_same(value, other)) {
            self.views.push((self.index, value.view()));
        }
        self.index += 1;
    }
}

impl Property {
    /// Creates a property with this JSON name and type `T` that a client may write. The service may omit the property if `T` is nullable.
    pub const fn of<T: PropertyValue>(name: &'static str) -> Self {
        Self::new(name, T::TYPE)
    }
}

impl Reader<'_> {
    /// Reads the property at this index of the declaration. Records an error and returns a blank value if a required property is missing or
    /// a value is wrong.
    pub fn take<T: PropertyValue>(&mut self, index: usize) -> T {
        // Compiled once per property type, so without closures.
        let raw = match self.raw_value(index) {
            Some(raw) => raw,
            None => match self.value(index) {
                None => return T::blank(),
                Some(Value::Raw(raw)) => raw,
                Some(Value::Json(json)) => match T::read(json, self.mode()) {
                    Ok(value) => return value,
                    Err(error) => {
                        self.fail(index, error);
                        return T::blank();
                    }
                },
            },
        };
        match T::Codec::read_raw(raw) {
            Some(value) => value,
            None => {
                self.give_up();
                T::blank()
            }
        }
    }

    /// Reads `@odata.etag`; returns a blank value if it is missing or cannot be read.
    pub fn etag<T: PropertyValue>(&mut self) -> T {
        T::read(self.etag.take().unwrap_or(Json::Null), ReadMode::Full).unwrap_or_else(|_| T::blank())
    }
}
