//! Random values, objects and queries. Values come from small pools, so that filters often match.

use std::collections::{BTreeMap, BTreeSet};

use graph_tests::odata::expr::{Expr, Function, Kind, Operator, Test};
use graph_tests::odata::options::{Expand, Order, Search};
use graph_tests::odata::value::{Date, Decimal, Instant, Node, Time, Value};
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

const HOSTILE: &[&str] = &[
    "",
    "a",
    "A",
    "ab",
    "it's",
    "'",
    "''",
    "' or true or '",
    "(",
    ")",
    "a) and (b",
    "a,b",
    "%",
    "%27",
    "%2B",
    "a%20b",
    "+",
    "a b",
    " ",
    "&",
    "a&$top=1",
    "#",
    "?",
    ";",
    "a;$top=1",
    "\"",
    "\\",
    "\\\"",
    "text:a",
    "x/id",
    "null",
    "$it",
    "é",
    "e\u{301}",
    "ß",
    "𝄞",
    "\u{202e}",
    "\0",
    "\n",
    "\r\n",
    "\t",
    "\u{7f}",
    "\u{a0}",
    "any(x:x eq 'a')",
];

pub fn text() -> BoxedStrategy<String> {
    prop_oneof![9 => select(HOSTILE).prop_map(str::to_owned), 1 => any::<String>(), 2 => "[a' ()&%]{0,4}"].boxed()
}

/// A property that holds one primitive value.
#[derive(Clone, Copy)]
struct Scalar {
    path: &'static str,
    kind: Kind,
    nullable: bool,
}

const fn scalar(path: &'static str, kind: Kind, nullable: bool) -> Scalar {
    Scalar { path, kind, nullable }
}

const ITEM: &[Scalar] = &[
    scalar("text", Kind::Text, true),
    scalar("truth", Kind::Bool, true),
    scalar("byte", Kind::Int, false),
    scalar("short", Kind::Int, true),
    scalar("int", Kind::Int, false),
    scalar("long", Kind::Int, true),
    scalar("single", Kind::Single, true),
    scalar("double", Kind::Double, false),
    scalar("price", Kind::Decimal, true),
    scalar("at", Kind::Instant, true),
    scalar("day", Kind::Date, true),
    scalar("clock", Kind::Time, false),
    scalar("span", Kind::Length, true),
    scalar("guid", Kind::Guid, true),
    scalar("color", Kind::Member, true),
    scalar("sides", Kind::Flags, true),
];

const ITEM_PATHS: &[Scalar] = &[
    scalar("id", Kind::Text, false),
    scalar("main/label", Kind::Text, true),
    scalar("main/size", Kind::Int, false),
    scalar("main/inner/label", Kind::Text, true),
    scalar("tags/$count", Kind::Int, false),
    scalar("parts/$count", Kind::Int, false),
];

const PART_PATHS: &[Scalar] = &[
    scalar("label", Kind::Text, true),
    scalar("size", Kind::Int, false),
    scalar("inner/label", Kind::Text, true),
    scalar("inner/size", Kind::Int, false),
    scalar("marks/$count", Kind::Int, false),
    scalar("pieces/$count", Kind::Int, false),
];

const TEXT_PATHS: &[Scalar] = &[scalar("", Kind::Text, false)];

fn pool<T: Clone + std::fmt::Debug + 'static>(values: &[T], make: fn(T) -> Value) -> BoxedStrategy<Value> {
    select(values.to_vec()).prop_map(make).boxed()
}

