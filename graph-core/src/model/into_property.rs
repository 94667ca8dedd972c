//! The arguments that a patch's setters accept, and the change that an argument makes to its property.

use std::borrow::Cow;

use super::json::Json;

/// A value that a setter accepts for a property of type `T`.
///
/// A setter accepts a `T`. The setter of a text property also accepts every type that converts into a `String` without loss. The setter of
/// a complex property also accepts a patch of the property's type. The derives implement `ToChange`, the supertrait of this trait.
#[diagnostic::on_unimplemented(
    message = "a property of type `{T}` cannot be set to a value of type `{Self}`",
    label = "expected `{T}`",
    note = "pass an `Option` to `set_or_clear_…`, if the property can be null",
    note = "a complex property also takes a patch of its type; an enumeration takes a variant, and not its text"
)]
pub trait IntoProperty<T>: ToChange<T> {}

#[diagnostic::do_not_recommend]
impl<T, V: ToChange<T>> IntoProperty<T> for V {}

/// Converts the argument of a setter into a change. Implementing this trait also implements [`IntoProperty`].
///
/// `ToChange` and `IntoProperty` are two traits for the sake of rustc's errors. If a bound is not met, rustc lists the trait's
/// implementations. If the bound were `ToChange`, rustc would list the derives' implementations. The bound is `IntoProperty`, and rustc
/// lists nothing, because the trait's only implementation is hidden.
#[doc(hidden)]
pub trait ToChange<T> {
    /// Returns the change that a patch makes to the property.
    fn into_change(self) -> PropertyChange<T>;
}

/// A change to a property of type `T`.
#[derive(Clone, Debug, PartialEq)]
pub enum PropertyChange<T> {
    /// Replaces the value of the property.
    Replace(T),
    /// Merges this JSON object, the patch of a complex type, into the value of the property.
    Merge(Json),
}

// `T` has no bound. If `T` cannot be the type of a property, rustc then reports this at the property's declaration, and not where the
// property is set.
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
