//! The kinds of properties that a query distinguishes, as traits of the type of a property's field.

#[cfg(feature = "exact-numbers")]
use crate::model::edm::Decimal;
use crate::model::edm::{Date, DateTimeOffset, Duration, Guid, TimeOfDay};
use crate::model::enumeration::{Enumeration, FlagsEnum, GraphEnum};
use crate::model::expanded::Expanded;
use crate::model::flags::Flags;
use crate::model::property_value::PropertyValue;
use crate::model::structured::{GraphEntity, Structure, Structured, Variants};
use crate::model::wrappers::Boxed;

/// A property with a single value that `$filter` can compare and `$orderby` can sort by.
#[diagnostic::on_unimplemented(
    message = "a property of type `{Self}` cannot be compared or sorted by",
    label = "expected a property with a single value",
    note = "a collection has `any`, `all` and `count`, and an object has properties to compare, such as `property!(User, address.city)`"
)]
pub trait ComparableProperty {
    /// The type of the value if it is not null.
    type Value: PropertyValue;
}

/// A property with numbers, dates, times, durations or texts, which `$filter` can compare with `gt`, `ge`, `lt` and `le`.
#[diagnostic::on_unimplemented(
    message = "a property of type `{Self}` has no greater and smaller values",
    label = "expected a property with numbers, dates or texts"
)]
pub trait OrderedProperty: ComparableProperty {}

/// A property with text.
#[diagnostic::on_unimplemented(
    message = "a property of type `{Self}` does not hold text",
    label = "expected a property of type `String` or `Option<String>`"
)]
pub trait TextProperty {}

/// A property with several members of an enumeration at once.
#[diagnostic::on_unimplemented(
    message = "a property of type `{Self}` does not hold flags",
    label = "expected a property of type `Flags<…>`",
    note = "compare a property that holds one member of an enumeration with `eq`"
)]
pub trait FlagsProperty {
    /// The type of the flags if they are not null: [`Flags`].
    type Flags: PropertyValue;
}

/// A property that may be null.
#[diagnostic::on_unimplemented(
    message = "a property of type `{Self}` is never null",
    label = "expected a property of type `Option<…>`"
)]
pub trait NullableProperty {}

#[diagnostic::do_not_recommend]
impl<T: PropertyValue> NullableProperty for Option<T> {}

/// A property with a collection: of related entities, of complex values, or of texts and numbers.
#[diagnostic::on_unimplemented(
    message = "a property of type `{Self}` is not a collection",
    label = "expected a property of type `Vec<…>` or `Expanded<…>`"
)]
pub trait CollectionProperty {
    /// The type of an element of the collection.
    type Element: PropertyValue;
}

/// A property with one entity or complex value, whose own properties a path can name.
#[diagnostic::on_unimplemented(
    message = "a property of type `{Self}` has no properties of its own",
    label = "expected a property with one entity or complex value",
    note = "a condition on the elements of a collection is written `property!(…).any(…)`"
)]
pub trait ObjectProperty {
    /// The type of the entity or complex value.
    type Object: Structured;
}

/// A navigation property: one related entity or a collection of them, which `$expand` includes.
#[diagnostic::on_unimplemented(
    message = "a property of type `{Self}` is not a navigation property",
    label = "expected a property whose value is an entity or a collection of entities",
    note = "`$expand` includes related entities only; every response has the other properties, or `select` asks for them"
)]
pub trait NavigationProperty {
    /// The type of the related entities.
    type Target: PropertyValue;
}

macro_rules! comparable {
    ($trait:ident: $($value:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl $trait for $value {}
    )*};
    ($($value:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl ComparableProperty for $value {
            type Value = Self;
        }
    )*};
}
comparable!(bool, u8, i16, i32, i64, f32, f64, String, DateTimeOffset, Date, TimeOfDay, Duration, Guid);
comparable!(OrderedProperty: u8, i16, i32, i64, f32, f64, String, DateTimeOffset, Date, TimeOfDay, Duration);
#[cfg(feature = "exact-numbers")]
comparable!(Decimal);
#[cfg(feature = "exact-numbers")]
comparable!(OrderedProperty: Decimal);