/// Generates values of this property that are not null.
fn values(of: Scalar) -> BoxedStrategy<Value> {
    match of.kind {
        Kind::Text => text().prop_map(Value::Text).boxed(),
        Kind::Bool => any::<bool>().prop_map(Value::Bool).boxed(),
        Kind::Int => match of.path {
            "byte" => pool(&[0, 1, 2, 255], Value::Int),
            "short" => pool(&[i16::MIN.into(), -1, 0, i16::MAX.into()], Value::Int),
            "int" => pool(&[i32::MIN.into(), -1, 0, 1, i32::MAX.into()], Value::Int),
            "long" => pool(&[i64::MIN, -1, 0, 9_007_199_254_740_992, 9_007_199_254_740_993, i64::MAX], Value::Int),
            _ => (0_i64..4).prop_map(Value::Int).boxed(),
        },
        Kind::Single => {
            let special = [0.0, -0.0, 0.1, -2.5e-10, f32::MAX, f32::MIN_POSITIVE, f32::INFINITY, f32::NEG_INFINITY, f32::NAN];
            prop_oneof![3 => pool(&special, Value::Single), 1 => any::<f32>().prop_map(Value::Single)].boxed()
        }
        Kind::Double => {
            let special = [0.0, -0.0, 0.1, 1e300, f64::MAX, 5e-324, f64::INFINITY, f64::NEG_INFINITY, f64::NAN];
            prop_oneof![3 => pool(&special, Value::Double), 1 => any::<f64>().prop_map(Value::Double)].boxed()
        }
        Kind::Decimal => {
            let coefficients = [0_i128, 1, -1, 15, 150, 1500, i64::MAX.into(), i128::from(i64::MAX) + 1, i64::MIN.into()];
            let decimal = |(coefficient, scale)| Value::Decimal(Decimal { coefficient, scale }.normalised());
            (select(coefficients.to_vec()), 0_u32..4).prop_map(decimal).boxed()
        }
        Kind::Date => date().prop_map(Value::Date).boxed(),
        Kind::Time => time().prop_map(Value::Time).boxed(),
        Kind::Instant => instant().prop_map(Value::Instant).boxed(),
        Kind::Length => {
            pool(&[0, 1, -1, 90_000_000_000, 86_400_000_000_000, -202_158_753_200, 93_784_500_000_000], Value::Length)
        }
        Kind::Guid => pool(&[0, 1, u128::MAX, 0xc7df_2760_2c81_4ef7_b578_5b53_92b5_71df], Value::Guid),
        Kind::Member => pool(&["red", "darkBlue"], |name| Value::Member(name.to_owned())),
        Kind::Flags => flags().prop_map(Value::Flags).boxed(),
        Kind::Object(_) | Kind::List(_) => unreachable!("it has no single value"),
    }
}

fn flags() -> impl Strategy<Value = BTreeSet<String>> {
    btree_set(select(vec!["left", "right", "top"]).prop_map(str::to_owned), 0..3)
}

fn date() -> impl Strategy<Value = Date> {
    let dates = [(1, 1, 2), (1999, 12, 31), (2000, 2, 29), (2026, 11, 22), (2026, 11, 23), (9999, 12, 30)];
    select(dates.to_vec()).prop_map(|(year, month, day)| Date { year, month, day })
}

fn time() -> impl Strategy<Value = Time> {
    let second = 1_000_000_000;
    select(vec![0, 1, second, 3_600 * second + second / 2, 43_200 * second, 86_399 * second + 999_999_999]).prop_map(Time)
}

/// Generates points in time near midnight, the same one with several offsets, and the limits of the type.
fn instant() -> impl Strategy<Value = Instant> {
    let at = |year, month, day, minutes: u64, nanoseconds, offset| Instant {
        date: Date { year, month, day },
        time: Time(minutes * 60_000_000_000 + nanoseconds),
        offset,
    };
    select(vec![
        at(2026, 11, 22, 0, 0, 0),
        at(2026, 11, 22, 330, 0, 330),
        at(2026, 11, 21, 960, 0, -480),
        at(2026, 11, 22, 0, 1, 0),
        at(2026, 11, 22, 0, 0, -1),
        at(2026, 11, 22, 0, 0, 840),
        at(1, 1, 2, 0, 0, 330),
        at(9999, 12, 30, 1439, 59_999_999_999, 0),
    ])
}

fn or_null(of: Scalar) -> BoxedStrategy<Node> {
    let weight = u32::from(of.nullable);
    prop_oneof![3 => values(of), weight => Just(Value::Null)].prop_map(Node::Value).boxed()
}

fn texts() -> BoxedStrategy<Node> {
    vec(text().prop_map(|text| Node::Value(Value::Text(text))), 0..3).prop_map(Node::List).boxed()
}

