//! Converts the random syntax trees of the tests into queries, through the typed public methods only.

use graph_core::query::{
    CollectionProperty, ComparableProperty, Expand, FlagsProperty, NullableProperty, OrderBy, OrderedProperty, PropertyName,
    PropertyPath, Search, TextProperty, element,
};
use graph_core::{Filter, Flags, property};
use graph_tests::odata::expr::{Expr, Function, Operator, Test};
use graph_tests::odata::options;
use graph_tests::odata::value::Value;

use crate::item::{FromValue, Item, Part, Side};

/// A type with properties that conditions can name. Its methods convert the parts of a condition into typed filters.
pub trait Scope: Sized {
    fn test(path: &str, test: &Test) -> Filter<Self>;
    fn lambda(path: &str, all: bool, body: Option<&Expr>) -> Filter<Self>;
}

/// Converts the syntax tree of a condition into a typed filter.
pub fn filter<E: Scope>(expr: &Expr) -> Filter<E> {
    match expr {
        Expr::Test(path, test) => E::test(path, test),
        Expr::Lambda { path, all, body } => E::lambda(path, *all, body.as_deref()),
        Expr::And(left, right) => filter(left).and(filter(right)),
        Expr::Or(left, right) => filter(left).or(filter(right)),
        Expr::Not(inner) => !filter(inner),
        Expr::False => unreachable!("`one_of` without values makes it"),
    }
}

fn compare<E, V: ComparableProperty<Value: FromValue>>(path: &PropertyPath<E, V>, test: &Test) -> Filter<E> {
    match test {
        Test::Compare(Operator::Eq, value) => path.eq(V::Value::from_value(value)),
        Test::Compare(Operator::Ne, value) => path.ne(V::Value::from_value(value)),
        Test::In(values) => path.one_of(values.iter().map(V::Value::from_value)),
        other => unreachable!("{other:?}"),
    }
}

fn ordered<E, V: OrderedProperty<Value: FromValue>>(path: &PropertyPath<E, V>, test: &Test) -> Filter<E> {
    match test {
        Test::Compare(Operator::Gt, value) => path.gt(V::Value::from_value(value)),
        Test::Compare(Operator::Ge, value) => path.ge(V::Value::from_value(value)),
        Test::Compare(Operator::Lt, value) => path.lt(V::Value::from_value(value)),
        Test::Compare(Operator::Le, value) => path.le(V::Value::from_value(value)),
        other => compare(path, other),
    }
}

fn text<E, V: OrderedProperty<Value: FromValue> + TextProperty>(path: &PropertyPath<E, V>, test: &Test) -> Filter<E> {
    match test {
        Test::Call(Function::Contains, part) => path.contains(part),
        Test::Call(Function::StartsWith, part) => path.starts_with(part.as_str()),
        Test::Call(Function::EndsWith, part) => path.ends_with(part.clone()),
        other => ordered(path, other),
    }
}

fn flags<E, V: ComparableProperty<Value: FromValue> + FlagsProperty<Flags = Flags<Side>>>(
    path: &PropertyPath<E, V>,
    test: &Test,
) -> Filter<E> {
    match test {
        Test::Has(flags) => path.has(Flags::<Side>::from_value(&Value::Flags(flags.clone()))),
        other => compare(path, other),
    }
}

/// Converts a test of a property that may be null. Compares with null by `is_null` and `is_not_null`; `present` converts every other test.
fn nullable<E, V: NullableProperty>(
    path: &PropertyPath<E, V>,
    test: &Test,
    present: fn(&PropertyPath<E, V>, &Test) -> Filter<E>,
) -> Filter<E> {
    match test {
        Test::Compare(Operator::Eq, Value::Null) => path.is_null(),
        Test::Compare(Operator::Ne, Value::Null) => path.is_not_null(),
        other => present(path, other),
    }
}

fn quantified<E, V: CollectionProperty<Element: Scope>>(path: &PropertyPath<E, V>, all: bool, body: Option<&Expr>) -> Filter<E> {
    match body {
        None => path.is_not_empty(),
        Some(body) if all => path.all(filter(body)),
        Some(body) => path.any(filter(body)),
    }
}

impl Scope for Item {
    fn test(path: &str, test: &Test) -> Filter<Self> {
        match path {
            "id" => text(&property!(Item, id), test),
            "text" => nullable(&property!(Item, text), test, text),
            "truth" => nullable(&property!(Item, truth), test, compare),
            "byte" => ordered(&property!(Item, byte), test),
            "short" => nullable(&property!(Item, short), test, ordered),
            "int" => ordered(&property!(Item, int), test),
            "long" => nullable(&property!(Item, long), test, ordered),
            "single" => nullable(&property!(Item, single), test, ordered),
            "double" => ordered(&property!(Item, double), test),
            "price" => nullable(&property!(Item, price), test, ordered),
            "at" => nullable(&property!(Item, at), test, ordered),
            "day" => nullable(&property!(Item, day), test, ordered),
            "clock" => ordered(&property!(Item, clock), test),
            "span" => nullable(&property!(Item, span), test, ordered),
            "guid" => nullable(&property!(Item, guid), test, compare),
            "color" => nullable(&property!(Item, color), test, compare),
            "sides" => nullable(&property!(Item, sides), test, flags),
            "main/label" => nullable(&property!(Item, main.label), test, text),
            "main/size" => ordered(&property!(Item, main.size), test),
            "main/inner/label" => nullable(&property!(Item, main.inner.label), test, text),
            "tags/$count" => ordered(&property!(Item, tags).count(), test),
            "parts/$count" => ordered(&property!(Item, parts).count(), test),
            other => unreachable!("{other}"),
        }
    }

