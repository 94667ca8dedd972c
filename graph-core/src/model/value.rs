//! What a property can hold: the trait every property type implements, and the view through which all of them are written.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use super::{
    Decoded, Edm, Problem, PropertyType, ReadError, ReadMode, Reader, StructuredType, TextError, WriteMode, read_object,
    view_json,
};
use crate::patch::{IntoProperty, Partial, PropertyChange};

/// Any JSON value; objects keep the order of their members.
pub type Json = serde_json::Value;

/// Properties that a declaration does not know, without annotations (names with `@`), kept in the order of their arrival: the type of a `#[graph(additional)]` field.
///
/// A member with the name of a declared property is not written: the property is. The patch of a type that has such a field sets
/// one with `set_additional`:
///
/// ```
/// use graph_core::{Additional, GraphEntity};
///
/// #[derive(Clone, Debug, GraphEntity)]
/// #[graph(odata_type = "microsoft.graph.group")]
/// struct Group {
///     #[graph(key)]
///     id: String,
///     display_name: Option<String>,
///     #[graph(additional)]
///     additional: Additional,
/// }
///
/// # fn main() -> Result<(), serde_json::Error> {
/// let patch = Group::patch().display_name("All staff").set_additional("theme", "Teal");
/// let body = r##"{"@odata.type":"#microsoft.graph.group","displayName":"All staff","theme":"Teal"}"##;
/// assert_eq!(serde_json::to_string(&patch)?, body);
/// # Ok(())
/// # }
/// ```
pub type Additional = serde_json::Map<String, Json>;

/// A property's value as JSON sees it, borrowed.
#[non_exhaustive]
pub enum ValueRef<'a> {
    /// No value.
    Null,
    /// A truth value.
    Bool(bool),
    /// Any integer.
    Int(i64),
    /// An `Edm.Double`.
    Double(f64),
    /// An `Edm.Single`, written with the digits of an `f32`.
    Single(f32),
    /// Text, and all that is written as text.
    Text(Cow<'a, str>),
    /// A collection.
    List(Vec<ValueRef<'a>>),
    /// An entity or complex value.
    Object(&'a dyn DynStructured),
    /// JSON that is passed on unchanged.
    Json(Cow<'a, Json>),
}

impl<'a> ValueRef<'a> {
    /// Borrowed text.
    pub const fn text(text: &'a str) -> Self {
        ValueRef::Text(Cow::Borrowed(text))
    }
}

/// A type that a property of a Graph entity can have.
///
/// Implemented here for the primitive types, and by the derives for enums and structures.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a type that a Graph property can have",
    label = "no EDM type corresponds to this",
    note = "a struct needs `#[derive(GraphComplex)]`, an enum `#[derive(GraphEnum)]`, and one with `#[graph(flags)]` stands in `Flags<…>`",
    note = "the other types are `bool`, `u8`, `i16`, `i32`, `i64`, `f32`, `f64`, `String`, and graph-core's `DateTimeOffset`, `Date`, `TimeOfDay`, `Duration`, `Guid`, `Binary`, `Stream` and `Json`"
)]
pub trait PropertyValue: Sized + 'static {
    /// How it is read and written.
    type Codec: Codec<Self>;

    /// The type in the Entity Data Model.
    const TYPE: PropertyType = <Self::Codec as Codec<Self>>::TYPE;

    /// The declaration of a struct, for the compiler to check.
    #[doc(hidden)]
    const DECLARED: Option<&'static StructuredType> = <Self::Codec as Codec<Self>>::DECLARED;

    /// A value to stand in a structure that is being read and may yet fail; users never see it.
    fn blank() -> Self {
        <Self::Codec as Codec<Self>>::blank()
    }

    /// The value as JSON sees it.
    fn view(&self) -> ValueRef<'_> {
        <Self::Codec as Codec<Self>>::view(self)
    }

    /// Reads the value, or says what is wrong with it and where.
    fn read(json: Json, extent: ReadMode) -> Result<Self, ReadError> {
        <Self::Codec as Codec<Self>>::read(json, extent)
    }

    /// Reads a whole value from the text of a response.
    #[doc(hidden)]
    fn read_text(text: &[u8]) -> Result<Decoded<Self>, TextError> {
        <Self::Codec as Codec<Self>>::read_text(text)
    }

    /// What a struct calls to be read.
    #[doc(hidden)]
    fn take(reader: &mut Reader, index: usize) -> Self {
        reader.take(index)
    }

    /// What a setter of a patch calls.
    #[doc(hidden)]
    fn put<X: Structured>(patch: Partial<X>, index: usize, value: impl IntoProperty<Self>) -> Partial<X> {
        Self::put_into(patch, index, value, std::convert::identity)
    }

    /// What a setter of a patch calls, with the way from what it takes to the type of the property.
    #[doc(hidden)]
    fn put_into<X: Structured, V>(
        patch: Partial<X>,
        index: usize,
        value: impl IntoProperty<V>,
        whole: fn(V) -> Self,
    ) -> Partial<X> {
        let json = match value.assigned() {
            PropertyChange::Replace(value) => view_json(&whole(value).view(), WriteMode::PATCH),
            PropertyChange::Merge(json) => json,
        };
        patch.put(index, json)
    }
}

