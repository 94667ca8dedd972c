//! The query option `$filter`: conditions on the properties of an entity.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Not;

use super::condition::Condition;
use super::into_filter::IntoFilter;
use super::literal::{IntoLiteral, IntoLiterals, Literal};
use super::property_kinds::{
    CollectionProperty, ComparableProperty, FlagsProperty, NullableProperty, OrderedProperty, TextProperty,
};
use super::property_path::PropertyPath;

/// A `$filter` condition: the service returns only the entities of a collection that meet it.
///
/// The methods of a [`PropertyPath`] create conditions. Microsoft Graph does not support every operator on every property; see the API page
/// of the entity.
///
/// ```
/// # use graph_core::{Filter, GraphEntity, property};
/// # #[derive(Clone, Debug, GraphEntity)]
/// # #[graph(odata_type = "microsoft.graph.group")]
/// # struct Group {
/// #     #[graph(key)]
/// #     id: String,
/// #     display_name: Option<String>,
/// #     member_count: i32,
/// # }
/// let name = property!(Group, display_name);
/// let filter = name.starts_with("O'Neil").and(property!(Group, member_count).gt(3).or(name.is_null()));
/// assert_eq!(filter.to_string(), "startswith(displayName,'O''Neil') and (memberCount gt 3 or displayName eq null)");
/// ```
///
/// Conditions on the elements of a collection name the properties of an element:
///
/// ```
/// # use graph_core::{GraphComplex, GraphEntity, Guid, property};
/// # #[derive(Clone, Debug, GraphComplex)]
/// # #[graph(odata_type = "microsoft.graph.assignedLicense")]
/// # struct License {
/// #     sku_id: Option<Guid>,
/// # }
/// # #[derive(Clone, Debug, GraphEntity)]
/// # #[graph(odata_type = "microsoft.graph.group")]
/// # struct Group {
/// #     #[graph(key)]
/// #     id: String,
/// #     assigned_licenses: Vec<License>,
/// # }
/// let sku: Guid = "c7df2760-2c81-4ef7-b578-5b5392b571df".parse()?;
/// let licensed = property!(Group, assigned_licenses).any(property!(License, sku_id).eq(sku));
/// assert_eq!(licensed.to_string(), "assignedLicenses/any(x:x/skuId eq c7df2760-2c81-4ef7-b578-5b5392b571df)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Filter<E> {
    condition: Condition,
    of: PhantomData<fn() -> E>,
}

impl<E> Filter<E> {
    const fn new(condition: Condition) -> Self {
        Self { condition, of: PhantomData }
    }

    /// Creates a condition from its text in OData syntax, not percent-encoded. Use it for conditions that the methods of a [`PropertyPath`]
    /// cannot express. [`Literal`] writes values in this syntax.
    ///
    /// In the condition of `any` or `all`, the element has the name `x`: write `x/skuId` for its property. In a nested `any` or `all`, the
    /// inner element has the name `x1`.
    pub fn raw(text: impl Into<String>) -> Self {
        Self::new(Condition::Raw(text.into()))
    }

    /// Requires that this condition and `other` hold.
    #[must_use]
    pub fn and(self, other: impl IntoFilter<E>) -> Self {
        Self::new(self.condition.and(other.into_filter().condition))
    }

    /// Requires that this condition or `other` holds, or both.
    #[must_use]
    pub fn or(self, other: impl IntoFilter<E>) -> Self {
        Self::new(self.condition.or(other.into_filter().condition))
    }
}

impl<E> Not for Filter<E> {
    type Output = Self;

    fn not(self) -> Self {
        Self::new(Condition::Not(Box::new(self.condition)))
    }
}

// The bounds are on the methods: a method with an unmet bound on its impl is not found, so that rustc takes `PartialEq::eq` or reports more
// than one error.
impl<E, V> PropertyPath<E, V> {
    fn compare(&self, operator: &'static str, value: Literal) -> Filter<E> {
        Filter::new(Condition::Compare { path: self.text(), operator, literal: value.into_string() })
    }

    /// Requires that the property equals `value`.
    pub fn eq(&self, value: impl IntoLiteral<V::Value>) -> Filter<E>
    where
        V: ComparableProperty,
    {
        self.compare("eq", value.into_literal())
    }

    /// Requires that the property does not equal `value`.
    pub fn ne(&self, value: impl IntoLiteral<V::Value>) -> Filter<E>
    where
        V: ComparableProperty,
    {
        self.compare("ne", value.into_literal())
    }

    /// Requires that the property equals one of `values`. If `values` is empty, the condition is `false`, which no entity meets.
    pub fn one_of(&self, values: impl IntoLiterals<V::Value>) -> Filter<E>
    where
        V: ComparableProperty,
    {
        let literals: Vec<String> = values.into_literals().map(Literal::into_string).collect();
        let none = literals.is_empty();
        Filter::new(if none { Condition::Never } else { Condition::In { path: self.text(), literals } })
    }

