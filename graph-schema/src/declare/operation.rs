//! Chooses the operations of a declaration, their templates and the names of their structs.

use std::collections::HashMap;

use super::request::{DeclareError, Operations, Request};
use crate::model::Schema;
use crate::operation::{Operation, OperationKind};
use crate::shortest_path::Routes;
use crate::syntax::case::pascal_case;

/// An action or function to declare as a struct.
pub(super) struct DeclaredOperation<'s> {
    /// The qualified name of the operation, such as `microsoft.graph.wipe`.
    pub(super) name: &'s str,
    pub(super) operation: &'s Operation,
    /// The templates that lead to the operation.
    pub(super) templates: Vec<String>,
    /// The Rust name that the struct has if no other type has it.
    pub(super) rust: String,
}

/// Returns the operations that the request names, in the schema's order.
pub(super) fn requested<'s>(
    schema: &'s Schema,
    entity: Option<&str>,
    request: &Request<'_>,
) -> Result<Vec<DeclaredOperation<'s>>, DeclareError> {
    let found: Vec<(&str, &Operation)> = match request.operations {
        Operations::None => return Ok(Vec::new()),
        Operations::All => schema.operations().collect(),
        Operations::Bound => schema.operations().filter(|(_, operation)| is_bound(schema, operation, entity)).collect(),
        Operations::Named(names) => named(schema, entity, names)?,
    };
    let routes = Routes::new(schema);
    let names = rust_names(&found);
    let of_caller = |wanted: &Operation| {
        let leads_to = |template: &&&str| {
            let found = schema.resolve_operation(template);
            found.is_ok_and(|found| found.overloads.iter().any(|(_, operation)| *operation == wanted))
        };
        request.templates.iter().filter(leads_to).map(|template| (*template).to_owned()).collect::<Vec<_>>()
    };
    let declared = found.into_iter().zip(names).map(|((name, operation), rust)| {
        let mut templates = of_caller(operation);
        if templates.is_empty() {
            templates.extend(routes.to_operation(name, operation));
        }
        DeclaredOperation { name, operation, templates, rust }
    });
    Ok(declared.collect())
}

fn is_bound(schema: &Schema, operation: &Operation, entity: Option<&str>) -> bool {
    let binding = operation.binding.as_ref();
    entity.zip(binding).is_some_and(|(entity, binding)| schema.is_or_derives_from(entity, &binding.ty))
}

/// Returns the overloads of the operations with these names. A name such as `managedDevice/wipe` begins with the type that the operation is
/// bound to.
fn named<'s>(
    schema: &'s Schema,
    entity: Option<&str>,
    names: &[(OperationKind, &str)],
) -> Result<Vec<(&'s str, &'s Operation)>, DeclareError> {
    let mut found: Vec<(&str, &Operation)> = Vec::new();
    for (kind, requested) in names {
        let (ty, name) = match requested.split_once('/') {
            Some((ty, name)) => (Some(schema.named(ty).map_err(DeclareError::Type)?), name),
            None => (None, *requested),
        };
        let mut overloads = schema.operations_named(name).map_err(DeclareError::Operation)?;
        let other = if *kind == OperationKind::Action { OperationKind::Function } else { OperationKind::Action };
        overloads.retain(|(_, operation)| operation.kind == *kind);
        if overloads.is_empty() {
            return Err(DeclareError::OtherKind { name: name.to_owned(), kind: other });
        }
        let of_entity = overloads.iter().any(|(_, operation)| is_bound(schema, operation, entity));
        let ty = ty.or(entity.filter(|_| of_entity));
        overloads.retain(|(_, operation)| ty.is_none() || is_bound(schema, operation, ty));
        if overloads.is_empty() {
            let (name, ty) = (name.to_owned(), schema.short(ty.unwrap_or_default()).to_owned());
            return Err(DeclareError::NotBound { name, ty });
        }
        for overload in overloads {
            if !found.contains(&overload) {
                found.push(overload);
            }
        }
    }
    Ok(found)
}

/// Returns the Rust names of the operations' structs.
///
/// If operations of several types have the same name, the struct's name begins with the type: `EventAccept`. Otherwise, it is the
/// operation's name: `Wipe`. If several overloads are bound to the same type, the name of an overload with parameters ends with the names
/// of the parameters: `WorksheetRange` and `WorksheetRangeWithAddress`.
fn rust_names(operations: &[(&str, &Operation)]) -> Vec<String> {
    let local = |name: &str| pascal_case(name.rsplit('.').next().unwrap_or(name));
    let short: Vec<String> = operations.iter().map(|(name, _)| local(name)).collect();
    let with_type = |((_, operation), short): (&(&str, &Operation), &String)| {
        let binding = operation.binding.as_ref().map(|binding| local(&binding.ty)).unwrap_or_default();
        format!("{binding}{short}")
    };
    let long: Vec<String> = operations.iter().zip(&short).map(with_type).collect();
    let (of_short, of_long) = (counts(&short), counts(&long));
    let is_of_one_type = |long: &String, short: &String| of_long.get(long) == of_short.get(short);
    let names = operations.iter().zip(short.iter().zip(&long)).map(|((_, operation), (short, long))| {
        let name = if is_of_one_type(long, short) { short } else { long };
        let parameters: String = operation.parameters.iter().map(|parameter| pascal_case(&parameter.name)).collect();
        match of_long.get(long) {
            Some(2..) if !parameters.is_empty() => format!("{name}With{parameters}"),
            _ => name.clone(),
        }
    });
    names.collect()
}

fn counts(names: &[String]) -> HashMap<&String, usize> {
    names.iter().fold(HashMap::new(), |mut counts, name| {
        *counts.entry(name).or_default() += 1;
        counts
    })
}
