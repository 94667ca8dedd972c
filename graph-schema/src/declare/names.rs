//! Rust names for the declared types, each only once.

use std::collections::HashSet;

use super::plan::Item;
use crate::model::{Primitive, Schema};
use crate::syntax::case::pascal_case;
use crate::syntax::identifier::identifier;

/// What a type cannot be called: the prelude's names that the expansions and declarations use, and graph-core's.
const RESERVED: &[&str] = &[
    "Additional",
    "Box",
    "Clone",
    "Debug",
    "Err",
    "Flags",
    "GraphComplex",
    "GraphDerived",
    "GraphEntity",
    "GraphEnum",
    "None",
    "Ok",
    "Option",
    "PartialEq",
    "Eq",
    "Result",
    "Self",
    "Some",
    "Vec",
];

pub(super) struct Names(HashSet<String>);

impl Names {
    pub(super) fn new(ids: &[String]) -> Self {
        let reserved = RESERVED.iter().map(|name| (*name).to_owned());
        let primitives = Primitive::ALL.iter().map(|primitive| primitive.name().to_owned());
        Self(reserved.chain(primitives).chain(ids.iter().cloned()).collect())
    }

    /// A free name for the item: as short as can be, then with its namespace, then with a number.
    pub(super) fn take(&mut self, schema: &Schema, item: Item<'_>) -> String {
        let qualified = item.qualified();
        let prefix = if matches!(item, Item::Derived(_)) { "Any" } else { "" };
        let mut words = qualified.rsplit('.');
        let short = pascal_case(words.next().unwrap_or(qualified));
        let namespace = words.next().map(pascal_case).filter(|_| schema.short(qualified).contains('.'));
        let long = format!("{}{short}", namespace.unwrap_or_else(|| "Graph".to_owned()));
        let numbered = (2..).map(|number| format!("{short}{number}"));
        let mut candidates = [short.clone(), long].into_iter().chain(numbered).map(|name| identifier(&format!("{prefix}{name}")));
        // A struct brings the names of its patch and its paths with it.
        let brings = |name: &str| match item {
            Item::Struct(_) => ["", "Patch", "V1Paths", "BetaPaths"].map(|suffix| format!("{name}{suffix}")).to_vec(),
            Item::Derived(_) | Item::Enum(_) => vec![name.to_owned()],
        };
        let name = candidates.find(|name| brings(name).iter().all(|name| !self.0.contains(name))).unwrap_or(short);
        self.0.extend(brings(&name));
        name
    }
}