/// Generates objects that contain other objects of the same type, nested at most `depth` levels deep.
fn part(depth: u32) -> BoxedStrategy<Node> {
    let (inner, pieces) = match depth {
        0 => (Just(Node::Value(Value::Null)).boxed(), Just(Node::List(Vec::new())).boxed()),
        _ => (optional_part(depth - 1), vec(part(depth - 1), 0..3).prop_map(Node::List).boxed()),
    };
    let [label, size] = [PART_PATHS[0], PART_PATHS[1]].map(or_null);
    let members = (label, size, texts(), inner, pieces);
    members
        .prop_map(|(label, size, marks, inner, pieces)| {
            Node::Object([("label", label), ("size", size), ("marks", marks), ("inner", inner), ("pieces", pieces)].into())
        })
        .boxed()
}

fn optional_part(depth: u32) -> BoxedStrategy<Node> {
    prop_oneof![1 => Just(Node::Value(Value::Null)), 2 => part(depth)].boxed()
}

/// Generates lists of items. The id of each item is its position.
pub fn items() -> BoxedStrategy<Vec<Node>> {
    let scalars: Vec<_> = ITEM.iter().map(|of| or_null(*of)).collect();
    let parts = vec(part(1), 0..3).prop_map(Node::List);
    let item = (scalars, texts(), optional_part(1), parts).prop_map(|(scalars, tags, main, parts)| {
        let mut members: BTreeMap<_, _> = ITEM.iter().map(|of| of.path).zip(scalars).collect();
        members.extend([("tags", tags), ("main", main), ("parts", parts)]);
        members
    });
    let numbered = |items: Vec<BTreeMap<_, _>>| {
        let numbered = items.into_iter().enumerate().map(|(index, mut members)| {
            members.insert("id", Node::Value(Value::Text(index.to_string())));
            Node::Object(members)
        });
        numbered.collect()
    };
    vec(item, 1..7).prop_map(numbered).boxed()
}

fn test(of: Scalar) -> BoxedStrategy<Expr> {
    use Operator::{Eq, Ge, Gt, Le, Lt, Ne};
    let has_order = !matches!(of.kind, Kind::Bool | Kind::Guid | Kind::Member | Kind::Flags);
    let operators = if has_order { vec![Eq, Ne, Gt, Ge, Lt, Le] } else { vec![Eq, Ne] };
    let compare = (select(operators), values(of)).prop_map(|(operator, value)| Test::Compare(operator, value));
    let in_list = vec(values(of), 0..3).prop_map(Test::In);
    let mut tests = vec![(4, compare.boxed()), (1, in_list.boxed())];
    if of.nullable {
        tests.push((1, select(vec![Eq, Ne]).prop_map(|operator| Test::Compare(operator, Value::Null)).boxed()));
    }
    if matches!(of.kind, Kind::Text) {
        let functions = select(vec![Function::Contains, Function::StartsWith, Function::EndsWith]);
        tests.push((3, (functions, text()).prop_map(|(function, part)| Test::Call(function, part)).boxed()));
    }
    if matches!(of.kind, Kind::Flags) {
        tests.push((3, flags().prop_map(Test::Has).boxed()));
    }
    proptest::strategy::Union::new_weighted(tests).prop_map(move |test| Expr::Test(of.path.to_owned(), test)).boxed()
}

