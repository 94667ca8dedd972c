//! The request for the Rust declaration of a type, and the reasons why it may fail.

use std::collections::HashSet;
use std::fmt;

use super::names::is_reserved;
use crate::model::{Kind, Primitive};
use crate::model::{Schema, Type};
use crate::operation::OperationKind;
use crate::pack::{UnknownOperation, UnknownType};
use crate::syntax::excerpt::excerpt;
use crate::syntax::template::{PlaceholderKind, Template};

/// The type and operations to declare in Rust, with their path templates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Request<'r> {
    /// The type's name: qualified (`microsoft.graph.user`), with an alias (`graph.user`), or without a namespace (`user`). If the name is
    /// empty, only operations are declared.
    pub name: &'r str,
    /// The actions and functions to declare.
    pub operations: Operations<'r>,
    /// The documented path templates of the type and the operations. If two templates differ only in the names of placeholders, the second
    /// is ignored. If no template leads to an operation, it gets a template that starts with a short path to the type that it is bound to.
    pub templates: &'r [&'r str],
    /// Whether the templates belong to the beta version; otherwise to v1.0.
    pub beta: bool,
    /// Whether the service returns every property by default. Otherwise, the entity's properties that are never null may be absent.
    pub complete: bool,
    /// The packed schema that the compiler checks the declaration against, as a path relative to the user's crate.
    pub checked_against: Option<&'r str>,
}

/// The actions and functions of a [`Request`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Operations<'r> {
    /// No operations.
    #[default]
    None,
    /// The operations with these names. `wipe` or `graph.wipe` means the overloads that are bound to the declared type or to a base of it,
    /// or all overloads if there are none. `managedDevice/wipe` means the overloads that are bound to `managedDevice` or to a base of it.
    Named(&'r [(OperationKind, &'r str)]),
    /// The operations that are bound to the declared type or to a base of it.
    Bound,
    /// Every operation of the schema.
    All,
}

/// The path templates of a type, divided into those that lead to the type unchanged and those that need a cast.
pub(super) struct Templates<'t> {
    pub(super) strict: Vec<&'t str>,
    pub(super) elided: Vec<&'t str>,
}

/// Drops a path template if an earlier one is equal except for the names of placeholders.
pub(super) fn distinct<'t>(templates: &[&'t str]) -> Vec<&'t str> {
    let mut seen = HashSet::new();
    templates.iter().filter(|template| seen.insert(Template::parse(template).shape())).copied().collect()
}

/// Returns the names of the id types for the templates' placeholders, such as `UserId` for `{userId}`.
pub(super) fn ids<'t>(templates: impl Iterator<Item = &'t str>) -> Result<Vec<String>, DeclareError> {
    let mut ids = Vec::new();
    let mut known = HashSet::new();
    for template in templates {
        let parsed = Template::parse(template);
        if let Some(flaw) = parsed.flaws().first() {
            let message = format!("{}\n{}", flaw.message, excerpt(template, &flaw.range));
            return Err(DeclareError::Template { template: (*template).to_owned(), message });
        }
        for placeholder in parsed.placeholders() {
            let PlaceholderKind::Id(id) = &placeholder.kind else { continue };
            if is_reserved(id) {
                let (template, placeholder) = ((*template).to_owned(), placeholder.text.clone());
                return Err(DeclareError::Placeholder { template, placeholder });
            }
            if known.insert(id.clone()) {
                ids.push(id.clone());
            }
        }
    }
    Ok(ids)
}

/// Returns an error if the key of the type `name` cannot be declared. A key must be a property of the entity that holds one primitive value
/// with a text form.
pub(super) fn check_key(schema: &Schema, name: &str) -> Result<(), DeclareError> {
    let Some(key) = schema.key(name).first() else { return Ok(()) };
    let reason = match schema.property(name, key).map(|property| (property.collection, &property.ty)) {
        None => "is not one of its properties",
        Some((true, _)) => "is a collection",
        Some((false, Type::Named(_))) => "is not of a primitive type",
        Some((false, Type::Primitive(Primitive::Stream | Primitive::Untyped))) => "is of a type that has no text",
        Some((false, Type::Primitive(_))) if schema.structured(name).is_some_and(|ty| ty.kind == Kind::Complex) => {
            "belongs to a complex type, which cannot have one"
        }
        Some((false, Type::Primitive(_))) => return Ok(()),
    };
    Err(DeclareError::Key { name: name.to_owned(), key: key.clone(), reason })
}

/// The reason why a type cannot be declared.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeclareError {
    /// The schema has no structured type with the requested name.
    Type(UnknownType),
    /// The schema has no action or function with a requested name.
    Operation(UnknownOperation),
    /// An operation that was requested as an action is a function, or an operation that was requested as a function is an action.
    OtherKind {
        /// The operation's name.
        name: String,
        /// Whether the operation is an action or a function in the schema.
        kind: OperationKind,
    },
    /// No overload of an operation is bound to the requested type.
    NotBound {
        /// The operation's name.
        name: String,
        /// The name of the requested type.
        ty: String,
    },
    /// The schema was packed without the properties of the type. Holds the type's qualified name.
    PathsOnly(String),
    /// The key of the requested type, or of a type that it contains, cannot be declared.
    Key {
        /// The qualified name of the type with this key.
        name: String,
        /// The name of the key's first property.
        key: String,
        /// The reason, which completes the sentence "its key `id` …".
        reason: &'static str,
    },
    /// A path template has a placeholder whose text is not a valid name for an id type.
    Placeholder {
        /// The text of the path template.
        template: String,
        /// The placeholder's name, without braces.
        placeholder: String,
    },
    /// A path template has a mistake, so that the macros would refuse it.
    Template {
        /// The text of the path template.
        template: String,
        /// The mistake, its fix, and the template with the mistake underlined.
        message: String,
    },
}

impl fmt::Display for DeclareError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type(unknown) => unknown.fmt(f),
            Self::Operation(unknown) => unknown.fmt(f),
            Self::OtherKind { name, kind } => write!(
                f,
                "`{name}` is a{} {1}: write `--{1} {name}`",
                if *kind == OperationKind::Action { "n" } else { "" },
                kind.name()
            ),
            Self::NotBound { name, ty } => {
                write!(f, "`{name}` is not bound to `{ty}`: name a type that has it, or only `{name}`")
            }
            Self::PathsOnly(name) => {
                write!(f, "`{name}` was packed without its properties; declare it from the metadata document")
            }
            Self::Key { name, key, reason } => write!(f, "`{name}` cannot be declared: its key `{key}` {reason}"),
            Self::Placeholder { template, placeholder } => {
                write!(f, "`{{{placeholder}}}` in `{template}` cannot name an id type; rename it as in `{{fooId}}`")
            }
            Self::Template { message, .. } => f.write_str(message),
        }
    }
}

impl std::error::Error for DeclareError {}
