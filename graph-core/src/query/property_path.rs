//! Paths of properties, with the type of the property's value.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use graph_schema::syntax::field::is_field_of;

use super::order_by::OrderBy;
use super::property_kinds::{CollectionProperty, ComparableProperty, ObjectProperty};
use super::property_name::PropertyName;
use crate::error::PropertyNameError;
use crate::model::descriptor::{StructuredType, equal};
use crate::model::misused::Misused;
use crate::model::partial::Partial;
use crate::model::property_value::PropertyValue;
use crate::model::read_error::ReadError;
use crate::model::reader::ReadMode;
use crate::model::structured::Structured;

/// The path of a property that `E` declares. `V` is the type of the property's field, such as `Option<String>`.
///
/// Create one with [`property!`](crate::property), which checks the field at compile time. The methods build filters and orders, and take
/// only values of the property's type:
///
/// ```
/// # use graph_core::{GraphEntity, property};
/// # #[derive(Clone, Debug, GraphEntity)]
/// # #[graph(odata_type = "microsoft.graph.group")]
/// # struct Group {
/// #     #[graph(key)]
/// #     id: String,
/// #     display_name: Option<String>,
/// #     member_count: i32,
/// # }
/// let sales = property!(Group, display_name).starts_with("Sales").and(property!(Group, member_count).gt(3));
/// assert_eq!(sales.to_string(), "startswith(displayName,'Sales') and memberCount gt 3");
/// ```
///
/// ```compile_fail
/// # use graph_core::{GraphEntity, property};
/// # #[derive(Clone, Debug, GraphEntity)]
/// # #[graph(odata_type = "microsoft.graph.group")]
/// # struct Group {
/// #     #[graph(key)]
/// #     id: String,
/// #     member_count: i32,
/// # }
/// let many = property!(Group, member_count).gt("3"); // a text is no number
/// ```
pub struct PropertyPath<E, V> {
    /// The names of the properties on the path, joined with `/`: `address/city`. Empty for the element of a collection itself.
    text: Cow<'static, str>,
    of: PhantomData<fn() -> (E, V)>,
}

/// Returns the path of the element itself, for `any` and `all` of a collection of texts or numbers.
///
/// ```
/// use graph_core::query::element;
/// use graph_core::{GraphEntity, property};
///
/// #[derive(Clone, Debug, GraphEntity)]
/// #[graph(odata_type = "microsoft.graph.user")]
/// struct User {
///     #[graph(key)]
///     id: String,
///     proxy_addresses: Vec<String>,
/// }
///
/// let primary = property!(User, proxy_addresses).any(element().starts_with("SMTP:"));
/// assert_eq!(primary.to_string(), "proxyAddresses/any(x:startswith(x,'SMTP:'))");
/// ```
pub fn element<T: PropertyValue>() -> PropertyPath<T, T> {
    PropertyPath::new(Cow::Borrowed(""))
}

impl<E, V> PropertyPath<E, V> {
    pub(super) const fn new(text: Cow<'static, str>) -> Self {
        Self { text, of: PhantomData }
    }

    /// Returns the path of a property that the fields name. `property!` passes the names of the fields, already checked.
    #[doc(hidden)]
    pub fn of_fields(fields: TypedFields<E, V>) -> Self {
        Self::new(fields.names.join())
    }