/// How the values of a type are read and written.
///
/// Apart from [`PropertyValue`] so that a whole kind of types shares one codec without a blanket impl of that trait: beside one the
/// compiler could not say which part of `Option<Foo>` is at fault.
pub trait Codec<T> {
    /// See [`PropertyValue::TYPE`].
    const TYPE: PropertyType;

    /// See [`PropertyValue::DECLARED`].
    const DECLARED: Option<&'static StructuredType> = None;

    /// See [`PropertyValue::blank`].
    fn blank() -> T;

    /// See [`PropertyValue::view`].
    fn view(value: &T) -> ValueRef<'_>;

    /// See [`PropertyValue::read`].
    fn read(json: Json, extent: ReadMode) -> Result<T, ReadError>;

    /// See [`PropertyValue::read_text`].
    fn read_text(text: &[u8]) -> Result<Decoded<T>, TextError> {
        Decoded::read(text, |json| Self::read(json, ReadMode::Full))
    }
}

/// A struct that `#[derive(GraphEntity)]` or `#[derive(GraphComplex)]` declares.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not declared as an entity or a complex type",
    label = "declared without `#[derive(GraphEntity)]` or `#[derive(GraphComplex)]`"
)]
pub trait Structured: PropertyValue {
    /// Its declaration.
    const DECLARATION: &'static StructuredType;

    /// The patch of it: setters in front of a [`Partial`].
    type Patch: Deref<Target = Partial<Self>> + Clone + fmt::Debug + Send + Sync + 'static;

    /// Takes every property out of the reader, which collects what is wrong.
    fn read_from(reader: &mut Reader) -> Self;

    /// The value of the property at this place in [`StructuredType::properties`].
    fn property(&self, index: usize) -> ValueRef<'_>;

    /// The properties that the declaration does not know.
    fn additional(&self) -> Option<&Additional> {
        None
    }

    /// The `@odata.etag` it was read with.
    fn etag(&self) -> Option<&str> {
        None
    }
}

/// An entity or complex value of any declared type: what is written, compared and served without knowing the type.
///
/// Every [`Structured`] type is one.
pub trait DynStructured {
    /// Its declaration.
    fn declaration(&self) -> &'static StructuredType;

    /// See [`Structured::property`].
    fn property(&self, index: usize) -> ValueRef<'_>;

    /// See [`Structured::additional`].
    fn additional(&self) -> Option<&Additional>;

    /// See [`Structured::etag`].
    fn etag(&self) -> Option<&str>;
}

impl<T: Structured> DynStructured for T {
    fn declaration(&self) -> &'static StructuredType {
        T::DECLARATION
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

/// The codec of [`Structured`] types.
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
    fn read(json: Json, extent: ReadMode) -> Result<T, ReadError> {
        read_object(T::DECLARATION, json, extent, T::read_from)
    }
    fn read_text(text: &[u8]) -> Result<Decoded<T>, TextError> {
        Decoded::read_structure(T::DECLARATION, text, T::read_from)
    }
}

/// A recursive type stands in a box.
impl<T: PropertyValue> PropertyValue for Box<T> {
    type Codec = Self;
}

impl<T: PropertyValue> Codec<Self> for Box<T> {
    const TYPE: PropertyType = T::TYPE;
    const DECLARED: Option<&'static StructuredType> = T::DECLARED;
    fn blank() -> Self {
        Self::new(T::blank())
    }
    fn view(value: &Self) -> ValueRef<'_> {
        T::view(value)
    }
    fn read(json: Json, extent: ReadMode) -> Result<Self, ReadError> {
        T::read(json, extent).map(Self::new)
    }
}

/// A type that a path can lead to: an entity, or an enum of the entities that derive from one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a Graph entity",
    label = "declared without `#[derive(GraphEntity)]`",
    note = "only an entity has paths; a complex type is part of one"
)]
pub trait GraphEntity: PropertyValue {}

macro_rules! integers {
    ($($rust:ty => $edm:ident),*) => {$(
        #[diagnostic::do_not_recommend]
        impl PropertyValue for $rust {
            type Codec = Self;
        }

        impl Codec<Self> for $rust {
            const TYPE: PropertyType = PropertyType::one(Edm::$edm);
            fn blank() -> Self {
                0
            }
            fn view(value: &Self) -> ValueRef<'_> {
                ValueRef::Int(i64::from(*value))
            }
            fn read(json: Json, _: ReadMode) -> Result<Self, ReadError> {
                match &json {
                    Json::Number(number) => number
                        .as_i64()
                        .and_then(|wide| Self::try_from(wide).ok())
                        .ok_or_else(|| ReadError::new(Problem::OutOfRange { expected: stringify!($edm), found: number.to_string() })),
                    other => Err(ReadError::wrong_kind(stringify!($edm), other)),
                }
            }
        }
    )*};
}
integers!(u8 => Byte, i16 => Int16, i32 => Int32, i64 => Int64);

