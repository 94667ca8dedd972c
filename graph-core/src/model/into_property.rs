//! The arguments of a patch's setters, and the change that each of them makes.

use std::borrow::Cow;

use super::json::Json;

/// A value that a setter accepts for a property of type `T`.
///
/// That is a `T`, for text everything that converts into a `String` without a loss, and for a complex property also a patch of its
/// type. The derives implement it through the supertrait.
#[diagnostic::on_unimplemented(
    message = "a property of type `{T}` cannot be set to a value of type `{Self}`",
    label = "expected `{T}`",
    note = "an `Option` goes to `set_or_clear_…`, which every nullable property has",
    note = "a complex property also takes a patch of its type"
)]
pub trait IntoProperty<T>: ToChange<T> {}

#[diagnostic::do_not_recommend]
impl<T, V: ToChange<T>> IntoProperty<T> for V {}

/// Turns the argument of a setter into a change: the implementation behind [`IntoProperty`].
///
/// Two traits, because rustc lists the implementors of the trait that is not met: it would offer what the derives implement this one
/// for, and `IntoProperty` has a single, hidden implementation.
#[doc(hidden)]
pub trait ToChange<T> {
    /// Returns the change to the property.
    fn into_change(self) -> PropertyChange<T>;
}

/// A change to a property of type `T`.
#[derive(Clone, Debug, PartialEq)]
pub enum PropertyChange<T> {
    /// The property gets this value.
    Replace(T),
    /// The value of the property is changed inside, by the members of this JSON object.
    Merge(Json),
}

// Without a bound on `T`, so that a type which is not a property type is reported where it is declared and not where it is set.
impl<T> ToChange<T> for T {
    fn into_change(self) -> PropertyChange<T> {
        PropertyChange::Replace(self)
    }
}

macro_rules! texts {
    ($($text:ty),*) => {$(
        impl ToChange<String> for $text {
            fn into_change(self) -> PropertyChange<String> {
                PropertyChange::Replace(self.into())
            }
        }
    )*};
}
texts!(&str, &mut str, &String, Box<str>, Cow<'_, str>, char);