    /// Returns the path of a property that `E` does not declare. `V` is the type of its values, or an `Option` of it if they may be null. Use
    /// it for names that are known only at run time, such as directory extensions.
    ///
    /// To read the property, `E` needs a field `#[graph(additional)]`. [`Partial::get`] then returns its value.
    ///
    /// ```
    /// # use graph_core::GraphEntity;
    /// # #[derive(Clone, Debug, GraphEntity)]
    /// # #[graph(odata_type = "microsoft.graph.user")]
    /// # struct User {
    /// #     #[graph(key)]
    /// #     id: String,
    /// # }
    /// use graph_core::query::PropertyPath;
    ///
    /// let app = "b7d8e648520f41d39f2c1b2d6b9f7a6e";
    /// let cost_center = PropertyPath::<User, Option<String>>::undeclared(format!("extension_{app}_costCenter"))?;
    /// assert_eq!(cost_center.eq("17").to_string(), format!("extension_{app}_costCenter eq '17'"));
    /// # Ok::<(), graph_core::error::PropertyNameError>(())
    /// ```
    ///
    /// # Errors
    /// Fails if `text` is not a property path: names of letters, digits, `_`, `-`, `.`, `@`, `#` and `$`, separated by `/`.
    pub fn undeclared(text: impl Into<String>) -> Result<Self, PropertyNameError> {
        PropertyName::<E>::undeclared(text).map(|name| Self::new(name.into_text()))
    }

    pub(super) fn text(&self) -> Cow<'static, str> {
        self.text.clone()
    }

    /// Returns the path in JSON names, such as `displayName` or `address/city`. It is empty for [`element`].
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the name of the property, without the type of its values.
    pub fn name(&self) -> PropertyName<E> {
        PropertyName::new(self.text())
    }

    /// Returns the number of elements of the collection as a property, for filters and orders: `members/$count`.
    pub fn count(&self) -> PropertyPath<E, i64>
    where
        V: CollectionProperty,
    {
        PropertyPath::new(format!("{}/$count", self.text).into())
    }

    /// Sorts by this property, smallest value first.
    pub fn ascending(&self) -> OrderBy<E>
    where
        V: ComparableProperty,
    {
        OrderBy::new(self.as_str().to_owned())
    }

    /// Sorts by this property, largest value first.
    pub fn descending(&self) -> OrderBy<E>
    where
        V: ComparableProperty,
    {
        OrderBy::new(format!("{} desc", self.as_str()))
    }

    /// Answers the short name that other libraries give to [`ascending`](Self::ascending).
    #[doc(hidden)]
    pub fn asc(&self) -> OrderBy<E>
    where
        for<'unmet> Misused<Self>: ShortDirection,
    {
        OrderBy::new(String::new())
    }

    /// Answers the short name that other libraries give to [`descending`](Self::descending).
    #[doc(hidden)]
    pub fn desc(&self) -> OrderBy<E>
    where
        for<'unmet> Misused<Self>: ShortDirection,
    {
        OrderBy::new(String::new())
    }
}

/// A property path with the methods `asc` and `desc`. No path has them.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "the directions of a property path are `ascending` and `descending`",
    label = "write `ascending()` or `descending()`"
)]
pub trait ShortDirection {}

/// The path of a property of type `V` that `E` declares, which [`Partial::get`] takes: a reference to a [`PropertyPath<E, V>`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a reference to the path of a property of `{E}`",
    label = "expected a reference to a property path, such as `&property!({E}, field)`",
    note = "for a name that is known only at run time, write `PropertyPath::undeclared(name)?`"
)]
pub trait PropertyOf<E, V> {
    /// Returns the path.
    fn as_path(&self) -> &PropertyPath<E, V>;
}

#[diagnostic::do_not_recommend]
impl<E, V> PropertyOf<E, V> for &PropertyPath<E, V> {
    fn as_path(&self) -> &PropertyPath<E, V> {
        self
    }
}

impl<E, V> Clone for PropertyPath<E, V> {
    fn clone(&self) -> Self {
        Self::new(self.text.clone())
    }
}

impl<E, V> fmt::Display for PropertyPath<E, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<E, V> fmt::Debug for PropertyPath<E, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PropertyPath({})", self.text)
    }
}