/// OData writes the values JSON has no number for as text.
fn special_float(text: &str) -> Option<f64> {
    match text {
        "INF" => Some(f64::INFINITY),
        "-INF" => Some(f64::NEG_INFINITY),
        "NaN" => Some(f64::NAN),
        _ => None,
    }
}

fn read_float(json: &Json, expected: &'static str) -> Result<f64, ReadError> {
    match json {
        Json::Number(number) => number.as_f64(),
        Json::String(text) => special_float(text),
        _ => None,
    }
    .ok_or_else(|| ReadError::wrong_kind(expected, json))
}

#[diagnostic::do_not_recommend]
impl PropertyValue for f64 {
    type Codec = Self;
}

impl Codec<Self> for f64 {
    const TYPE: PropertyType = PropertyType::one(Edm::Double);
    fn blank() -> Self {
        0.0
    }
    fn view(value: &Self) -> ValueRef<'_> {
        ValueRef::Double(*value)
    }
    fn read(json: Json, _: ReadMode) -> Result<Self, ReadError> {
        read_float(&json, "Double")
    }
}

#[diagnostic::do_not_recommend]
impl PropertyValue for f32 {
    type Codec = Self;
}

impl Codec<Self> for f32 {
    const TYPE: PropertyType = PropertyType::one(Edm::Single);
    fn blank() -> Self {
        0.0
    }
    fn view(value: &Self) -> ValueRef<'_> {
        ValueRef::Single(*value)
    }
    fn read(json: Json, _: ReadMode) -> Result<Self, ReadError> {
        let wide = read_float(&json, "Single")?;
        let narrow = wide as f32;
        if narrow.is_infinite() && wide.is_finite() {
            return Err(ReadError::new(Problem::OutOfRange { expected: "Single", found: json.to_string() }));
        }
        Ok(narrow)
    }
}

#[diagnostic::do_not_recommend]
impl PropertyValue for bool {
    type Codec = Self;
}

impl Codec<Self> for bool {
    const TYPE: PropertyType = PropertyType::one(Edm::Boolean);
    fn blank() -> Self {
        false
    }
    fn view(value: &Self) -> ValueRef<'_> {
        ValueRef::Bool(*value)
    }
    fn read(json: Json, _: ReadMode) -> Result<Self, ReadError> {
        json.as_bool().ok_or_else(|| ReadError::wrong_kind("Boolean", &json))
    }
}

impl PropertyValue for String {
    type Codec = Self;
}

impl Codec<Self> for String {
    const TYPE: PropertyType = PropertyType::one(Edm::String);
    fn blank() -> Self {
        Self::new()
    }
    fn view(value: &Self) -> ValueRef<'_> {
        ValueRef::Text(Cow::Borrowed(value))
    }
    fn read(json: Json, _: ReadMode) -> Result<Self, ReadError> {
        match json {
            Json::String(text) => Ok(text),
            other => Err(ReadError::wrong_kind("String", &other)),
        }
    }
}

#[diagnostic::do_not_recommend]
impl PropertyValue for Json {
    type Codec = Self;
}

impl Codec<Self> for Json {
    const TYPE: PropertyType = PropertyType::one(Edm::Untyped);
    fn blank() -> Self {
        Self::Null
    }
    fn view(value: &Self) -> ValueRef<'_> {
        ValueRef::Json(Cow::Borrowed(value))
    }
    fn read(json: Json, _: ReadMode) -> Result<Self, ReadError> {
        Ok(json)
    }
}

impl<T: PropertyValue> PropertyValue for Option<T> {
    type Codec = Self;
}

impl<T: PropertyValue> Codec<Self> for Option<T> {
    const TYPE: PropertyType = T::TYPE.nullable();
    fn blank() -> Self {
        None
    }
    fn view(value: &Self) -> ValueRef<'_> {
        value.as_ref().map_or(ValueRef::Null, T::view)
    }
    fn read(json: Json, extent: ReadMode) -> Result<Self, ReadError> {
        if json.is_null() { Ok(None) } else { T::read(json, extent).map(Some) }
    }
}

impl<T: PropertyValue> PropertyValue for Vec<T> {
    type Codec = Self;
}

impl<T: PropertyValue> Codec<Self> for Vec<T> {
    const TYPE: PropertyType = T::TYPE.collection();
    fn blank() -> Self {
        Self::new()
    }
    fn view(value: &Self) -> ValueRef<'_> {
        ValueRef::List(value.iter().map(T::view).collect())
    }
    fn read(json: Json, _: ReadMode) -> Result<Self, ReadError> {
        match json {
            Json::Array(elements) => {
                // A collection is replaced whole.
                let read = |(index, element)| T::read(element, ReadMode::Full).map_err(|error| error.at_index(index));
                elements.into_iter().enumerate().map(read).collect()
            }
            other => Err(ReadError::wrong_kind("collection", &other)),
        }
    }
}
