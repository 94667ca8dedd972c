//! Names of properties, without the types of their values.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use graph_schema::syntax::nearest::nearest;

use super::property_path::PropertyPath;
use crate::error::{PropertyNameError, UnknownPropertyError};
use crate::model::structured::Structured;

/// The name of a property of `E`, or its path, such as `address/city`.
///
/// Unlike a [`PropertyPath`], it does not have the type of the property's values. So one list, such as the argument of `select`, can
/// contain the names of properties of several types.
///
/// Create several with [`properties!`](crate::properties), which checks the fields at compile time. [`find`](Self::find) checks a text at
/// run time.
pub struct PropertyName<E> {
    text: Cow<'static, str>,
    of: PhantomData<fn() -> E>,
}

impl<E: Structured> PropertyName<E> {
    /// Returns the property with this JSON name, such as `displayName`.
    ///
    /// # Errors
    /// Fails if the entity declares no such property. The error suggests a similar name if there is one.
    pub fn find(name: &str) -> Result<Self, UnknownPropertyError> {
        let declared = E::DECLARATION;
        match declared.properties.iter().find(|property| property.name == name) {
            Some(property) => Ok(Self::new(Cow::Borrowed(property.name))),
            None => {
                let similar = nearest(name, declared.properties.iter().map(|property| property.name));
                Err(UnknownPropertyError { entity: declared.name, property: name.to_owned(), similar })
            }
        }
    }
}

impl<E> PropertyName<E> {
    pub(super) const fn new(text: Cow<'static, str>) -> Self {
        Self { text, of: PhantomData }
    }

    /// Returns the name of a property that `E` does not declare. Use it for names that are known only at run time, such as directory
    /// extensions; see [`PropertyPath::undeclared`].
    ///
    /// # Errors
    /// Fails if `text` is not a property path: names of letters, digits, `_`, `-`, `.`, `@`, `#` and `$`, separated by `/`.
    pub fn undeclared(text: impl Into<String>) -> Result<Self, PropertyNameError> {
        let text = text.into();
        let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-.@#$".contains(c));
        if text.split('/').all(is_name) { Ok(Self::new(text.into())) } else { Err(PropertyNameError { text }) }
    }

    /// Returns the property's name as JSON spells it, such as `displayName`.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn into_text(self) -> Cow<'static, str> {
        self.text
    }
}

/// A name or path of a property of `E`, for `select`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a property of `{E}`",
    label = "expected a property of `{E}`",
    note = "write `properties!(…)`, with the entity and the names of its fields"
)]
pub trait IntoPropertyName<E> {
    /// Returns the name.
    fn into_property_name(self) -> PropertyName<E>;
}

#[diagnostic::do_not_recommend]
impl<E> IntoPropertyName<E> for PropertyName<E> {
    fn into_property_name(self) -> Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<E> IntoPropertyName<E> for &PropertyName<E> {
    fn into_property_name(self) -> PropertyName<E> {
        self.clone()
    }
}

#[diagnostic::do_not_recommend]
impl<E, V> IntoPropertyName<E> for PropertyPath<E, V> {
    fn into_property_name(self) -> PropertyName<E> {
        self.name()
    }
}

#[diagnostic::do_not_recommend]
impl<E, V> IntoPropertyName<E> for &PropertyPath<E, V> {
    fn into_property_name(self) -> PropertyName<E> {
        self.name()
    }
}

/// Names or paths of properties of `E`, for `select`: an array, a `Vec` or another list of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of properties of `{E}`",
    label = "expected `properties!(…)` with fields of `{E}`",
    note = "write `properties!(…)`, with the entity and the names of its fields"
)]
pub trait IntoPropertyNames<E> {
    /// Returns the names.
    fn into_property_names(self) -> impl Iterator<Item = PropertyName<E>>;
}

#[diagnostic::do_not_recommend]
impl<E, P: IntoPropertyName<E>, L: IntoIterator<Item = P>> IntoPropertyNames<E> for L {
    fn into_property_names(self) -> impl Iterator<Item = PropertyName<E>> {
        self.into_iter().map(P::into_property_name)
    }
}

impl<E> fmt::Display for PropertyName<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<E> AsRef<str> for PropertyName<E> {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl<E> PartialEq for PropertyName<E> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<E> Eq for PropertyName<E> {}

impl<E> PartialOrd for PropertyName<E> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> Ord for PropertyName<E> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl<E> Hash for PropertyName<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<E> Clone for PropertyName<E> {
    fn clone(&self) -> Self {
        Self::new(self.text.clone())
    }
}

impl<E> fmt::Debug for PropertyName<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PropertyName({})", self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::PropertyName;
    use crate::testing::Thing;

    #[test]
    fn unknown_names_get_a_suggestion() {
        let cases = [("conut", Some("count")), ("Count", Some("count")), ("na_me", Some("name")), ("xyz", None), ("", None)];
        for (name, similar) in cases {
            let error = PropertyName::<Thing>::find(name).unwrap_err();
            assert_eq!(error.similar, similar, "{name}");
        }
        let error = PropertyName::<Thing>::find("creatd").unwrap_err();
        assert_eq!(error.to_string(), "a microsoft.graph.thing has no property `creatd`: did you mean `created`?");
        PropertyName::<Thing>::find(&"ä".repeat(1000)).unwrap_err();
    }

    #[test]
    fn undeclared_names_are_paths() {
        for text in
            ["extension_b7d8_costCenter", "fields/Title", "onPremisesExtensionAttributes/extensionAttribute1", "com.contoso.x"]
        {
            assert_eq!(PropertyName::<Thing>::undeclared(text).unwrap().as_str(), text);
        }
        for text in ["", "a/", "a b", "a,b", "a&$top=1", "a)", "a'", "a\n"] {
            PropertyName::<Thing>::undeclared(text).unwrap_err();
        }
    }
}
