//! The query option `$expand`: related entities, with query options of their own.

use std::fmt;
use std::marker::PhantomData;

use super::filter::Filter;
use super::options::Query;
use super::order_by::IntoOrder;
use super::property_kinds::NavigationProperty;
use super::property_name::IntoPropertyNames;
use super::property_path::PropertyPath;
use super::search::Search;
use crate::model::descriptor::StructuredType;
use crate::model::property_value::PropertyValue;

/// Related entities of an `E` that a response includes: an item of `$expand`. `T` is the type of the related entities.
///
/// Microsoft Graph does not support every option on every navigation property; see the API page of the entity. If `select` leaves out a
/// property that the struct `T` requires, reading the response fails: declare a struct with only the selected properties as the type of the
/// field.
///
/// Source: [`$expand`](https://learn.microsoft.com/graph/query-parameters#expand).
///
/// ```
/// use graph_core::query::Expand;
/// use graph_core::{Expanded, GraphEntity, property, properties};
///
/// #[derive(Clone, Debug, GraphEntity)]
/// #[graph(odata_type = "microsoft.graph.user")]
/// struct User {
///     #[graph(key)]
///     id: String,
///     display_name: Option<String>,
/// }
///
/// #[derive(Clone, Debug, GraphEntity)]
/// #[graph(odata_type = "microsoft.graph.group")]
/// struct Group {
///     #[graph(key)]
///     id: String,
///     members: Option<Expanded<User>>,
/// }
///
/// let members = Expand::new(property!(Group, members)).select(properties!(User, id, display_name)).top(5);
/// assert_eq!(members.to_string(), "members($select=id,displayName;$top=5)");
/// ```
pub struct Expand<E, T> {
    property: String,
    options: Query,
    /// The declaration of `T`, if `T` is a view. Then only the properties of `T` are requested, unless `options` selects others.
    view: Option<&'static StructuredType>,
    of: PhantomData<fn() -> (E, T)>,
}

impl<E, T> Expand<E, T> {
    /// Includes the related entities of this navigation property.
    pub fn new<V: NavigationProperty<Target = T>>(property: PropertyPath<E, V>) -> Self
    where
        T: PropertyValue,
    {
        let view = T::DECLARED.filter(|declared| declared.select);
        Self { property: property.as_str().to_owned(), options: Query::default(), view, of: PhantomData }
    }

    /// Asks for these properties of the related entities only (`$select`).
    pub fn select(mut self, properties: impl IntoPropertyNames<T>) -> Self {
        self.options.select(properties);
        self
    }

    /// Includes only the related entities that meet the condition (`$filter`), in addition to earlier conditions.
    pub fn filter(mut self, filter: Filter<T>) -> Self {
        self.options.filter(&filter);
        self
    }

    /// Sorts the related entities (`$orderby`).
    pub fn order_by(mut self, properties: impl IntoOrder<T>) -> Self {
        self.options.order_by(properties);
        self
    }

    /// Includes only the related entities that match the search (`$search`).
    pub fn search(mut self, search: impl Into<Search>) -> Self {
        self.options.search = Some(search.into().to_string());
        self
    }

    /// Asks for the number of all related entities (`$count`); see [`Expanded::count`](crate::Expanded::count).
    pub fn count(mut self) -> Self {
        self.options.count = true;
        self
    }

    /// Leaves out this many related entities (`$skip`).
    pub fn skip(mut self, skip: u32) -> Self {
        self.options.skip = Some(skip);
        self
    }

    /// Includes at most this many related entities (`$top`).
    pub fn top(mut self, top: u32) -> Self {
        self.options.top = Some(top);
        self
    }

    /// Expands a navigation property of the related entities, too.
    pub fn expand<U>(mut self, related: impl IntoExpand<T, U>) -> Self {
        self.options.expand(related.into_expand());
        self
    }

    /// Expands the property again in each related entity, and so on, down to this many levels (`$levels`).
    pub fn levels(mut self, levels: u32) -> Self {
        self.options.levels = Some(levels.to_string());
        self
    }

    /// Expands the property again in each related entity, down to as many levels as the service supports (`$levels=max`).
    pub fn max_levels(mut self) -> Self {
        self.options.levels = Some("max".to_owned());
        self
    }
}

impl<E, T> fmt::Display for Expand<E, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut options = self.options.clone();
        if let Some(view) = self.view {
            options.ask_for(view);
        }
        f.write_str(&options.item(&self.property))
    }
}

impl<E, T> fmt::Debug for Expand<E, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Expand").field(&self.to_string()).finish()
    }
}

impl<E, T> Clone for Expand<E, T> {
    fn clone(&self) -> Self {
        Self { property: self.property.clone(), options: self.options.clone(), view: self.view, of: PhantomData }
    }
}

/// A navigation property of `E`, with or without query options for the related entities.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a navigation property of `{E}`",
    label = "expected a navigation property of `{E}`, or an `Expand` of it",
    note = "write `property!(…)` with a field whose type is an entity or a collection of entities; call `expand` once for each",
    note = "`$expand` includes related entities only; every response has the other properties, or `select` asks for them"
)]
pub trait IntoExpand<E, T> {
    /// Returns the item of `$expand`.
    fn into_expand(self) -> Expand<E, T>;
}

#[diagnostic::do_not_recommend]
impl<E, T> IntoExpand<E, T> for Expand<E, T> {
    fn into_expand(self) -> Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<E, V: NavigationProperty> IntoExpand<E, V::Target> for PropertyPath<E, V> {
    fn into_expand(self) -> Expand<E, V::Target> {
        Expand::new(self)
    }
}