impl<E: Structured> Partial<E> {
    /// Returns the value of a property, or `None` if the JSON does not contain the property. Use it to read the response to `$select`.
    ///
    /// The path may lead into a complex value, as in `property!(User, address.city)`. If the complex value is null, the result is `None`.
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
    /// assert_eq!(part.get(&property!(Group, member_count))?, Some(3));
    /// assert_eq!(part.get(&property!(Group, id))?, None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Fails if the value cannot be read as a `V`. Fails for an undeclared property if `E` has no field `#[graph(additional)]`, because
    /// `E` then keeps no undeclared property.
    pub fn get<V: PropertyValue>(&self, property: impl PropertyOf<E, V>) -> Result<Option<V>, ReadError> {
        let property = property.as_path();
        let at_path = |error: ReadError| error.at_property(property.as_str());
        let value = self.json_at(property.as_str()).map_err(at_path)?;
        value.map(|value| V::read(value, ReadMode::Full).map_err(at_path)).transpose()
    }
}

/// The JSON names of the properties on a path. `property!` builds it in a `const`, so that a field that is not a property is a compile
/// error.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct FieldNames {
    first: &'static str,
    rest: [&'static str; 3],
    len: usize,
}

impl FieldNames {
    #[allow(clippy::indexing_slicing, clippy::panic)] // evaluated by the compiler only
    const fn then(mut self, name: &'static str) -> Self {
        assert!(self.len < self.rest.len(), "a property path has at most four properties");
        self.rest[self.len] = name;
        self.len += 1;
        self
    }

    #[inline]
    fn join(self) -> Cow<'static, str> {
        match self.rest.get(..self.len) {
            None | Some([]) => Cow::Borrowed(self.first),
            Some(rest) => Cow::Owned(rest.iter().fold(self.first.to_owned(), |path, name| format!("{path}/{name}"))),
        }
    }
}

/// The fields on a path, from `E` to a field of type `V`. `property!` builds it.
#[doc(hidden)]
pub struct TypedFields<E, V> {
    names: FieldNames,
    of: PhantomData<fn() -> (E, V)>,
}

impl<E: PropertyValue, V> TypedFields<E, V> {
    /// Starts a path with the field that `_field` reads. `name` is the name of the field. [`declared`](Self::declared) checks that the field
    /// declares a property.
    #[doc(hidden)]
    pub const fn first(_field: fn(&E) -> &V, name: &str) -> Self {
        let property = match E::DECLARED {
            Some(declared) => property_of_field(declared, name),
            None => None,
        };
        let first = match property {
            Some(property) => property,
            None => "",
        };
        Self { names: FieldNames { first, rest: [""; 3], len: 0 }, of: PhantomData }
    }
}

impl<E, V> TypedFields<E, V> {
    /// Continues the path into the object that the property holds, with the field that `_field` reads.
    #[doc(hidden)]
    #[track_caller]
    #[allow(clippy::panic)] // evaluated by the compiler only
    pub const fn then<W>(self, _field: fn(&V::Object) -> &W, name: &str) -> TypedFields<E, W>
    where
        V: ObjectProperty,
    {
        match property_of_field(<V::Object as Structured>::DECLARATION, name) {
            Some(name) => TypedFields { names: self.names.then(name), of: PhantomData },
            None => panic!(
                "a field of the path declares no property: for an undeclared property, write `PropertyPath::undeclared(name)`"
            ),
        }
    }

    /// Returns the names of the properties. Fails to compile with `message` if the first field declares no property.
    #[doc(hidden)]
    #[track_caller]
    #[allow(clippy::panic)] // evaluated by the compiler only
    pub const fn declared(self, message: &str) -> FieldNames {
        if self.names.first.is_empty() {
            panic!("{}", message);
        }
        self.names
    }
}

/// Returns the JSON name of the property that this field declares, or `None` for a field that declares no property.
const fn property_of_field(declared: &'static StructuredType, field: &str) -> Option<&'static str> {
    let mut renamed = declared.renamed;
    while let [(name, property), rest @ ..] = renamed {
        if equal(name, field) {
            return Some(property);
        }
        renamed = rest;
    }
    let mut properties = declared.properties;
    while let [property, rest @ ..] = properties {
        if is_field_of(field, property.name) {
            return Some(property.name);
        }
        properties = rest;
    }
    None
}
