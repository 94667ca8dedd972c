//! Keeps actions and functions in a packed schema.

use std::fmt;

use super::{keep_partly, keep_values};
use crate::model::{Kind, Schema, Type};
use crate::operation::Operation;
use crate::path::operations_named;
use crate::syntax::nearest::nearest;

/// The error for a name that is not the name of an action or a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownOperation {
    /// The requested name, as the caller gave it.
    pub name: String,
    /// The operation with the most similar name, without its namespace.
    pub nearest: Option<String>,
}

impl fmt::Display for UnknownOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the schema has no action or function `{}`", self.name)?;
        self.nearest.as_ref().map_or(Ok(()), |nearest| write!(f, "; did you mean `{nearest}`?"))
    }
}

impl std::error::Error for UnknownOperation {}

impl Schema {
    /// Returns the overloads of an operation, each with its qualified name. `name` is qualified (`microsoft.graph.wipe`) or has an alias
    /// (`graph.wipe`). A name without a namespace (`wipe`) means the operations with this name in any namespace.
    ///
    /// # Errors
    ///
    /// Fails if the schema has no such operation.
    pub fn operations_named(&self, name: &str) -> Result<Vec<(&str, &Operation)>, UnknownOperation> {
        let found: Vec<_> = operations_named(self, name).collect();
        if found.is_empty() {
            let names = self.operations().map(|(known, _)| known.rsplit('.').next().unwrap_or(known));
            let nearest = nearest(name.rsplit('.').next().unwrap_or(name), names).map(str::to_owned);
            return Err(UnknownOperation { name: name.to_owned(), nearest });
        }
        Ok(found)
    }
}

/// Returns the overloads that are bound to one of the types `names` or to a base of such a type. If there are none, returns all overloads.
pub(super) fn bound_to<'s>(
    schema: &Schema,
    overloads: Vec<(&'s str, &'s Operation)>,
    names: &[&str],
) -> Vec<(&'s str, &'s Operation)> {
    let is_near = |operation: &Operation| {
        let binding = operation.binding.as_ref();
        binding.is_some_and(|binding| names.iter().any(|name| schema.is_or_derives_from(name, &binding.ty)))
    };
    let near: Vec<_> = overloads.iter().copied().filter(|(_, operation)| is_near(operation)).collect();
    if near.is_empty() { overloads } else { near }
}

/// Copies an operation to `packed`, with the types of its parameters and result: complex types and enumerations in full, entity types for
/// paths only.
pub(super) fn keep_operation(schema: &Schema, name: &str, operation: &Operation, packed: &mut Schema) {
    let mut kept = Operation { doc: None, ..operation.clone() };
    kept.parameters.iter_mut().for_each(|parameter| parameter.value.doc = None);
    kept.result.iter_mut().for_each(|result| result.doc = None);
    let overloads = packed.operations.entry(name.to_owned()).or_default();
    if overloads.contains(&kept) {
        return;
    }
    overloads.push(kept);
    overloads.sort();
    if let Some(binding) = &operation.binding {
        keep_partly(schema, &binding.ty, packed);
    }
    for value in operation.parameters.iter().map(|parameter| &parameter.value).chain(&operation.result) {
        let Type::Named(ty) = &value.ty else { continue };
        if schema.structured(ty).is_some_and(|ty| ty.kind == Kind::Entity) {
            keep_partly(schema, ty, packed);
        } else {
            let derived = schema.derived(ty).map(|(name, _)| name);
            keep_values(schema, &std::iter::once(ty.as_str()).chain(derived).collect::<Vec<_>>(), packed);
        }
    }
}
