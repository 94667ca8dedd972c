//! What a declaration consists of: the types it takes, their Rust names, and where a box breaks a recursion.

use std::collections::{BTreeMap, HashMap};

use super::boxing::boxed;
use super::names::Names;
use crate::model::{Property, Schema, StructuredType, Type};

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

impl<'s> Item<'s> {
    /// The qualified name of the type.
    pub(super) fn qualified(self) -> &'s str {
        match self {
            Self::Struct(name) | Self::Derived(name) | Self::Enum(name) => name,
        }
    }
}

pub(super) struct Plan<'s> {
    pub(super) schema: &'s Schema,
    families: BTreeMap<&'s str, Vec<&'s str>>,
    /// The type that was asked for comes first, the others as they are come by.
    pub(super) items: Vec<Item<'s>>,
    pub(super) names: HashMap<Item<'s>, String>,
    boxes: Vec<(Item<'s>, Item<'s>)>,
}

impl<'s> Plan<'s> {
    pub(super) fn new(schema: &'s Schema, name: &'s str, ids: &[String]) -> Self {
        let families = schema.families();
        let mut plan = Self { schema, families, items: vec![Item::Struct(name)], names: HashMap::new(), boxes: Vec::new() };
        let mut at = 0;
        while let Some(item) = plan.items.get(at).copied() {
            for (part, _) in plan.parts(item) {
                if !plan.items.contains(&part) {
                    plan.items.push(part);
                }
            }
            at += 1;
        }
        // Types of the usual namespace have the first choice.
        let is_usual = |item: &&Item<'_>| !schema.short(item.qualified()).contains('.');
        let (usual, others): (Vec<Item<'_>>, Vec<Item<'_>>) = plan.items.iter().partition(is_usual);
        let mut taken = Names::new(ids);
        plan.names = usual.into_iter().chain(others).map(|item| (item, taken.take(schema, item))).collect();
        let inline = |item| plan.parts(item).into_iter().filter(|(_, inline)| *inline).map(|(part, _)| part).collect();
        plan.boxes = boxed(plan.items.iter().copied(), inline, |item| matches!(item, Item::Derived(_)));
        plan
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
            Type::Named(target) => match self.named(target) {
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

    /// The properties of a type, those of its bases first, each with its name.
    pub(super) fn properties(&self, name: &'s str) -> Vec<(&'s str, &'s Property)> {
        let mut properties: Vec<(&str, &Property)> = Vec::new();
        let lineage: Vec<&StructuredType> = self.schema.lineage(name).map(|(_, ty)| ty).collect();
        for (name, property) in lineage.iter().rev().flat_map(|ty| &ty.properties) {
            match properties.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) => *known = property,
                None => properties.push((name, property)),
            }
        }
        properties
    }

    /// The types that may stand where a property has the base: itself and what derives from it, short of abstract ones.
    pub(super) fn variants(&self, base: &str) -> Vec<&'s str> {
        let is_concrete = |name: &&str| self.schema.structured(name).is_some_and(|ty| !ty.is_abstract);
        let mut variants: Vec<&str> = self.families.get(base).into_iter().flatten().copied().filter(is_concrete).collect();
        variants.sort_by_key(|name| *name != base);
        variants
    }

    /// What a property of that type is declared with; `None` for an abstract type that nothing derives from.
    fn named(&self, target: &'s str) -> Option<Item<'s>> {
        if self.schema.enumeration(target).is_some() {
            return Some(Item::Enum(target));
        }
        match self.variants(target).as_slice() {
            [] => None,
            [only] if *only == target => Some(Item::Struct(target)),
            _ => Some(Item::Derived(target)),
        }
    }

    /// What an item is made of, and whether a value of it holds the part inline.
    fn parts(&self, item: Item<'s>) -> Vec<(Item<'s>, bool)> {
        match item {
            Item::Enum(_) => Vec::new(),
            Item::Derived(base) => self.variants(base).into_iter().map(|name| (Item::Struct(name), true)).collect(),
            Item::Struct(name) => {
                let properties = self.properties(name).into_iter();
                let parts = properties.filter_map(|(_, property)| match &property.ty {
                    Type::Named(target) => self.named(target).map(|part| (part, !property.collection)),
                    Type::Primitive(_) => None,
                });
                parts.collect()
            }
        }
    }
}