    fn lambda(path: &str, all: bool, body: Option<&Expr>) -> Filter<Self> {
        match path {
            "tags" => quantified(&property!(Item, tags), all, body),
            "parts" => quantified(&property!(Item, parts), all, body),
            "main/marks" => quantified(&property!(Item, main.marks), all, body),
            "main/pieces" => quantified(&property!(Item, main.pieces), all, body),
            other => unreachable!("{other}"),
        }
    }
}

impl Scope for Part {
    fn test(path: &str, test: &Test) -> Filter<Self> {
        match path {
            "label" => nullable(&property!(Part, label), test, text),
            "size" => ordered(&property!(Part, size), test),
            "inner/label" => nullable(&property!(Part, inner.label), test, text),
            "inner/size" => ordered(&property!(Part, inner.size), test),
            "marks/$count" => ordered(&property!(Part, marks).count(), test),
            "pieces/$count" => ordered(&property!(Part, pieces).count(), test),
            other => unreachable!("{other}"),
        }
    }

    fn lambda(path: &str, all: bool, body: Option<&Expr>) -> Filter<Self> {
        match path {
            "marks" => quantified(&property!(Part, marks), all, body),
            "pieces" => quantified(&property!(Part, pieces), all, body),
            "inner/pieces" => quantified(&property!(Part, inner.pieces), all, body),
            other => unreachable!("{other}"),
        }
    }
}

impl Scope for String {
    fn test(_: &str, test: &Test) -> Filter<Self> {
        text(&element::<String>(), test)
    }

    fn lambda(path: &str, _: bool, _: Option<&Expr>) -> Filter<Self> {
        unreachable!("{path}")
    }
}

/// Converts an item of `$orderby` into a typed order.
pub fn order((path, descending): &options::Order) -> OrderBy<Item> {
    fn directed<V: ComparableProperty>(path: &PropertyPath<Item, V>, descending: bool) -> OrderBy<Item> {
        if descending { path.descending() } else { path.ascending() }
    }
    macro_rules! by {
        ($($name:literal => $($field:ident).+),*) => {
            match path.as_str() {
                $($name => directed(&property!(Item, $($field).+), *descending),)*
                "parts/$count" => directed(&property!(Item, parts).count(), *descending),
                other => unreachable!("{other}"),
            }
        };
    }
    by!("id" => id, "text" => text, "truth" => truth, "byte" => byte, "short" => short, "int" => int, "long" => long,
        "single" => single, "double" => double, "price" => price, "at" => at, "day" => day, "clock" => clock, "span" => span,
        "main/label" => main.label, "main/size" => main.size)
}

/// Converts the syntax tree of a search into a typed search.
pub fn search(tree: &options::Search) -> Search {
    match tree {
        options::Search::Phrase(phrase) => match phrase.split_once(':') {
            Some(("text", words)) => Search::property(&property!(Item, text), words),
            _ => Search::from(phrase.as_str()),
        },
        options::Search::And(left, right) => search(left).and(search(right)),
        options::Search::Or(left, right) => search(left).or(search(right)),
        options::Search::Not(inner) => !search(inner),
    }
}

/// Converts an item of `$expand`, with its options, into a typed one.
pub fn expand(tree: &options::Expand) -> Expand<Item, Item> {
    let mut item = match tree.property.as_str() {
        "others" => Expand::new(property!(Item, others)),
        _ => Expand::new(property!(Item, friends)),
    };
    if let Some(expr) = &tree.filter {
        item = item.filter(filter(expr));
    }
    if let Some(tree) = &tree.search {
        item = item.search(search(tree));
    }
    for inner in &tree.expand {
        item = item.expand(expand(inner));
    }
    item = item.select(tree.select.iter().map(|name| PropertyName::<Item>::find(name).unwrap()));
    item = item.order_by(tree.order.iter().map(order));
    item = if tree.count { item.count() } else { item };
    item = tree.skip.into_iter().fold(item, Expand::skip);
    item = tree.top.into_iter().fold(item, Expand::top);
    match tree.levels.as_deref() {
        None => item,
        Some("max") => item.max_levels(),
        Some(levels) => item.levels(levels.parse().unwrap()),
    }
}
