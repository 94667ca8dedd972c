//! The query option `$filter`: a condition on the properties of an entity.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Not;

use super::literal::Literal;
use super::property_name::PropertyName;

/// A `$filter` condition: the service returns only the entities of a collection that meet it.
///
/// Microsoft Graph does not support every operator on every property; see the API page of the entity.
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
/// let name = property!(Group, "displayName");
/// let filter = Filter::starts_with(name, "O'Neil").and(Filter::gt(property!(Group, "memberCount"), 3).or(Filter::eq(name, None::<&str>)));
/// assert_eq!(filter.to_string(), "startswith(displayName,'O''Neil') and (memberCount gt 3 or displayName eq null)");
/// ```
pub struct Filter<E> {
    text: String,
    /// Whether `text` joins two conditions with `and` or `or`, so that it needs parentheses inside another condition.
    compound: bool,
    of: PhantomData<fn() -> E>,
}

impl<E> Filter<E> {
    /// Creates a condition from its text in OData syntax, not percent-encoded, for conditions that the other functions cannot express.
    pub fn raw(text: impl Into<String>) -> Self {
        Self { text: text.into(), compound: true, of: PhantomData }
    }

    fn simple(text: String) -> Self {
        Self { text, compound: false, of: PhantomData }
    }

    fn compare(property: PropertyName<E>, operator: &str, value: impl Into<Literal>) -> Self {
        Self::simple(format!("{} {operator} {}", property.as_str(), value.into().as_str()))
    }

    /// Requires that the property equals `value`. `None` means null.
    pub fn eq(property: PropertyName<E>, value: impl Into<Literal>) -> Self {
        Self::compare(property, "eq", value)
    }

    /// Requires that the property does not equal `value`. `None` means null.
    pub fn ne(property: PropertyName<E>, value: impl Into<Literal>) -> Self {
        Self::compare(property, "ne", value)
    }

    /// Requires that the property is greater than `value`.
    pub fn gt(property: PropertyName<E>, value: impl Into<Literal>) -> Self {
        Self::compare(property, "gt", value)
    }

    /// Requires that the property is greater than or equal to `value`.
    pub fn ge(property: PropertyName<E>, value: impl Into<Literal>) -> Self {
        Self::compare(property, "ge", value)
    }

    /// Requires that the property is less than `value`.
    pub fn lt(property: PropertyName<E>, value: impl Into<Literal>) -> Self {
        Self::compare(property, "lt", value)
    }

    /// Requires that the property is less than or equal to `value`.
    pub fn le(property: PropertyName<E>, value: impl Into<Literal>) -> Self {
        Self::compare(property, "le", value)
    }

    /// Requires that the property starts with `text`, which is not yet quoted or escaped.
    pub fn starts_with(property: PropertyName<E>, text: &str) -> Self {
        Self::simple(format!("startswith({},{})", property.as_str(), Literal::from(text).as_str()))
    }

    /// Requires that the property equals one of `values`. If `values` is empty, the condition is `false`, which no entity meets.
    pub fn any_of<V: Into<Literal>>(property: PropertyName<E>, values: impl IntoIterator<Item = V>) -> Self {
        let values: Vec<String> = values.into_iter().map(|value| value.into().into_string()).collect();
        if values.is_empty() {
            return Self::simple("false".to_owned());
        }
        Self::simple(format!("{} in ({})", property.as_str(), values.join(",")))
    }

    /// Requires that this condition and `other` hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.join("and", other)
    }

    /// Requires that this condition or `other` holds, or both.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.join("or", other)
    }

    fn join(self, operator: &str, other: Self) -> Self {
        Self { text: format!("{} {operator} {}", self.operand(), other.operand()), compound: true, of: PhantomData }
    }

    fn operand(self) -> String {
        if self.compound { format!("({})", self.text) } else { self.text }
    }
}

impl<E> Not for Filter<E> {
    type Output = Self;

    fn not(self) -> Self {
        Self::simple(format!("not ({})", self.text))
    }
}

impl<E> fmt::Display for Filter<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<E> fmt::Debug for Filter<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Filter({})", self.text)
    }
}

impl<E> PartialEq for Filter<E> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<E> Eq for Filter<E> {}

impl<E> Clone for Filter<E> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), compound: self.compound, of: PhantomData }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::edm::{DateTimeOffset, Duration};
    use crate::testing::Thing;
    use crate::{GraphEnum, property};

    #[derive(Clone, Debug, PartialEq, GraphEnum)]
    #[graph(crate = crate)]
    enum Color {
        DarkRed,
        #[graph(other)]
        Other(String),
    }

    #[test]
    fn conditions_follow_odata_syntax() {
        let (name, count, created) = (property!(Thing, "name"), property!(Thing, "count"), property!(Thing, "created"));
        let then: DateTimeOffset = "2026-11-22T08:00:00Z".parse().unwrap();
        let (text, length) = (String::from("a"), "PT1H".parse::<Duration>().unwrap());
        let cases = [
            (Filter::eq(name, "a' or 1 eq 1 or 'b"), "name eq 'a'' or 1 eq 1 or ''b'"),
            (Filter::ne(name, None::<&str>), "name ne null"),
            (Filter::ge(created, then), "created ge 2026-11-22T08:00:00Z"),
            (Filter::any_of(name, ["a", "b"]), "name in ('a','b')"),
            (!Filter::lt(count, 1).and(Filter::gt(count, -1)), "not (count lt 1 and count gt -1)"),
            (Filter::eq(count, 1).and(Filter::le(count, 2).or(Filter::raw("a or b"))), "count eq 1 and (count le 2 or (a or b))"),
            (Filter::any_of(count, [1e300, 0.5, f64::NEG_INFINITY]), "count in (1e+300,0.5,-INF)"),
            (Filter::any_of(count, [0; 0]), "false"),
            (Filter::eq(name, Color::DarkRed), "name eq 'darkRed'"),
            (Filter::eq(name, &text), "name eq 'a'"),
            (Filter::eq(name, text), "name eq 'a'"),
            (Filter::lt(created, then), "created lt 2026-11-22T08:00:00Z"),
            (Filter::eq(count, 0.1_f32), "count eq 0.1"),
            (Filter::ne(name, length), "name ne duration'PT1H'"),
        ];
        for (filter, text) in cases {
            assert_eq!(filter.to_string(), text);
        }
    }
}
