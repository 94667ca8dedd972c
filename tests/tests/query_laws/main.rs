//! Tests that the text of a typed query means the same as the calls that build the query.
//!
//! A random syntax tree becomes a query through the typed methods. A second parser reads the text of the query, and must find the tree
//! again. The emulator answers the query, and a second evaluation of the tree must choose the same objects.

mod item;
mod strategies;
mod typed;

use std::cmp::Ordering;

use graph_core::emulator::Emulator;
use graph_core::{Client, Filter};
use graph_tests::odata::evaluate::value_at;
use graph_tests::odata::expr::{Expr, Kind, Test};
use graph_tests::odata::options::{Expand, Order, Search};
use graph_tests::odata::value::{Node, Value};
use graph_tests::odata::{options, parse};
use item::{ITEM, Item, ItemId};
use percent_encoding::percent_decode_str;
use proptest::collection::vec;
use proptest::prelude::*;

const OF_ITEM: Kind = Kind::Object(&ITEM);

fn emulator(items: &[Node]) -> Emulator {
    let emulator = Emulator::new().with::<Item>();
    for (index, node) in items.iter().enumerate() {
        let path = Item::v1().items(&ItemId::new(index.to_string()).unwrap());
        emulator.seed(&path, &item::item(node));
    }
    emulator
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// Returns the decoded value of a query option of the last request.
fn sent(emulator: &Emulator, option: &str) -> String {
    let journal = emulator.journal();
    let query = journal.iter().last().unwrap().url().query().unwrap().to_owned();
    let value = query.split('&').find_map(|pair| pair.strip_prefix(option)?.strip_prefix('=')).unwrap();
    percent_decode_str(value).decode_utf8().unwrap().into_owned()
}

/// Returns the syntax tree that the text of the query is parsed into: `one_of` without values is written as `false`.
fn written(expr: Expr) -> Expr {
    let boxed = |inner: Box<Expr>| Box::new(written(*inner));
    match expr {
        Expr::Test(_, Test::In(values)) if values.is_empty() => Expr::False,
        Expr::Lambda { path, all, body } => Expr::Lambda { path, all, body: body.map(boxed) },
        Expr::And(left, right) => Expr::And(boxed(left), boxed(right)),
        Expr::Or(left, right) => Expr::Or(boxed(left), boxed(right)),
        Expr::Not(inner) => Expr::Not(boxed(inner)),
        other => other,
    }
}

fn written_options(item: Expand) -> Expand {
    let expand = item.expand.into_iter().map(written_options).collect();
    Expand { filter: item.filter.map(written), expand, ..item }
}

/// Compares two trees by their debug texts, in which NaN equals NaN and -0 differs from 0.
fn same<T: std::fmt::Debug>(parsed: Result<T, String>, tree: &T, text: &str) -> Result<(), TestCaseError> {
    match parsed {
        Ok(parsed) => prop_assert_eq!(format!("{parsed:?}"), format!("{tree:?}"), "{}", text),
        Err(error) => return Err(TestCaseError::fail(format!("{error} in {text}"))),
    }
    Ok(())
}

async fn listed(graph: &Client, filters: impl IntoIterator<Item = Filter<Item>>) -> Result<Vec<String>, TestCaseError> {
    let list = filters.into_iter().fold(graph.list(Item::v1().items_collection()), |list, filter| list.filter(filter));
    let items = list.stream().collect().await.map_err(|error| TestCaseError::fail(error.to_string()))?;
    Ok(items.into_iter().map(|item| item.id).collect())
}

fn ids(items: &[Node], matches: impl Fn(&Node) -> bool) -> Vec<String> {
    items.iter().filter(|item| matches(item)).map(|item| value_at(item, "id").text()).collect()
}

/// Compares two values as `$orderby` does: null sorts first, and NaN after all numbers.
fn sorts(a: &Value, b: &Value) -> Ordering {
    let rank = |value: &Value| match value {
        Value::Null => 0,
        Value::Single(number) if number.is_nan() => 2,
        Value::Double(number) if number.is_nan() => 2,
        _ => 1,
    };
    rank(a).cmp(&rank(b)).then_with(|| a.compare(b).unwrap_or(Ordering::Equal))
}

fn sorted(items: &[Node], orders: &[Order]) -> Vec<String> {
    let mut sorted: Vec<&Node> = items.iter().collect();
    sorted.sort_by(|a, b| {
        let keys = orders.iter().map(|(path, descending)| {
            let order = sorts(&value_at(a, path), &value_at(b, path));
            if *descending { order.reverse() } else { order }
        });
        keys.fold(Ordering::Equal, Ordering::then)
    });
    sorted.into_iter().map(|item| value_at(item, "id").text()).collect()
}

/// Returns whether an item matches a search for texts in its property `text`.
fn matches_search(item: &Node, search: &Search) -> bool {
    match search {
        Search::Phrase(phrase) => match value_at(item, "text") {
            Value::Text(text) => text.to_lowercase().contains(&phrase["text:".len()..].trim().to_lowercase()),
            _ => false,
        },
        Search::And(left, right) => matches_search(item, left) && matches_search(item, right),
        Search::Or(left, right) => matches_search(item, left) || matches_search(item, right),
        Search::Not(inner) => !matches_search(item, inner),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn emulator_and_evaluation_choose_the_same_objects(items in strategies::items(), filters in vec(strategies::filter(), 12)) {
        let emulator = emulator(&items);
        let graph = emulator.client();
        wait(async {
            for tree in filters {
                let filter: Filter<Item> = typed::filter(&tree);
                let text = filter.to_string();
                let found = listed(&graph, [filter]).await?;
                prop_assert_eq!(found, ids(&items, |item| tree.evaluate(item) == Some(true)), "{}", text);
                let tree = written(tree);
                same(parse::filter(&sent(&emulator, "$filter"), OF_ITEM), &tree, &text)?;
            }
            Ok(())
        })?;
    }

    #[test]
    fn filters_parse_back(trees in vec(strategies::filter(), 16)) {
        for tree in trees {
            let filter: Filter<Item> = typed::filter(&tree);
            let text = filter.to_string();
            same(parse::filter(&text, OF_ITEM), &written(tree), &text)?;
        }
    }

    #[test]
    fn filters_of_one_list_are_joined(items in strategies::items(), first in strategies::filter(), second in strategies::filter()) {
        let emulator = emulator(&items);
        let joined = Expr::And(Box::new(first.clone()), Box::new(second.clone()));
        let found = wait(listed(&emulator.client(), [typed::filter(&first), typed::filter(&second)]))?;
        prop_assert_eq!(found, ids(&items, |item| joined.evaluate(item) == Some(true)));
        let text = sent(&emulator, "$filter");
        same(parse::filter(&text, OF_ITEM), &written(joined), &text)?;
    }

    #[test]
    fn orders_sort_as_rust_does(items in strategies::items(), orders in strategies::orders()) {
        let emulator = emulator(&items);
        let list = emulator.client().list(Item::v1().items_collection()).order_by(orders.iter().map(typed::order));
        let found = wait(list.stream().collect()).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let found: Vec<_> = found.into_iter().map(|item| item.id).collect();
        prop_assert_eq!(found, sorted(&items, &orders), "{:?}", orders);
        let text = sent(&emulator, "$orderby");
        same(options::order(&text, OF_ITEM), &orders, &text)?;
    }

    #[test]
    fn searches_parse_back(tree in strategies::search()) {
        let emulator = emulator(&[]);
        let search = typed::search(&tree);
        let text = search.to_string();
        same(options::search(&text), &tree, &text)?;
        let list = emulator.client().list(Item::v1().items_collection()).search(search);
        wait(list.stream().collect()).map_err(|error| TestCaseError::fail(format!("{error}: {text}")))?;
        same(options::search(&sent(&emulator, "$search")), &tree, &text)?;
    }

    #[test]
    fn searches_choose_the_same_objects(items in strategies::items(), tree in strategies::text_search()) {
        let list = emulator(&items).client().list(Item::v1().items_collection()).search(typed::search(&tree));
        let found = wait(list.stream().collect()).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let found: Vec<_> = found.into_iter().map(|item| item.id).collect();
        prop_assert_eq!(found, ids(&items, |item| matches_search(item, &tree)), "{:?}", tree);
    }

    #[test]
    fn options_of_expanded_properties_parse_back(trees in strategies::expands(1)) {
        let emulator = emulator(&[]);
        let list = emulator.client().list(Item::v1().items_collection());
        let list = trees.iter().map(typed::expand).fold(list, |list, item| list.expand(item));
        wait(list.stream().collect()).map_err(|error| TestCaseError::fail(format!("{error}: {}", sent(&emulator, "$expand"))))?;
        let text = sent(&emulator, "$expand");
        let trees: Vec<Expand> = trees.into_iter().map(written_options).collect();
        same(options::expand(&text, OF_ITEM), &trees, &text)?;
    }
}
