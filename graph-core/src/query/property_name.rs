//! Names of an entity's own properties, checked when they are made.

use std::fmt;
use std::marker::PhantomData;

use graph_schema::syntax::nearest::nearest;

use crate::error::UnknownPropertyError;
use crate::model::descriptor::equal;
use crate::model::partial::Partial;
use crate::model::property_value::PropertyValue;
use crate::model::read_error::ReadError;
use crate::model::reader::ReadMode;
use crate::model::structured::Structured;

/// The name of a property that an `E` has, for query options.
///
/// [`property!`](crate::property) makes one that the compiler has checked, [`find`](Self::find) one from a text of the user's.
pub struct PropertyName<E> {
    name: &'static str,
    of: PhantomData<fn() -> E>,
}

/// The name of a property of a declared entity; one that the entity does not have is a compile error.
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
        // A constant with a name: one without is first looked at when the program is built, not while it is checked.
        const NAME: $crate::query::PropertyName<$entity> = $crate::query::PropertyName::<$entity>::declared($name);
        NAME
    }};
    ($entity:ty, $name:ident) => {
        compile_error!(concat!("a property goes by its name on the wire, in quotes: write `\"", stringify!($name), "\"`"))
    };
}

impl<E: Structured> PropertyName<E> {
    /// What [`property!`](crate::property) calls while compiling.
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
        panic!("the entity declares no property of this name; names are those of the wire, such as `displayName`");
    }

    /// The property of this name on the wire.
    ///
    /// # Errors
    /// When the entity declares no such property; the error says which one may be meant.
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
    /// The name on the wire.
    pub const fn as_str(&self) -> &'static str {
        self.name
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
    /// The value of a property, if it is here: what `$select` has asked for.
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
    /// When the property is of another type than the one asked for.
    pub fn get<V: PropertyValue>(&self, property: PropertyName<E>) -> Result<Option<V>, ReadError> {
        let found = self.properties().find(|(declared, _)| declared.name == property.name);
        let read = |value| V::read(value, ReadMode::Full).map_err(|error: ReadError| error.at_property(property.name));
        found.map(|(_, value)| read(value.clone())).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Thing;

    #[test]
    fn a_name_is_one_of_the_entity() {
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