    /// Requires that the property is greater than `value`.
    pub fn gt(&self, value: impl IntoLiteral<V::Value>) -> Filter<E>
    where
        V: OrderedProperty,
    {
        self.compare("gt", value.into_literal())
    }

    /// Requires that the property is greater than or equal to `value`.
    pub fn ge(&self, value: impl IntoLiteral<V::Value>) -> Filter<E>
    where
        V: OrderedProperty,
    {
        self.compare("ge", value.into_literal())
    }

    /// Requires that the property is less than `value`.
    pub fn lt(&self, value: impl IntoLiteral<V::Value>) -> Filter<E>
    where
        V: OrderedProperty,
    {
        self.compare("lt", value.into_literal())
    }

    /// Requires that the property is less than or equal to `value`.
    pub fn le(&self, value: impl IntoLiteral<V::Value>) -> Filter<E>
    where
        V: OrderedProperty,
    {
        self.compare("le", value.into_literal())
    }

    fn null(&self, operator: &'static str) -> Filter<E> {
        Filter::new(Condition::Compare { path: self.text(), operator, literal: "null".to_owned() })
    }

    fn call(&self, function: &'static str, value: Literal) -> Filter<E> {
        Filter::new(Condition::Call { function, path: self.text(), literal: value.into_string() })
    }

    fn lambda<T>(&self, quantifier: &'static str, body: Option<Filter<T>>) -> Filter<E> {
        let body = body.map(|filter| Box::new(filter.condition));
        Filter::new(Condition::Lambda { path: self.text(), quantifier, body })
    }

    /// Requires that the property is null.
    pub fn is_null(&self) -> Filter<E>
    where
        V: NullableProperty,
    {
        self.null("eq")
    }

    /// Requires that the property is not null.
    pub fn is_not_null(&self) -> Filter<E>
    where
        V: NullableProperty,
    {
        self.null("ne")
    }

    /// Requires that the property contains `text`. The method quotes and escapes the text.
    pub fn contains(&self, text: impl IntoLiteral<String>) -> Filter<E>
    where
        V: TextProperty,
    {
        self.call("contains", text.into_literal())
    }

    /// Requires that the property starts with `text`. The method quotes and escapes the text.
    pub fn starts_with(&self, text: impl IntoLiteral<String>) -> Filter<E>
    where
        V: TextProperty,
    {
        self.call("startswith", text.into_literal())
    }

    /// Requires that the property ends with `text`. The method quotes and escapes the text.
    pub fn ends_with(&self, text: impl IntoLiteral<String>) -> Filter<E>
    where
        V: TextProperty,
    {
        self.call("endswith", text.into_literal())
    }

    /// Requires that the property has all of these flags.
    pub fn has(&self, flags: impl IntoLiteral<V::Flags>) -> Filter<E>
    where
        V: FlagsProperty,
    {
        Filter::new(Condition::Compare { path: self.text(), operator: "has", literal: flags.into_literal().into_string() })
    }

    /// Requires that an element of the collection meets the condition.
    pub fn any(&self, condition: Filter<V::Element>) -> Filter<E>
    where
        V: CollectionProperty,
    {
        self.lambda("any", Some(condition))
    }

    /// Requires that all elements of the collection meet the condition. An empty collection does.
    pub fn all(&self, condition: Filter<V::Element>) -> Filter<E>
    where
        V: CollectionProperty,
    {
        self.lambda("all", Some(condition))
    }

    /// Requires that the collection has an element.
    pub fn is_not_empty(&self) -> Filter<E>
    where
        V: CollectionProperty,
    {
        self.lambda::<E>("any", None)
    }

    /// Requires that the collection has no element.
    pub fn is_empty(&self) -> Filter<E>
    where
        V: CollectionProperty,
    {
        !self.is_not_empty()
    }
}

impl<E> fmt::Display for Filter<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.condition.text())
    }
}

impl<E> fmt::Debug for Filter<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Filter").field(&self.to_string()).finish()
    }
}

impl<E> PartialEq for Filter<E> {
    fn eq(&self, other: &Self) -> bool {
        self.condition == other.condition
    }
}

impl<E> Eq for Filter<E> {}

impl<E> Clone for Filter<E> {
    fn clone(&self) -> Self {
        Self::new(self.condition.clone())
    }
}

#[cfg(test)]
mod tests {
    use crate::model::edm::{Date, DateTimeOffset, Duration, Guid};
    use crate::query::{Qualified, element};
    use crate::{Expanded, Filter, Flags, GraphComplex, GraphEntity, GraphEnum, property};

    #[derive(Clone, Debug, PartialEq, GraphEnum)]
    #[graph(crate = crate)]
    enum Color {
        DarkRed,
        #[graph(other)]
        Other(String),
    }

