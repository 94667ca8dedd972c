//! Names of properties, checked against the declaration of the entity.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use graph_schema::syntax::nearest::nearest;

use crate::error::UnknownPropertyError;
use crate::model::descriptor::equal;
use crate::model::partial::Partial;
use crate::model::property_value::PropertyValue;
use crate::model::read_error::ReadError;
use crate::model::reader::ReadMode;
use crate::model::structured::Structured;

/// The name of a property that `E` declares, for `$filter`, `$select` and `$expand`.
///
/// Create one with [`property!`](crate::property), which checks a literal at compile time, or with [`find`](Self::find), which checks
/// text at run time.
pub struct PropertyName<E> {
    name: &'static str,
    of: PhantomData<fn() -> E>,
}

/// Returns the [`PropertyName`](crate::query::PropertyName) of an entity's property. A name that the entity does not declare is a compile
/// error.
///
/// ```
/// use graph_core::{GraphEntity, property};
///
/// #[derive(Clone, Debug, GraphEntity)]
/// #[graph(odata_type = "microsoft.graph.group")]
/// struct Group {
///     #[graph(key)]
///     id: String,
///     display_name: Option<String>,
/// }
///
/// assert_eq!(property!(Group, "displayName").as_str(), "displayName");
/// ```
///
/// ```compile_fail
/// # use graph_core::{GraphEntity, property};
/// # #[derive(Clone, Debug, GraphEntity)]
/// # #[graph(odata_type = "microsoft.graph.group")]
/// # struct Group {
/// #     #[graph(key)]
/// #     id: String,
/// # }
/// property!(Group, "displayNam");
/// ```
#[macro_export]
macro_rules! property {
    ($entity:ty, $name:literal) => {{
        // A named constant: `cargo check` does not evaluate an unnamed one.
        const NAME: $crate::query::PropertyName<$entity> = $crate::query::PropertyName::<$entity>::declared($name);
        NAME
    }};
    ($entity:ty, $name:ident) => {
        compile_error!(concat!("expected the name in JSON as a string literal: write `\"", stringify!($name), "\"`"))
    };
}

impl<E: Structured> PropertyName<E> {
    /// Returns the property with this JSON name, or fails to compile if `E` does not declare it. [`property!`](crate::property) calls this
    /// function.
    #[doc(hidden)]
    #[allow(clippy::indexing_slicing, clippy::panic)] // evaluated by the compiler only
    pub const fn declared(name: &str) -> Self {
        let properties = E::DECLARATION.properties;
        let mut at = 0;
        while at < properties.len() {
            if equal(properties[at].name, name) {
                return Self { name: properties[at].name, of: PhantomData };
            }
            at += 1;
        }
        panic!("the entity declares no property of this name; use the name in JSON, such as `displayName`");
    }

    /// Returns the property with this JSON name, such as `displayName`.
    ///
    /// # Errors
    /// Fails if the entity declares no such property. The error suggests a similar name if there is one.
    pub fn find(name: &str) -> Result<Self, UnknownPropertyError> {
        let declared = E::DECLARATION;
        match declared.properties.iter().find(|property| property.name == name) {
            Some(property) => Ok(Self { name: property.name, of: PhantomData }),
            None => {
                let similar = nearest(name, declared.properties.iter().map(|property| property.name));
                Err(UnknownPropertyError { entity: declared.name, property: name.to_owned(), similar })
            }
        }
    }
}

impl<E> PropertyName<E> {
    /// Returns the property's name as JSON spells it, such as `displayName`.
    pub const fn as_str(&self) -> &'static str {
        self.name
    }
}

impl<E> fmt::Display for PropertyName<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl<E> AsRef<str> for PropertyName<E> {
    fn as_ref(&self) -> &str {
        self.name
    }
}

impl<E> PartialEq for PropertyName<E> {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
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
        self.name.cmp(other.name)
    }
}

impl<E> Hash for PropertyName<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl<E> Clone for PropertyName<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for PropertyName<E> {}

impl<E> fmt::Debug for PropertyName<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PropertyName({})", self.name)
    }
}

impl<E: Structured> Partial<E> {
    /// Returns the value of a property, or `None` if the JSON does not contain the property. Use it to read the response to `$select`.
    ///
    /// ```
    /// # use graph_core::{GraphEntity, Partial, property};
    /// # #[derive(Clone, Debug, GraphEntity)]
    /// # #[graph(odata_type = "microsoft.graph.group")]
    /// # struct Group {
    /// #     #[graph(key)]
    /// #     id: String,
    /// #     member_count: i32,
    /// # }
    /// let part: Partial<Group> = serde_json::from_str(r#"{"memberCount": 3}"#)?;
    /// assert_eq!(part.get(property!(Group, "memberCount"))?, Some(3));
    /// assert_eq!(part.get::<String>(property!(Group, "id"))?, None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Fails if the value cannot be read as a `V`.
    pub fn get<V: PropertyValue>(&self, property: PropertyName<E>) -> Result<Option<V>, ReadError> {
        let declared = E::DECLARATION.properties.iter().find(|declared| declared.name == property.name);
        let read = |value| V::read(value, ReadMode::Full).map_err(|error: ReadError| error.at_property(property.name));
        declared.and_then(|declared| self.json_of(declared)).map(read).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Thing;

    #[test]
    fn unknown_names_get_a_suggestion() {
        assert_eq!(property!(Thing, "created").as_str(), "created");
        let cases = [("conut", Some("count")), ("Count", Some("count")), ("na_me", Some("name")), ("xyz", None), ("", None)];
        for (name, similar) in cases {
            let error = PropertyName::<Thing>::find(name).unwrap_err();
            assert_eq!(error.similar, similar, "{name}");
        }
        let error = PropertyName::<Thing>::find("creatd").unwrap_err();
        assert_eq!(error.to_string(), "a microsoft.graph.thing has no property `creatd`: did you mean `created`?");
        PropertyName::<Thing>::find(&"ä".repeat(1000)).unwrap_err();
    }
}
