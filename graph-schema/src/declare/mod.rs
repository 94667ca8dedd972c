//! Prints the Rust declarations of an entity and of actions and functions, with their complex types, their enumerations and the id types of
//! their paths.

mod boxing;
mod fields;
mod layout;
mod markdown;
mod names;
mod operation;
mod part;
mod plan;
mod print;
mod request;

use crate::model::Schema;
use crate::path::Resolution;
use operation::requested;
use part::DeclaredType;
use plan::DeclarationPlan;
use print::Printer;
use request::{Templates, check_key, distinct, ids};

pub use request::{DeclareError, Operations, Request};

/// Returns the Rust declaration of a type, formatted as rustfmt does, ready to paste into a crate that depends on graph-core.
///
/// The declaration has the structural properties only. Navigation properties are omitted, because only `$expand` adds them and their
/// targets are whole entities. Add those that you expand as `Option<T>` or `Option<Expanded<T>>` of the entity, marked `read_only`.
///
/// A default response, to a request without `$select`, is a subset of the entity's properties: `GET /users/{id}` returns 11 of more than a
/// hundred. So the entity's properties that are never null are declared `not_null`, as an `Option` that is `None` if the property is absent.
/// [`Request::complete`] declares them as always present.
///
/// A property that only the service sets is declared `read_only`. A property that only a creation can set is declared `create_only`. See
/// [`Access`](crate::Access).
///
/// The service's descriptions become plain doc comments: without links, code blocks and HTML.
///
/// An action or function becomes a struct with its parameters as fields. Its templates are those in [`Request::templates`] that lead to it.
/// If there are none, its template starts with a short path to the type that it is bound to. An entity type in a parameter or a result
/// becomes a struct that keeps all properties as JSON. If operations of several types are requested that have the same name, the struct's
/// name begins with the type: `DriveItemCreateLink`. If a type has several overloads of an operation, the struct's name ends with the names
/// of the parameters: `RangeWithAddress`.
///
/// # Errors
///
/// Fails if the schema lacks the type or an operation, if the schema has the type for paths only, if the type's key cannot be declared, or
/// if a path template has a mistake or a placeholder whose text is not a valid name for an id type.
///
/// ```
/// use graph_schema::{Schema, declare::{Request, declare}};
///
/// let schema: Schema = "graph-schema 1\nnamespace microsoft.graph\nset scripts script\nentity script key id\n  id String\n  runAs32Bit Boolean?".parse()?;
/// let request = Request { name: "script", templates: &["/scripts/{scriptId}"], ..Request::default() };
/// assert_eq!(declare(&schema, &request)?, r#"use graph_core::{GraphEntity, graph_ids, graph_paths};
///
/// graph_ids! {
///     pub ScriptId;
/// }
///
/// /// The entity type `microsoft.graph.script`.
/// ##[derive(Clone, Debug, PartialEq, GraphEntity)]
/// ##[graph(odata_type = "microsoft.graph.script")]
/// ##[graph_paths(v1, "/scripts/{scriptId}")]
/// pub struct Script {
///     #[graph(key)]
///     pub id: String,
///     pub run_as32_bit: Option<bool>,
/// }
/// "#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn declare(schema: &Schema, request: &Request<'_>) -> Result<String, DeclareError> {
    let name = Some(request.name).filter(|name| !name.is_empty());
    let name = name.map(|name| schema.named(name)).transpose().map_err(DeclareError::Type)?;
    if let Some(name) = name.filter(|name| schema.structured(name).is_some_and(|ty| ty.partial)) {
        return Err(DeclareError::PathsOnly(name.to_owned()));
    }
    let operations = requested(schema, name, request)?;
    let mut templates = distinct(request.templates);
    if !operations.is_empty() {
        // Keeps only the templates of the type: the others are templates of operations.
        templates.retain(|template| schema.resolve_operation(template).is_err());
    }
    let of_operations = operations.iter().flat_map(|operation| &operation.templates).map(String::as_str);
    let ids = ids(templates.iter().copied().chain(of_operations))?;
    let is_strict = |template: &&str| !matches!(schema.resolve(template, name), Resolution::ElidesCast { .. });
    let (strict, elided) = templates.into_iter().partition(is_strict);
    let plan = DeclarationPlan::new(schema, name, operations, &ids);
    for ty in &plan.types {
        if let DeclaredType::Struct(name) = ty {
            check_key(schema, name)?;
        }
    }
    Ok(Printer::new(&plan, request).print(&ids, &Templates { strict, elided }))
}