#[diagnostic::do_not_recommend]
impl<V: PropertyValue<Codec: ComparableCodec<V>>> ComparableProperty for V {
    type Value = <V::Codec as ComparableCodec<V>>::Value;
}

/// Implemented by the codec of enumerations, so that every enumeration is a `ComparableProperty`. In some errors, rustc names this trait
/// instead of `ComparableProperty`, so both have the same message.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a property of type `{T}` cannot be compared or sorted by",
    label = "expected a property with a single value",
    note = "a collection has `any`, `all` and `count`, and an object has properties to compare, such as `property!(User, address.city)`"
)]
pub trait ComparableCodec<T> {
    type Value: PropertyValue;
}

impl<E: GraphEnum + PropertyValue> ComparableCodec<E> for Enumeration {
    type Value = E;
}

#[diagnostic::do_not_recommend]
impl<E: FlagsEnum> ComparableProperty for Flags<E> {
    type Value = Self;
}

#[diagnostic::do_not_recommend]
impl<T: ComparableProperty> ComparableProperty for Option<T> {
    type Value = T::Value;
}

#[diagnostic::do_not_recommend]
impl<T: OrderedProperty> OrderedProperty for Option<T> {}

#[diagnostic::do_not_recommend]
impl TextProperty for String {}

#[diagnostic::do_not_recommend]
impl TextProperty for Option<String> {}

#[diagnostic::do_not_recommend]
impl<E: FlagsEnum> FlagsProperty for Flags<E> {
    type Flags = Flags<E>;
}

#[diagnostic::do_not_recommend]
impl<E: FlagsEnum> FlagsProperty for Option<Flags<E>> {
    type Flags = Flags<E>;
}

#[diagnostic::do_not_recommend]
impl<T: PropertyValue> CollectionProperty for Vec<T> {
    type Element = T;
}

#[diagnostic::do_not_recommend]
impl<T: PropertyValue> CollectionProperty for Expanded<T> {
    type Element = T;
}

#[diagnostic::do_not_recommend]
impl<T: CollectionProperty> CollectionProperty for Option<T> {
    type Element = T::Element;
}

// The codec of a type says whether the type is a struct. Without it, the impls for structs and for their wrappers would overlap.

/// Implemented by the codecs of types whose values are single objects, so that each of these types is an `ObjectProperty`.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a property of type `{T}` has no properties of its own",
    label = "expected a property with one entity or complex value",
    note = "a condition on the elements of a collection is written `property!(…).any(…)`"
)]
pub trait ObjectCodec<T> {
    type Object: Structured;
}

#[diagnostic::do_not_recommend]
impl<V: PropertyValue<Codec: ObjectCodec<V>>> ObjectProperty for V {
    type Object = <V::Codec as ObjectCodec<V>>::Object;
}

impl<T: Structured> ObjectCodec<T> for Structure {
    type Object = T;
}

impl<T: ObjectProperty> ObjectCodec<Box<T>> for Boxed {
    type Object = T::Object;
}

impl<T: ObjectProperty> ObjectCodec<Option<T>> for Option<T> {
    type Object = T::Object;
}

/// Implemented by the codecs of types whose values are related entities, so that each of these types is a `NavigationProperty`.
#[doc(hidden)]
pub trait NavigationCodec<T> {
    type Target: PropertyValue;
}

#[diagnostic::do_not_recommend]
impl<V: PropertyValue<Codec: NavigationCodec<V>>> NavigationProperty for V {
    type Target = <V::Codec as NavigationCodec<V>>::Target;
}

impl<T: GraphEntity + Structured> NavigationCodec<T> for Structure {
    type Target = T;
}

/// An enum of entities is its own codec, so it implements this trait itself.
impl<T: Variants<First: NavigationProperty>> NavigationCodec<T> for T {
    type Target = T;
}

impl<T: NavigationProperty> NavigationCodec<Box<T>> for Boxed {
    type Target = T::Target;
}

impl<T: NavigationProperty> NavigationCodec<Option<T>> for Option<T> {
    type Target = T::Target;
}

impl<T: NavigationProperty> NavigationCodec<Vec<T>> for Vec<T> {
    type Target = T::Target;
}

impl<T: NavigationProperty> NavigationCodec<Expanded<T>> for Expanded<T> {
    type Target = T::Target;
}