    #[derive(Clone, Debug, PartialEq, GraphEnum)]
    #[graph(flags, crate = crate)]
    enum Side {
        Left,
        Right,
        #[graph(other)]
        Other(String),
    }

    #[derive(Clone, Debug, GraphComplex)]
    #[graph(odata_type = "microsoft.graph.part", crate = crate)]
    struct Part {
        sku: Option<Guid>,
        tags: Vec<String>,
        size: i64,
    }

    #[derive(Clone, Debug, GraphEntity)]
    #[graph(odata_type = "microsoft.graph.item", crate = crate)]
    struct Item {
        #[graph(key)]
        id: String,
        name: Option<String>,
        count: i32,
        weight: f64,
        precise: Option<f32>,
        created: DateTimeOffset,
        day: Option<Date>,
        length: Option<Duration>,
        color: Option<Color>,
        sides: Flags<Side>,
        main: Option<Part>,
        parts: Vec<Part>,
        next: Option<Box<Item>>,
        others: Option<Expanded<Item>>,
        #[graph(rename = "azureADCode")]
        azure_ad_code: Option<String>,
        #[graph(rename = "type")]
        kind: String,
    }

    #[test]
    fn comparisons_follow_odata_syntax() {
        let (name, count, created) = (property!(Item, name), property!(Item, count), property!(Item, created));
        let then: DateTimeOffset = "2026-11-22T08:00:00Z".parse().unwrap();
        let length: Duration = "PT1H".parse().unwrap();
        let day: Date = "2026-11-22".parse().unwrap();
        let text = String::from("a");
        let cases = [
            (name.eq("a' or 1 eq 1 or 'b"), "name eq 'a'' or 1 eq 1 or ''b'"),
            (name.is_not_null(), "name ne null"),
            (name.eq(&text), "name eq 'a'"),
            (name.eq(text), "name eq 'a'"),
            (name.one_of(["a", "b"]), "name in ('a','b')"),
            (created.ge(then), "created ge 2026-11-22T08:00:00Z"),
            (property!(Item, day).lt(day), "day lt 2026-11-22"),
            (property!(Item, length).ne(length), "length ne duration'PT1H'"),
            (!count.lt(1).and(count.gt(-1)), "not (count lt 1 and count gt -1)"),
            (count.eq(1).and(count.le(2).or(Filter::raw("a or b"))), "count eq 1 and (count le 2 or (a or b))"),
            (count.one_of([0; 0]), "false"),
            (property!(Item, weight).one_of([1e300, 0.5, f64::NEG_INFINITY]), "weight in (1e+300,0.5,-INF)"),
            (property!(Item, precise).eq(0.1), "precise eq 0.1"),
            (property!(Item, color).eq(Color::DarkRed), "color eq 'darkRed'"),
            (property!(Item, sides).has(Side::Left), "sides has 'left'"),
            (property!(Item, sides).has(Qualified::new("a.side", Side::Left)), "sides has a.side'left'"),
            (property!(Item, sides).has(Flags::from([Side::Left, Side::Right])), "sides has 'left,right'"),
            (property!(Item, sides).eq(Flags::new()), "sides eq '0'"),
            (name.ends_with("ä'").or(name.contains('x')), "endswith(name,'ä''') or contains(name,'x')"),
        ];
        for (filter, text) in cases {
            assert_eq!(filter.to_string(), text);
        }
    }

    #[test]
    fn lambdas_name_the_element() {
        let sku: Guid = "c7df2760-2c81-4ef7-b578-5b5392b571df".parse().unwrap();
        let (parts, tags) = (property!(Item, parts), property!(Part, tags));
        let cases = [
            (parts.any(property!(Part, sku).eq(sku)), "parts/any(x:x/sku eq c7df2760-2c81-4ef7-b578-5b5392b571df)"),
            (parts.all(tags.any(element().eq("a"))), "parts/all(x:x/tags/any(x1:x1 eq 'a'))"),
            (parts.is_empty(), "not (parts/any())"),
            (parts.count().gt(2), "parts/$count gt 2"),
            (property!(Item, others).any(property!(Item, next.name).is_null()), "others/any(x:x/next/name eq null)"),
            (parts.any(tags.count().eq(1).and(property!(Part, size).lt(5))), "parts/any(x:x/tags/$count eq 1 and x/size lt 5)"),
        ];
        for (filter, text) in cases {
            assert_eq!(filter.to_string(), text);
        }
    }

    #[test]
    fn paths_use_the_names_in_json() {
        assert_eq!(property!(Item, azure_ad_code).as_str(), "azureADCode");
        assert_eq!(property!(Item, kind).as_str(), "type");
        assert_eq!(property!(Item, next.main.sku).as_str(), "next/main/sku");
    }
}
