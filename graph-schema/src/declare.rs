//! Printing the Rust declaration of an entity: the entity, its complex types, its enumerations and the ids of its paths.

use std::collections::HashSet;
use std::fmt;

use crate::model::{Kind, Schema};
use crate::pack::UnknownType;
use crate::path::Verdict;
use crate::syntax::identifier::id_type;

mod boxing;
mod names;
mod plan;
mod print;

use plan::Plan;
use print::Printer;

/// What to declare.
#[derive(Clone, Copy, Debug, Default)]
pub struct Request<'r> {
    /// The type: qualified, with an alias, or without a namespace.
    pub name: &'r str,
    /// The documented path templates to it. Of two that differ in their placeholders' names only, the first is taken.
    pub templates: &'r [&'r str],
    /// The templates are those of the beta version; otherwise of v1.0.
    pub beta: bool,
    /// The packed schema that the declaration shall be checked against by the compiler, relative to the user's crate.
    pub checked_against: Option<&'r str>,
}

/// Prints a declaration, formatted as rustfmt does, ready to paste into a crate that depends on graph-core.
///
/// It has the structural properties. The navigation properties are left out, since only `$expand` brings them and their targets are
/// whole entities: add those that you expand as an `Option` of an entity or of a `Vec` of them, marked `read_only`.
///
/// # Errors
///
/// When the schema has no such type or has it for paths only, or when a placeholder cannot be the name of an id.
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
    let name = schema.named(request.name).map_err(DeclareError::Type)?;
    if schema.structured(name).is_some_and(|ty| ty.partial) {
        return Err(DeclareError::PathsOnly(name.to_owned()));
    }
    let templates = distinct(request.templates);
    let mut ids = Vec::new();
    for (template, placeholder) in templates.iter().flat_map(|template| placeholders(template).map(move |id| (template, id))) {
        let id = id_type(placeholder)
            .ok_or_else(|| DeclareError::Placeholder { template: (*template).to_owned(), placeholder: placeholder.to_owned() })?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let is_strict = |template: &&str| !matches!(schema.resolve(template, Some(name)), Verdict::ElidesCast { .. });
    let (strict, elided) = templates.into_iter().partition(is_strict);
    let plan = Plan::new(schema, name, &ids);
    Ok(Printer::new(&plan, request).print(&ids, &Templates { strict, elided }))
}

/// The templates that lead to the type, and those that do so only with a cast added.
struct Templates<'t> {
    strict: Vec<&'t str>,
    elided: Vec<&'t str>,
}

/// The templates without those that differ from an earlier one in their placeholders' names only.
fn distinct<'t>(templates: &[&'t str]) -> Vec<&'t str> {
    let mut seen = HashSet::new();
    let shape = |template: &str| {
        template.split('/').map(|part| if part.starts_with('{') { "{}" } else { part }).collect::<Vec<_>>().join("/")
    };
    templates.iter().filter(|template| seen.insert(shape(template))).copied().collect()
}

fn placeholders(template: &str) -> impl Iterator<Item = &str> {
    template.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
}

/// What the derive macro of a type is called.
fn derive_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Entity => "GraphEntity",
        Kind::Complex => "GraphComplex",
    }
}

/// Why a type cannot be declared.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeclareError {
    /// There is no such type.
    Type(UnknownType),
    /// The schema was packed without the type's properties.
    PathsOnly(String),
    /// A placeholder cannot be the name of an id.
    Placeholder {
        /// The template.
        template: String,
        /// The placeholder, without braces.
        placeholder: String,
    },
}

impl fmt::Display for DeclareError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type(unknown) => unknown.fmt(f),
            Self::PathsOnly(name) => {
                write!(f, "`{name}` was packed for paths only, without its properties; declare it from the metadata document")
            }
            Self::Placeholder { template, placeholder } => {
                write!(f, "`{{{placeholder}}}` in `{template}` cannot name an id type; rename it as in `{{fooId}}`")
            }
        }
    }
}

impl std::error::Error for DeclareError {}
