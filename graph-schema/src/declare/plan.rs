//! Plans a declaration: the Rust types in it, their names, and the boxes that break cycles.

use std::collections::{HashMap, HashSet};

use super::boxing::boxed;
use super::names::TypeNames;
use super::operation::DeclaredOperation;
use super::part::DeclaredType;
use crate::derivation::Derivations;
use crate::model::{Kind, Primitive, Property, Schema, StructuredType, Type};

/// The plan of a declaration: the Rust types in it, their names, and the fields and variants that need a `Box`.
pub(super) struct DeclarationPlan<'s> {
    pub(super) schema: &'s Schema,
    pub(super) operations: Vec<DeclaredOperation<'s>>,
    derivations: Derivations<'s>,
    /// The requested type and operations, then the other types in the order in which properties refer to them.
    pub(super) types: Vec<DeclaredType<'s>>,
    /// The Rust name of each planned type.
    names: HashMap<DeclaredType<'s>, String>,
    /// Pairs of types: the first type has a field or variant of the second type, and must hold it in a `Box`.
    boxes: HashSet<(DeclaredType<'s>, DeclaredType<'s>)>,
}

impl<'s> DeclarationPlan<'s> {
    pub(super) fn new(schema: &'s Schema, name: Option<&'s str>, operations: Vec<DeclaredOperation<'s>>, ids: &[String]) -> Self {
        let of_operations =
            operations.iter().enumerate().map(|(index, operation)| DeclaredType::Operation(operation.name, index));
        let types = name.map(DeclaredType::Struct).into_iter().chain(of_operations).collect();
        let (derivations, names, boxes) = (Derivations::new(schema), HashMap::new(), HashSet::new());
        let mut plan = Self { schema, operations, derivations, types, names, boxes };
        let mut known: HashSet<_> = plan.types.iter().copied().collect();
        let mut at = 0;
        while let Some(ty) = plan.types.get(at).copied() {
            let parts = plan.parts(ty).into_iter().map(|(part, _)| part);
            plan.types.extend(parts.filter(|part| known.insert(*part)).collect::<Vec<_>>());
            at += 1;
        }
        // Types in the schema's own namespace get their Rust names first.
        let is_own = |ty: &&DeclaredType<'_>| !schema.short(ty.qualified()).contains('.');
        let (own, others): (Vec<_>, Vec<_>) = plan.types.iter().partition(is_own);
        let mut names = TypeNames::new(ids);
        let operations = &plan.operations;
        let mut take = |ty: DeclaredType<'s>| match ty {
            DeclaredType::Operation(_, index) => {
                let rust = operations.get(index).map_or("", |operation| operation.rust.as_str());
                names.take_operation(rust)
            }
            ty => names.take(schema, ty),
        };
        plan.names = own.into_iter().chain(others).map(|ty| (ty, take(ty))).collect();
        let inline = |ty| plan.parts(ty).into_iter().filter(|(_, inline)| *inline).map(|(part, _)| part).collect();
        let boxes = boxed(plan.types.iter().copied(), inline, |ty| matches!(ty, DeclaredType::Union(_)));
        plan.boxes = boxes.into_iter().collect();
        plan
    }

    /// Returns the Rust name of a planned type.
    pub(super) fn name(&self, ty: DeclaredType<'s>) -> &str {
        self.names.get(&ty).map_or("Untyped", String::as_str)
    }

    /// Returns the Rust names of all planned types.
    pub(super) fn all_names(&self) -> impl Iterator<Item = &str> {
        self.names.values().map(String::as_str)
    }

    /// Returns the Rust type of the fields or variants of `whole` that hold a `part`: the Rust name of `part`, in a `Box` if needed.
    pub(super) fn part_type(&self, whole: DeclaredType<'s>, part: DeclaredType<'s>) -> String {
        let name = self.name(part);
        if self.boxes.contains(&(whole, part)) { format!("Box<{name}>") } else { name.to_owned() }
    }

    /// Returns the Rust type of the field for a property of the schema type `of`, such as `Option<String>`.
    pub(super) fn property_type(&self, of: &'s str, property: &'s Property, is_key: bool) -> String {
        let one = match &property.ty {
            Type::Primitive(primitive) => primitive.rust().to_owned(),
            Type::Named(target) => match self.declared(target) {
                None => "Untyped".to_owned(),
                Some(part @ DeclaredType::Enum(name)) if self.schema.enumeration(name).is_some_and(|ty| ty.flags) => {
                    format!("Flags<{}>", self.name(part))
                }
                Some(part) if property.collection => self.name(part).to_owned(),
                Some(part) => self.part_type(DeclaredType::Struct(of), part),
            },
        };
        match (property.collection, property.nullable && !is_key) {
            (true, _) => format!("Vec<{one}>"),
            (false, true) => format!("Option<{one}>"),
            (false, false) => one,
        }
    }

    /// Returns the Rust type of the field for a parameter, without the `Option`.
    pub(super) fn parameter_type(&self, value: &'s Property) -> String {
        self.value_type(value, self.parameter_part(value))
    }

    /// Returns the Rust type of an operation's result.
    pub(super) fn result_type(&self, value: &'s Property) -> String {
        match value.ty {
            // The content of a stream is bytes, which a `String` cannot hold.
            Type::Primitive(Primitive::Stream) if !value.collection => "Bytes".to_owned(),
            _ => self.value_type(value, self.result_part(value)),
        }
    }

    fn value_type(&self, value: &'s Property, part: Option<DeclaredType<'s>>) -> String {
        let one = match (&value.ty, part) {
            (Type::Primitive(primitive), _) => primitive.rust().to_owned(),
            (Type::Named(name), Some(part)) if self.schema.enumeration(name).is_some_and(|ty| ty.flags) => {
                format!("Flags<{}>", self.name(part))
            }
            (Type::Named(_), Some(part)) => self.name(part).to_owned(),
            (Type::Named(_), None) => "Untyped".to_owned(),
        };
        if value.collection { format!("Vec<{one}>") } else { one }
    }

    fn operation_parts(&self, index: usize) -> Vec<(DeclaredType<'s>, bool)> {
        let Some(declared) = self.operations.get(index) else { return Vec::new() };
        let parameters = declared.operation.parameters.iter().filter_map(|parameter| self.parameter_part(&parameter.value));
        let result = declared.operation.result.as_ref().and_then(|result| self.result_part(result));
        parameters.chain(result).map(|part| (part, false)).collect()
    }

    /// Returns the Rust type to declare for the type of a parameter, if one must be declared.
    fn parameter_part(&self, value: &'s Property) -> Option<DeclaredType<'s>> {
        let Type::Named(target) = &value.ty else { return None };
        match self.schema.structured(target).filter(|ty| ty.kind == Kind::Entity) {
            Some(_) if self.types.contains(&DeclaredType::Struct(target)) => Some(DeclaredType::Struct(target)),
            Some(_) => Some(DeclaredType::Stub(target)),
            None => self.declared(target),
        }
    }

    /// Returns the Rust type to declare for the type of a result, if one must be declared. Returns `None` for an entity type with subtypes,
    /// because no single struct describes all its values.
    fn result_part(&self, value: &'s Property) -> Option<DeclaredType<'s>> {
        let Type::Named(target) = &value.ty else { return None };
        let is_entity = self.schema.structured(target).is_some_and(|ty| ty.kind == Kind::Entity);
        let has_subtypes = is_entity && self.derivations.any_derived(target, |_| true);
        self.parameter_part(value).filter(|_| !has_subtypes)
    }

    /// Returns the properties of a structured type with their names in JSON, inherited properties first.
    pub(super) fn properties(&self, name: &'s str) -> Vec<(&'s str, &'s Property)> {
        let mut properties: Vec<(&str, &Property)> = Vec::new();
        let mut index: HashMap<&str, usize> = HashMap::new();
        let lineage: Vec<&StructuredType> = self.schema.lineage(name).map(|(_, ty)| ty).collect();
        for (name, property) in lineage.iter().rev().flat_map(|ty| &ty.properties) {
            match index.get(name.as_str()).and_then(|at| properties.get_mut(*at)) {
                Some((_, known)) => *known = property,
                None => {
                    index.insert(name, properties.len());
                    properties.push((name, property));
                }
            }
        }
        properties
    }

    /// Returns the qualified names of the concrete types that a value of the declared type `base` may have: `base` and all its subtypes,
    /// except abstract ones.
    pub(super) fn variants(&self, base: &'s str) -> Vec<&'s str> {
        let is_concrete = |name: &&str| self.schema.structured(name).is_some_and(|ty| !ty.is_abstract);
        let mut variants: Vec<&str> = self.derivations.family(base).into_iter().filter(is_concrete).collect();
        variants.sort_by_key(|name| *name != base);
        variants
    }

    /// Returns the Rust type to declare for a property of the schema type `target`. Returns `None` if `target` is abstract and has no
    /// concrete subtype.
    fn declared(&self, target: &'s str) -> Option<DeclaredType<'s>> {
        if self.schema.enumeration(target).is_some() {
            return Some(DeclaredType::Enum(target));
        }
        let is_concrete = |name: &str| self.schema.structured(name).is_some_and(|ty| !ty.is_abstract);
        match (self.derivations.any_derived(target, is_concrete), is_concrete(target)) {
            (true, _) => Some(DeclaredType::Union(target)),
            (false, true) => Some(DeclaredType::Struct(target)),
            (false, false) => None,
        }
    }

    /// Returns the declared types of the fields or variants of `ty`. The flag is `true` for a value stored inline, and `false` for a `Vec`.
    fn parts(&self, ty: DeclaredType<'s>) -> Vec<(DeclaredType<'s>, bool)> {
        match ty {
            DeclaredType::Enum(_) | DeclaredType::Stub(_) => Vec::new(),
            DeclaredType::Operation(_, index) => self.operation_parts(index),
            DeclaredType::Union(base) => self.variants(base).into_iter().map(|name| (DeclaredType::Struct(name), true)).collect(),
            DeclaredType::Struct(name) => {
                let properties = self.properties(name).into_iter();
                let parts = properties.filter_map(|(_, property)| match &property.ty {
                    Type::Named(target) => self.declared(target).map(|part| (part, !property.collection)),
                    Type::Primitive(_) => None,
                });
                parts.collect()
            }
        }
    }
}
