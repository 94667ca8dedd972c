//! What a declaration consists of: the types it takes, their Rust names, and where a box breaks a recursion.

use std::collections::HashMap;

use super::boxing::boxed;
use super::names::Names;
use crate::model::{EnumType, Property, Schema, StructuredType, Type};

/// Something to declare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Item<'s> {
    /// A structured type.
    Struct(&'s str),
    /// An enum of a structured type and what derives from it.
    Derived(&'s str),
    /// An enumeration type.
    Enum(&'s str),
}

pub(super) struct Plan<'s> {
    pub(super) schema: &'s Schema,
    /// The type that was asked for comes first, the others as they are come by.
    pub(super) items: Vec<Item<'s>>,
    pub(super) names: HashMap<Item<'s>, String>,
    boxes: Vec<(Item<'s>, Item<'s>)>,
}

impl<'s> Plan<'s> {
    pub(super) fn new(schema: &'s Schema, name: &'s str, ids: &[String]) -> Self {
        let mut items = vec![Item::Struct(name)];
        let mut at = 0;
        while let Some(item) = items.get(at).copied() {
            for next in parts(schema, item).map(|(part, _)| part).collect::<Vec<_>>() {
                if !items.contains(&next) {
                    items.push(next);
                }
            }
            at += 1;
        }
        let mut taken = Names::new(ids);
        let names = items.iter().map(|item| (*item, taken.take(schema, *item))).collect();
        let inline = |item| parts(schema, item).filter(|(_, inline)| *inline).map(|(part, _)| part).collect();
        let boxes = boxed(items.iter().copied(), inline, |item| matches!(item, Item::Derived(_)));
        Self { schema, items, names, boxes }
    }

    /// The Rust name of an item; each item of the plan has one.
    pub(super) fn name(&self, item: Item<'s>) -> &str {
        self.names.get(&item).map_or("Untyped", String::as_str)
    }

    /// The Rust type of one value of `part` inside `item`.
    pub(super) fn part_type(&self, item: Item<'s>, part: Item<'s>) -> String {
        let name = self.name(part);
        if self.boxes.contains(&(item, part)) { format!("Box<{name}>") } else { name.to_owned() }
    }

    /// The Rust type of a property of a type.
    pub(super) fn property_type(&self, of: &'s str, name: &str, property: &'s Property) -> String {
        let one = match &property.ty {
            Type::Primitive(primitive) => primitive.rust().to_owned(),
            Type::Named(target) => match named(self.schema, target) {
                None => "Untyped".to_owned(),
                Some(part @ Item::Enum(name)) if self.schema.enumeration(name).is_some_and(|ty| ty.flags) => {
                    format!("Flags<{}>", self.name(part))
                }
                Some(part) if property.collection => self.name(part).to_owned(),
                Some(part) => self.part_type(Item::Struct(of), part),
            },
        };
        let key = || self.schema.key(of).iter().any(|key| key == name);
        match (property.collection, property.nullable && !key()) {
            (true, _) => format!("Vec<{one}>"),
            (false, true) => format!("Option<{one}>"),
            (false, false) => one,
        }
    }
}

/// The properties of a type, those of its bases first, each with its name.
pub(super) fn properties<'s>(schema: &'s Schema, name: &'s str) -> Vec<(&'s str, &'s Property)> {
    let mut properties: Vec<(&str, &Property)> = Vec::new();
    let lineage: Vec<&StructuredType> = schema.lineage(name).map(|(_, ty)| ty).collect();
    for (name, property) in lineage.iter().rev().flat_map(|ty| &ty.properties) {
        match properties.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = property,
            None => properties.push((name, property)),
        }
    }
    properties
}

/// The types that may stand where a property has the base: itself and what derives from it, short of abstract ones.
pub(super) fn variants<'s>(schema: &'s Schema, base: &'s str) -> Vec<&'s str> {
    let family = schema.lineage(base).take(1).chain(schema.derived(base));
    family.filter(|(_, ty)| !ty.is_abstract).map(|(name, _)| name).collect()
}

pub(super) fn enumeration<'s>(schema: &'s Schema, name: &str) -> Option<&'s EnumType> {
    schema.enumeration(name)
}

/// What a property of that type is declared with; `None` for an abstract type that nothing derives from.
fn named<'s>(schema: &'s Schema, target: &'s str) -> Option<Item<'s>> {
    if schema.enumeration(target).is_some() {
        return Some(Item::Enum(target));
    }
    match variants(schema, target).as_slice() {
        [] => None,
        [only] if *only == target => Some(Item::Struct(target)),
        _ => Some(Item::Derived(target)),
    }
}

/// What an item is made of, and whether a value of it holds the part inline.
fn parts<'s>(schema: &'s Schema, item: Item<'s>) -> impl Iterator<Item = (Item<'s>, bool)> {
    let found: Vec<_> = match item {
        Item::Enum(_) => Vec::new(),
        Item::Derived(base) => variants(schema, base).into_iter().map(|name| (Item::Struct(name), true)).collect(),
        Item::Struct(name) => {
            let properties = properties(schema, name).into_iter();
            let parts = properties.filter_map(|(_, property)| match &property.ty {
                Type::Named(target) => named(schema, target).map(|part| (part, !property.collection)),
                Type::Primitive(_) => None,
            });
            parts.collect()
        }
    };
    found.into_iter()
}
