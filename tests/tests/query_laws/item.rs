//! The entity of the tests of queries, with a property of every comparable type, and its conversion from a [`Node`].

use std::collections::BTreeMap;

use graph_core::model::Duration;
use graph_core::{
    Date, DateTimeOffset, Decimal, Expanded, Flags, GraphComplex, GraphEntity, GraphEnum, Guid, TimeOfDay, graph_ids, graph_paths,
};
use graph_tests::odata::expr::{Kind, Structure};
use graph_tests::odata::value::{Node, Value};

graph_ids! { pub ItemId; }

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.item", tag = "never")]
#[graph_paths(v1, "/items/{itemId}")]
pub struct Item {
    #[graph(key)]
    pub id: String,
    pub text: Option<String>,
    pub truth: Option<bool>,
    pub byte: u8,
    pub short: Option<i16>,
    pub int: i32,
    pub long: Option<i64>,
    pub single: Option<f32>,
    pub double: f64,
    pub price: Option<Decimal>,
    pub at: Option<DateTimeOffset>,
    pub day: Option<Date>,
    pub clock: TimeOfDay,
    pub span: Option<Duration>,
    pub guid: Option<Guid>,
    pub color: Option<Color>,
    pub sides: Option<Flags<Side>>,
    pub tags: Vec<String>,
    pub main: Option<Part>,
    pub parts: Vec<Part>,
    pub others: Option<Expanded<Item>>,
    pub friends: Option<Expanded<Item>>,
}

#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "microsoft.graph.part")]
pub struct Part {
    pub label: Option<String>,
    pub size: i64,
    pub marks: Vec<String>,
    pub inner: Option<Box<Part>>,
    pub pieces: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, GraphEnum)]
pub enum Color {
    Red,
    DarkBlue,
    #[graph(other)]
    Other(String),
}

#[derive(Clone, Debug, PartialEq, GraphEnum)]
#[graph(flags)]
pub enum Side {
    Left,
    Right,
    Top,
    #[graph(other)]
    Other(String),
}

pub const TEXTS: Kind = Kind::List(&Kind::Text);

pub static PART: Structure = Structure(&[
    ("label", Kind::Text),
    ("size", Kind::Int),
    ("marks", TEXTS),
    ("inner", Kind::Object(&PART)),
    ("pieces", Kind::List(&Kind::Object(&PART))),
]);

pub static ITEM: Structure = Structure(&[
    ("id", Kind::Text),
    ("text", Kind::Text),
    ("truth", Kind::Bool),
    ("byte", Kind::Int),
    ("short", Kind::Int),
    ("int", Kind::Int),
    ("long", Kind::Int),
    ("single", Kind::Single),
    ("double", Kind::Double),
    ("price", Kind::Decimal),
    ("at", Kind::Instant),
    ("day", Kind::Date),
    ("clock", Kind::Time),
    ("span", Kind::Length),
    ("guid", Kind::Guid),
    ("color", Kind::Member),
    ("sides", Kind::Flags),
    ("tags", TEXTS),
    ("main", Kind::Object(&PART)),
    ("parts", Kind::List(&Kind::Object(&PART))),
    ("others", Kind::List(&Kind::Object(&ITEM))),
    ("friends", Kind::List(&Kind::Object(&ITEM))),
]);

/// A type of `graph-core` that a [`Value`] can be converted into.
pub trait FromValue: Sized {
    fn from_value(value: &Value) -> Self;
}

macro_rules! from_value {
    ($($variant:ident => $($number:ty),+;)*) => {$($(
        impl FromValue for $number {
            fn from_value(value: &Value) -> Self {
                let Value::$variant(value) = value else { panic!("{value:?}") };
                <$number>::try_from(value.clone()).unwrap()
            }
        }
    )+)*};
}
from_value! { Bool => bool; Int => u8, i16, i32, i64; Single => f32; Double => f64; Text => String; }

macro_rules! from_text {
    ($($parsed:ty),*) => {$(
        impl FromValue for $parsed {
            fn from_value(value: &Value) -> Self {
                value.text().parse().unwrap()
            }
        }
    )*};
}
from_text!(Decimal, DateTimeOffset, Date, TimeOfDay, Duration, Guid);

impl FromValue for Color {
    fn from_value(value: &Value) -> Self {
        if value.text() == "red" { Self::Red } else { Self::DarkBlue }
    }
}

impl FromValue for Flags<Side> {
    fn from_value(value: &Value) -> Self {
        let Value::Flags(members) = value else { panic!("{value:?}") };
        let member = |name: &String| match name.as_str() {
            "left" => Side::Left,
            "right" => Side::Right,
            _ => Side::Top,
        };
        members.iter().map(member).collect()
    }
}

type Members = BTreeMap<&'static str, Node>;

fn value<T: FromValue>(members: &Members, name: &str) -> T {
    optional(members, name).unwrap()
}

fn optional<T: FromValue>(members: &Members, name: &str) -> Option<T> {
    match &members[name] {
        Node::Value(Value::Null) => None,
        Node::Value(value) => Some(T::from_value(value)),
        other => panic!("{name}: {other:?}"),
    }
}

fn list<T>(members: &Members, name: &str, element: impl FnMut(&Node) -> T) -> Vec<T> {
    let Node::List(elements) = &members[name] else { panic!("{name}") };
    elements.iter().map(element).collect()
}

fn text(node: &Node) -> String {
    let Node::Value(value) = node else { panic!("{node:?}") };
    value.text()
}

fn part(node: &Node) -> Part {
    let Node::Object(members) = node else { panic!("{node:?}") };
    Part {
        label: optional(members, "label"),
        size: value(members, "size"),
        marks: list(members, "marks", text),
        inner: optional_part(&members["inner"]).map(Box::new),
        pieces: list(members, "pieces", part),
    }
}

fn optional_part(node: &Node) -> Option<Part> {
    matches!(node, Node::Object(_)).then(|| part(node))
}

/// Returns the item with these properties.
pub fn item(node: &Node) -> Item {
    let Node::Object(members) = node else { panic!("{node:?}") };
    Item {
        id: value(members, "id"),
        text: optional(members, "text"),
        truth: optional(members, "truth"),
        byte: value(members, "byte"),
        short: optional(members, "short"),
        int: value(members, "int"),
        long: optional(members, "long"),
        single: optional(members, "single"),
        double: value(members, "double"),
        price: optional(members, "price"),
        at: optional(members, "at"),
        day: optional(members, "day"),
        clock: value(members, "clock"),
        span: optional(members, "span"),
        guid: optional(members, "guid"),
        color: optional(members, "color"),
        sides: optional(members, "sides"),
        tags: list(members, "tags", text),
        main: optional_part(&members["main"]),
        parts: list(members, "parts", part),
        others: None,
        friends: None,
    }
}
