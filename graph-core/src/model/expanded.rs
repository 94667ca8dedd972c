//! The value of an expanded collection of related entities, with its count and its next link.

use std::ops::Deref;

use super::annotations::{COUNT, NEXT_LINK, VALUE};
use super::descriptor::PropertyType;
use super::json::Json;
use super::property_value::{Codec, PropertyValue};
use super::raw_json::RawJson;
use super::read_error::ReadError;
use super::reader::ReadMode;
use super::value_ref::{DynCollection, ValueRef};

/// The related entities that `$expand` includes: the first page, the number of all entities and the link to the next page.
///
/// If a service includes only some of the related entities, it sends `members@odata.nextLink` beside `members`. [`next_link`] returns that
/// link, and [`Client::follow`] streams the entities behind it. An `Expanded<T>` dereferences to a slice of its elements.
///
/// A property declared as `Vec<T>` or [`Json`](crate::Json) cannot keep the link. If a response has a link, another field of the entity
/// must keep it: `additional`, or a field that declares this annotation. Otherwise, reading the entity fails with
/// [`Problem::MoreElements`]. A `Vec<T>` drops the count.
///
/// ```
/// use graph_core::{Client, Expanded, GraphEntity};
///
/// #[derive(Clone, Debug, GraphEntity)]
/// #[graph(odata_type = "microsoft.graph.user")]
/// pub struct User {
///     #[graph(key)]
///     pub id: String,
/// }
///
/// #[derive(Clone, Debug, GraphEntity)]
/// #[graph(odata_type = "microsoft.graph.group")]
/// pub struct Group {
///     #[graph(key)]
///     pub id: String,
///     pub members: Option<Expanded<User>>, // `Option`: absent without `$expand`
/// }
///
/// async fn print(graph: &Client, members: &Expanded<User>) -> Result<(), graph_core::Error> {
///     println!("{} of {:?}", members.len(), members.count());
///     for user in members.iter() {
///         println!("{}", user.id);
///     }
///     let mut rest = graph.follow(members).stream();
///     while let Some(user) = rest.next().await {
///         println!("{}", user?.id);
///     }
///     Ok(())
/// }
///
/// let json = r#"{"id":"g","members":[{"id":"u1"}],"members@odata.count":45,"members@odata.nextLink":"https://graph.microsoft.com/v1.0/x"}"#;
/// let group: Group = serde_json::from_str(json)?;
/// let members = group.members.unwrap_or_default();
/// assert_eq!((members.len(), members.count()), (1, Some(45)));
/// assert!(members.next_link().is_some());
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// Source: [OData JSON 4.01 §8.5](https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_ExpandedNavigationProperty).
///
/// [`next_link`]: Self::next_link
/// [`Client::follow`]: crate::Client::follow
/// [`Problem::MoreElements`]: super::Problem::MoreElements
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Expanded<T> {
    elements: Vec<T>,
    count: Option<u64>,
    next_link: Option<String>,
}

impl<T> Expanded<T> {
    /// Returns the number of all related entities, if the service was asked for the count (`$expand=members($count=true)`).
    pub fn count(&self) -> Option<u64> {
        self.count
    }

    /// Returns the link to the next page; `None` if the response has all related entities.
    pub fn next_link(&self) -> Option<&str> {
        self.next_link.as_deref()
    }

    /// Returns the elements of the response, without the count and the link.
    pub fn into_vec(self) -> Vec<T> {
        self.elements
    }

    /// Sets the number of all related entities.
    #[must_use]
    pub fn with_count(self, count: u64) -> Self {
        Self { count: Some(count), ..self }
    }

    /// Sets the link to the next page.
    #[must_use]
    pub fn with_next_link(self, link: impl Into<String>) -> Self {
        Self { next_link: Some(link.into()), ..self }
    }
}

impl<T> Default for Expanded<T> {
    fn default() -> Self {
        Self { elements: Vec::new(), count: None, next_link: None }
    }
}

impl<T> From<Vec<T>> for Expanded<T> {
    /// Creates a complete collection: without a link to a next page.
    fn from(elements: Vec<T>) -> Self {
        Self { elements, ..Self::default() }
    }
}

impl<T> FromIterator<T> for Expanded<T> {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
        Vec::from_iter(elements).into()
    }
}

impl<T> Deref for Expanded<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.elements
    }
}

impl<T> IntoIterator for Expanded<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.elements.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Expanded<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.elements.iter()
    }
}

impl<T: PropertyValue> PropertyValue for Expanded<T> {
    type Codec = Self;
}

impl<T: PropertyValue> Codec<Self> for Expanded<T> {
    const TYPE: PropertyType = T::TYPE.collection().paged();
    fn blank() -> Self {
        Self::default()
    }
    fn view(value: &Self) -> ValueRef<'_> {
        ValueRef::Page(value)
    }
    fn is_same(a: &Self, b: &Self) -> bool {
        a.count == b.count && a.next_link == b.next_link && <Vec<T> as Codec<Vec<T>>>::is_same(&a.elements, &b.elements)
    }
    fn read(json: Json, mode: ReadMode) -> Result<Self, ReadError> {
        let (elements, count, next_link) = match json {
            Json::Object(mut members) => {
                (members.remove(VALUE).unwrap_or(Json::Null), members.remove(COUNT), members.remove(NEXT_LINK))
            }
            elements => (elements, None, None),
        };
        let elements = <Vec<T> as PropertyValue>::read(elements, mode)?;
        let count = count.filter(|count| !count.is_null()).map(read_count).transpose();
        let count = count.map_err(|error| error.at_property(COUNT))?;
        let next_link = next_link.filter(|link| !link.is_null()).map(read_link).transpose()?;
        Ok(Self { elements, count, next_link })
    }
    fn read_raw(value: RawJson<'_>) -> Option<Self> {
        <Vec<T> as Codec<Vec<T>>>::read_raw(value).map(Self::from)
    }
}

impl<T: PropertyValue> DynCollection for Expanded<T> {
    fn len(&self) -> usize {
        self.elements.len()
    }
    fn element(&self, index: usize) -> ValueRef<'_> {
        self.elements.get(index).map_or(ValueRef::Null, T::view)
    }
    fn count(&self) -> Option<u64> {
        self.count
    }
    fn next_link(&self) -> Option<&str> {
        self.next_link.as_deref()
    }
}

/// Reads a count. Services that write 64-bit numbers as text do so for counts too.
#[inline]
pub(crate) fn read_count(json: Json) -> Result<u64, ReadError> {
    let count = match &json {
        Json::String(text) => text.parse().ok(),
        other => other.as_u64(),
    };
    count.ok_or_else(|| ReadError::wrong_kind("a count", &json))
}

#[inline]
fn read_link(json: Json) -> Result<String, ReadError> {
    match json {
        Json::String(link) => Ok(link),
        other => Err(ReadError::wrong_kind("a URL", &other).at_property(NEXT_LINK)),
    }
}