/// Generates conditions on the properties `scalars`, and on the elements of `collections`. A collection comes with the conditions on its
/// elements.
fn conditions(scalars: &[Scalar], collections: &[(&'static str, BoxedStrategy<Expr>)], size: u32) -> BoxedStrategy<Expr> {
    let mut leaves: Vec<_> = scalars.iter().map(|of| (2, test(*of))).collect();
    for (path, bodies) in collections {
        let body = option::weighted(0.8, bodies.clone()).prop_map(|body| body.map(Box::new));
        let lambda = (any::<bool>(), body).prop_map(|(all, body)| Expr::Lambda {
            path: (*path).to_owned(),
            all: all && body.is_some(),
            body,
        });
        leaves.push((4, lambda.boxed()));
    }
    let leaf = proptest::strategy::Union::new_weighted(leaves);
    leaf.prop_recursive(3, size, 2, |inner| {
        let pair = (inner.clone(), inner.clone()).prop_map(|(left, right)| (Box::new(left), Box::new(right)));
        prop_oneof![
            pair.clone().prop_map(|(left, right)| Expr::And(left, right)),
            pair.prop_map(|(left, right)| Expr::Or(left, right)),
            inner.prop_map(|inner| Expr::Not(Box::new(inner))),
        ]
    })
    .boxed()
}

/// Generates conditions on an item.
pub fn filter() -> BoxedStrategy<Expr> {
    let texts = conditions(TEXT_PATHS, &[], 3);
    let pieces = conditions(PART_PATHS, &[("marks", texts.clone())], 3);
    let marks = ("marks", texts.clone());
    let parts = conditions(PART_PATHS, &[marks, ("pieces", pieces.clone()), ("inner/pieces", pieces)], 4);
    let scalars: Vec<_> = ITEM.iter().chain(ITEM_PATHS).copied().collect();
    let collections = [("tags", texts.clone()), ("main/marks", texts), ("parts", parts.clone()), ("main/pieces", parts)];
    conditions(&scalars, &collections, 8)
}

/// Generates one to three items of `$orderby`, each for another property.
pub fn orders() -> BoxedStrategy<Vec<Order>> {
    let sortable = ITEM.iter().filter(|of| !matches!(of.kind, Kind::Guid | Kind::Member | Kind::Flags)).map(|of| of.path);
    let paths: Vec<_> = sortable.chain(["id", "main/label", "main/size", "parts/$count"]).collect();
    let directed = |paths: Vec<&'static str>| {
        let count = paths.len();
        (Just(paths), vec(any::<bool>(), count))
            .prop_map(|(paths, directions)| paths.into_iter().map(str::to_owned).zip(directions).collect())
    };
    subsequence(paths, 1..=3).prop_shuffle().prop_flat_map(directed).boxed()
}

/// Generates `$search` expressions for any phrases.
pub fn search() -> BoxedStrategy<Search> {
    searches(prop_oneof![text(), text().prop_map(|words| format!("text:{words}"))].boxed())
}

/// Generates `$search` expressions for words in the property `text`.
pub fn text_search() -> BoxedStrategy<Search> {
    searches(text().prop_map(|words| format!("text:{words}")).boxed())
}

fn searches(phrases: BoxedStrategy<String>) -> BoxedStrategy<Search> {
    phrases
        .prop_map(Search::Phrase)
        .prop_recursive(3, 6, 2, |inner| {
            let pair = (inner.clone(), inner.clone()).prop_map(|(left, right)| (Box::new(left), Box::new(right)));
            prop_oneof![
                pair.clone().prop_map(|(left, right)| Search::And(left, right)),
                pair.prop_map(|(left, right)| Search::Or(left, right)),
                inner.prop_map(|inner| Search::Not(Box::new(inner))),
            ]
        })
        .boxed()
}

/// Generates items of `$expand`. Their options may expand related items, too, up to `depth` levels deep.
pub fn expands(depth: u32) -> BoxedStrategy<Vec<Expand>> {
    let names = subsequence(vec!["others", "friends"], 1..=2);
    names.prop_flat_map(move |names| names.into_iter().map(|name| expand(name, depth)).collect::<Vec<_>>()).boxed()
}

fn expand(property: &'static str, depth: u32) -> BoxedStrategy<Expand> {
    let inner = if depth == 0 {
        Just(Vec::new()).boxed()
    } else {
        option::of(expands(depth - 1)).prop_map(Option::unwrap_or_default).boxed()
    };
    let select = subsequence(vec!["id", "text", "main"], 0..=3);
    let levels = option::weighted(0.2, prop_oneof![(1_u32..9).prop_map(|levels| levels.to_string()), Just("max".to_owned())]);
    let texts = (option::of(filter()), option::of(search()), inner, select, option::of(orders()));
    let numbers = (any::<bool>(), option::of(0_u32..5), option::of(1_u32..5), levels);
    (texts, numbers)
        .prop_map(move |((filter, search, expand, select, order), (count, skip, top, levels))| Expand {
            property: property.to_owned(),
            filter,
            search,
            expand,
            select: select.into_iter().map(str::to_owned).collect(),
            order: order.unwrap_or_default(),
            count,
            skip,
            top,
            levels,
        })
        .boxed()
}
