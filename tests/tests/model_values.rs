//! Tests of the traits and conversions of the model's values: equality, hashes, iteration and texts.

use std::collections::HashSet;

use graph_core::emulator::Emulator;
use graph_core::model::{Duration, Expanded, Id, ItemPath, PathValue};
use graph_core::{
    Client, Decimal, Flags, GraphComplex, GraphEntity, GraphEnum, Host, Json, StaticToken, Untyped, graph_ids, graph_paths,
};
use serde_json::json;

graph_ids! { pub ThingId; }

#[derive(Clone, Debug, PartialEq, GraphEnum)]
#[graph(flags)]
enum Shown {
    Top,
    Left,
    #[graph(other)]
    Other(String),
}

#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "microsoft.graph.limits")]
struct Limits {
    count: Option<i32>,
    ratio: Option<f64>,
    unit: Option<String>,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.thing")]
#[graph_paths(v1, "/things/{thingId}")]
#[graph_paths(beta, "/things/{thingId}")]
struct Thing {
    #[graph(key)]
    id: String,
    count: Option<i32>,
    limits: Option<Limits>,
}

fn thing_id(text: &str) -> ThingId {
    ThingId::new(text).unwrap()
}

fn other(name: &str) -> Shown {
    Shown::Other(name.to_owned())
}

#[test]
fn flags_are_a_set() {
    let mut shown = Flags::from([Shown::Top, Shown::Left, Shown::Top]);
    assert_eq!(shown.len(), 2);
    assert_eq!(shown, Flags::from([Shown::Left, Shown::Top]));
    assert_ne!(shown, Flags::from(Shown::Top));
    assert_ne!(shown, Flags::from([Shown::Top, other("middle")]));
    assert_eq!((&shown).into_iter().collect::<Vec<_>>(), [&Shown::Top, &Shown::Left]);
    assert_eq!(shown.clone().into_iter().collect::<Vec<_>>(), [Shown::Top, Shown::Left]);
    shown.remove(&Shown::Top);
    assert_eq!(shown, Flags::from(Shown::Left));
    assert!(!shown.is_empty());
    shown.remove(&Shown::Left);
    assert!(shown.is_empty());
}

#[test]
fn flags_have_one_hash_in_any_order() {
    let shown: HashSet<_> =
        [Flags::from([Shown::Top, Shown::Left]), Flags::from([Shown::Left, Shown::Top]), Flags::from(Shown::Top), Flags::new()]
            .into();
    assert_eq!(shown.len(), 3);
    assert_ne!(hash(&Flags::from(Shown::Top)), hash(&Flags::from(Shown::Left)));
}

#[test]
fn flags_are_read_from_names_with_commas() {
    let shown: Flags<Shown> = serde_json::from_value(json!("top, middle,top,")).unwrap();
    assert_eq!(shown, Flags::from([Shown::Top, other("middle")]));
    assert!(serde_json::from_value::<Flags<Shown>>(json!(3)).is_err());
}

#[test]
fn an_expanded_collection_is_a_list_with_a_count_and_a_link() {
    let expanded: Expanded<i32> = [3, 5].into_iter().collect();
    assert_eq!((expanded.count(), expanded.next_link(), &expanded[..]), (None, None, &[3, 5][..]));
    let expanded = expanded.with_count(9).with_next_link("/v1.0/things?$skip=2");
    assert_eq!((expanded.count(), expanded.next_link()), (Some(9), Some("/v1.0/things?$skip=2")));
    assert_eq!((&expanded).into_iter().sum::<i32>(), 8);
    assert_eq!(expanded.clone().into_vec(), [3, 5]);
    assert_eq!(expanded.into_iter().collect::<Vec<_>>(), [3, 5]);
}

#[test]
fn a_path_is_its_text_and_its_version() {
    let path = Thing::v1().things(&thing_id("a b"));
    assert_eq!((path.to_string().as_str(), path.as_ref()), ("/things/a%20b", "/things/a%20b"));
    assert_eq!(format!("{path:?}"), "Path(v1.0/things/a%20b)");
    assert_eq!(path, Thing::v1().things(&thing_id("a b")));
    assert_ne!(path, Thing::v1().things(&thing_id("b")));
    let beta = Thing::beta().things(&thing_id("a b"));
    assert_ne!(hash(&path), hash(&beta));
    assert_ne!(hash(&path), hash(&Thing::v1().things(&thing_id("b"))));
    assert_eq!(hash(&path), hash(&path.clone()));
}

fn hash(value: &impl std::hash::Hash) -> u64 {
    use std::hash::{DefaultHasher, Hasher};
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[test]
fn a_value_without_quotes_is_an_odata_literal() {
    assert_eq!(Some(3).to_path(), "3");
    assert_eq!(None::<bool>.to_path(), "null");
    assert_eq!("P7D".parse::<Duration>().unwrap().to_path(), "duration'P7D'");
    assert_eq!(0.5_f64.to_path(), "0.5");
    assert_eq!(f64::NEG_INFINITY.to_path(), "-INF");
    assert_eq!(0.1_f32.to_path(), "0.1");
    assert_eq!(Shown::Left.to_path(), "left");
    assert_eq!(other("a'b").to_path(), "'a''b'");
    assert_eq!(other("").to_path(), "''");
}

#[test]
fn patches_are_equal_if_their_values_are() {
    let patch = || Thing::patch().count(3);
    assert_eq!(patch(), patch());
    assert_eq!(*patch(), patch());
    assert_ne!(patch(), patch().count(4));
    assert_ne!(*patch(), patch().count(4));
    assert_ne!(patch(), patch().clear_count());
    assert_ne!(patch(), patch().clear_limits());
    assert_ne!(patch(), Thing::patch().clear_limits());
    assert_eq!(patch().to_vec().unwrap(), serde_json::to_vec(&patch()).unwrap());
    let half = || Thing::patch().limits(Limits { count: Some(1), ratio: Some(0.5), unit: Some("day".to_owned()) });
    assert_eq!(half(), half());
    assert_ne!(half(), Thing::patch().limits(Limits { count: Some(1), ratio: Some(0.25), unit: Some("day".to_owned()) }));
    assert_ne!(half(), Thing::patch().limits(Limits { count: Some(1), ratio: Some(0.5), unit: Some("hour".to_owned()) }));
}

#[test]
fn an_id_and_an_item_path_keep_their_texts() {
    assert_eq!(String::from(Id::new("a b").unwrap()), "a b");
    let item: ItemPath = "Reports/2026 May.txt".parse().unwrap();
    assert_eq!(item.as_str(), "Reports/2026 May.txt");
    let error = "Reports//May".parse::<ItemPath>().unwrap_err();
    assert!(!error.to_string().is_empty());
}

#[test]
fn equal_decimals_have_equal_hashes() {
    let decimal = |text: &str| text.parse::<Decimal>().unwrap();
    assert_eq!((decimal("1.50"), hash(&decimal("1.50"))), (decimal("1.5"), hash(&decimal("1.5"))));
    assert_ne!(hash(&decimal("1.5")), hash(&decimal("1.6")));
    assert_ne!(hash(&decimal("1.5")), hash(&decimal("15")));
    assert_ne!(hash(&decimal("1.5")), hash(&decimal("-1.5")));
}

#[test]
fn an_untyped_object_is_its_json() {
    let json = json!({"@odata.type": "#microsoft.graph.user", "id": "a"});
    let untyped = Untyped::from(json.clone());
    assert_eq!(untyped.odata_type(), Some("microsoft.graph.user"));
    assert_eq!(Untyped::from(json!({"id": "a"})).odata_type(), None);
    assert_eq!(Json::from(untyped.clone()), json);
    assert_eq!((untyped.as_json(), untyped.clone().into_json()), (&json, json.clone()));
}

#[test]
fn debug_texts_have_the_host_and_not_the_token() {
    let builder = Client::builder(Emulator::new(), StaticToken::new("secret")).host(Host::us_gov());
    let built = format!("{builder:?}");
    let graph = builder.build();
    assert_eq!(graph.host(), &Host::us_gov());
    for text in [built, format!("{graph:?}")] {
        assert!(text.contains(Host::us_gov().as_str()) && !text.contains("secret"), "{text}");
    }
}
