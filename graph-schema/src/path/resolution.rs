//! The result of following a path template through a schema.

use std::fmt;
use std::ops::Range;

use crate::operation::OperationKind;

/// The result of following a path template through a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// The template is a path of the schema.
    Resolves,
    /// The template is a path of the schema once casts are inserted before some segments.
    ElidesCast {
        /// The segments that lack a cast before them, in template order.
        elisions: Vec<Elision>,
        /// The template with the fewest possible casts inserted.
        strict: String,
    },
    /// The template is not a path of the schema. Holds the reason.
    Fails(PathFailure),
}

/// A segment of a path template that lacks a cast before it. The preceding segments lead to a type that does not declare the segment; some
/// of its subtypes do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elision {
    /// The byte range of the segment in the template's text.
    pub segment: Range<usize>,
    /// The segment's name, such as `rootCertificate`.
    pub name: String,
    /// The name of the type that the preceding segments lead to, such as `user`.
    pub on: String,
    /// The qualified names of the types that the missing cast may name. Each is a subtype that declares the segment. The rest of the
    /// template resolves after it, possibly with further casts. The first name is the one in the strict template; the others are sorted.
    pub candidates: Vec<String>,
}

impl Elision {
    /// Returns a one-line message that states which segment lacks a cast.
    pub fn message(&self) -> String {
        let types = match self.candidates.len() {
            1 => "one type that derives".to_owned(),
            count => format!("{count} types that derive"),
        };
        format!("`{}` is not declared on `{}`, only on {types} from it", self.name, self.on)
    }

    /// Returns a phrase that tells how to add the cast, such as ``write `microsoft.graph.group/owners` ``.
    pub fn help(&self) -> String {
        let Some((first, rest)) = self.candidates.split_first() else { return String::new() };
        let others = rest.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let others = if others.is_empty() { others } else { format!(" (or the cast to {others})") };
        format!("write `{first}/{}`{others}", self.name)
    }
}

impl fmt::Display for Elision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.message(), self.help())
    }
}

/// The reason why a path template is not a path of the schema, with the wrong part of the template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathFailure {
    /// The byte range of the template's text that the schema does not allow.
    pub segment: Range<usize>,
    /// The reason why the schema does not allow this part of the template.
    pub reason: PathReason,
    /// The name that was probably meant: the name of a segment, or the qualified name of a type if a type is unknown.
    pub nearest: Option<String>,
}

/// The reason why the schema does not allow a path segment. The variants hold type names without the schema's own namespace: `user`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PathReason {
    /// The text is not a path template. Holds the error message, which says what to write.
    Malformed(String),
    /// The schema has no entity type with the requested name, so no path can lead to it. Holds the qualified name.
    UnknownEntity(String),
    /// The service has no entity set or singleton with the name in the first segment.
    UnknownRoot,
    /// The preceding segments lead to a type that does not declare the segment, and no base type or subtype of it does.
    UnknownSegment {
        /// The name of the type that the preceding segments lead to, such as `user`.
        on: String,
    },
    /// The segment casts to a type that is not in the schema.
    UnknownType,
    /// The segment casts to a type that does not derive from the type that the preceding segments lead to.
    NotDerived {
        /// The name of the type that the preceding segments lead to, such as `user`.
        on: String,
    },
    /// A key follows a single value, not a collection.
    KeyAfterSingle {
        /// The name of the type of the single value that the key follows, such as `user`.
        of: String,
    },
    /// The name of a segment follows a collection: the key between them is missing.
    KeyMissing {
        /// The name of the type of the elements in the collection that lacks a key, such as `user`.
        of: String,
    },
    /// The segment is a property that no path can lead to or through.
    IsProperty {
        /// The name of the type that has the property.
        of: String,
    },
    /// The template ends at a collection, not at one of its elements.
    EndsInCollection {
        /// The name of the type of the elements in the collection at the end of the template, such as `user`.
        of: String,
    },
    /// The type has no key property or alternate key with the name in the key's parentheses.
    NotAKey {
        /// The name of the type that does not have the key, such as `user`.
        of: String,
        /// The keys of the type, each with its names joined by commas.
        keys: Vec<String>,
    },
    /// The segment is an operation, but the template is declared on an entity.
    IsOperation {
        /// The operation's name.
        name: String,
        /// Whether the operation is an action or a function.
        kind: OperationKind,
    },
    /// The template is declared on an operation, but does not lead to an operation.
    NotAnOperation {
        /// The name of the type that the preceding segments lead to, such as `user`.
        on: String,
    },
    /// No operation of this name is bound to the type that the preceding segments lead to.
    UnknownOperation {
        /// The name of the type that the preceding segments lead to, such as `user`.
        on: String,
    },
    /// The operation is bound to a collection of the type that the preceding segments lead to, but follows a single value; or it is bound
    /// to a single value, but follows a collection.
    BoundToOther {
        /// The name of the type that the preceding segments lead to, such as `user`.
        of: String,
        /// Whether the operation is bound to a collection of this type and not to a single value.
        collection: bool,
    },
    /// No overload of the operation takes the arguments in parentheses.
    WrongArguments {
        /// The first argument whose name is not the name of a parameter, if there is one.
        unknown: Option<String>,
        /// For each overload, the segment that calls it, such as `range(address='{address}')`.
        calls: Vec<String>,
    },
    /// A segment follows an operation that must be the last segment of a path.
    AfterOperation {
        /// The operation's name.
        name: String,
        /// Whether the operation is an action or a function.
        kind: OperationKind,
    },
    /// A segment follows `$ref`, `$value` or `$count`.
    AfterSuffix,
    /// `$ref` does not follow a navigation property.
    NotALink,
    /// `$count` does not follow a collection.
    NotACollection {
        /// The name of the type of the single value that `$count` follows, such as `user`.
        of: String,
    },
    /// `$value` follows a segment that is not a property or an entity with a stream.
    NotMedia {
        /// The name of the entity type that has no stream, such as `user`.
        of: String,
    },
    /// The template leads to a type that is not the requested entity type.
    WrongEnd {
        /// The name of the type that the template leads to.
        leads_to: String,
        /// The name of the requested type.
        entity: String,
    },
}

impl PathFailure {
    /// Returns a one-line message that states the mistake in `template`.
    pub fn message(&self, template: &str) -> String {
        let segment = template.get(self.segment.clone()).unwrap_or_default();
        match &self.reason {
            PathReason::Malformed(message) => message.clone(),
            PathReason::UnknownEntity(name) => format!("the schema has no type `{name}`"),
            PathReason::UnknownRoot => format!("`{segment}` is neither an entity set nor a singleton"),
            PathReason::UnknownSegment { on } => format!("`{segment}` is not a navigation property of `{on}`"),
            PathReason::UnknownType => format!("the schema has no type `{segment}`"),
            PathReason::NotDerived { on } => format!("`{segment}` does not derive from `{on}`"),
            PathReason::KeyAfterSingle { of } => format!("a key cannot follow a single `{of}`"),
            PathReason::KeyMissing { of } => format!("`{segment}` follows a collection of `{of}` without a key"),
            PathReason::IsProperty { of } => format!("`{segment}` is a property of `{of}`, not a navigation property"),
            PathReason::EndsInCollection { of } => format!("the path ends at a collection of `{of}`"),
            PathReason::NotAKey { of, .. } => format!("`{segment}` does not give a key of `{of}`"),
            PathReason::IsOperation { name, kind } => format!("`{name}` is {}", kind.with_article()),
            PathReason::NotAnOperation { on } => format!("`{segment}` is not an action or function of `{on}`"),
            PathReason::UnknownOperation { on } => format!("no action or function `{segment}` is bound to `{on}`"),
            PathReason::BoundToOther { of, collection: true } => {
                format!("`{segment}` is bound to a collection of `{of}`, and follows a single one")
            }
            PathReason::BoundToOther { of, collection: false } => {
                format!("`{segment}` is bound to a single `{of}`, and follows a collection")
            }
            PathReason::WrongArguments { unknown: Some(unknown), .. } => format!("`{unknown}` is not a parameter of `{segment}`"),
            PathReason::WrongArguments { unknown: None, .. } => format!("`{segment}` does not have the function's parameters"),
            PathReason::AfterOperation { name, kind } => format!("`{segment}` cannot follow the {} `{name}`", kind.name()),
            PathReason::AfterSuffix => format!("`{segment}` follows the end of a path"),
            PathReason::NotALink => "`$ref` does not follow a navigation property".to_owned(),
            PathReason::NotACollection { of } => format!("`$count` follows a single `{of}`"),
            PathReason::NotMedia { of } => format!("`{of}` does not have a stream"),
            PathReason::WrongEnd { leads_to, entity } => {
                format!("the path leads to `{leads_to}`, which is neither `{entity}` nor a base of it")
            }
        }
    }

    /// Returns a phrase that tells how to fix the template, such as ``did you mean `users`?``, or `None` if the schema suggests no fix.
    pub fn help(&self) -> Option<String> {
        let key = |of: &str| format!("{{{}Id}}", of.rsplit('.').next().unwrap_or(of));
        match (&self.reason, &self.nearest) {
            (_, Some(nearest)) => Some(format!("did you mean `{nearest}`?")),
            (PathReason::UnknownEntity(_) | PathReason::UnknownType, None) => Some(
                "a packed schema has only the types it was packed with: pack it again with `--types` naming this one too"
                    .to_owned(),
            ),
            (PathReason::UnknownRoot | PathReason::UnknownSegment { .. }, None) => {
                Some("if the service has it, pack the schema again with `--paths` naming this template".to_owned())
            }
            (PathReason::KeyAfterSingle { .. }, None) => Some("remove it".to_owned()),
            (PathReason::KeyMissing { of }, None) => Some(format!("write the key `{}` before it", key(of))),
            (PathReason::EndsInCollection { of }, None) => Some(format!("add the key, `/{}`", key(of))),
            (PathReason::NotAKey { keys, .. }, None) if keys.is_empty() => Some("it has no key in this schema".to_owned()),
            (PathReason::NotAKey { keys, .. }, None) => Some(format!("its keys are `{}`", keys.join("`, `"))),
            (PathReason::IsOperation { kind, .. }, None) => {
                Some(format!("declare it as a struct of its own, with `#[derive({})]`", kind.derive()))
            }
            (PathReason::UnknownOperation { .. }, None) => Some(
                "if the service has it, pack the schema again with `--operations` or with `--paths` naming this template"
                    .to_owned(),
            ),
            (PathReason::NotAnOperation { .. }, None) => Some("declare the template on the entity that it leads to".to_owned()),
            (PathReason::BoundToOther { of, collection: false }, None) => Some(format!("write the key `{}` before it", key(of))),
            (PathReason::BoundToOther { .. }, None) => Some("remove the key before it".to_owned()),
            (PathReason::WrongArguments { calls, .. }, None) => Some(format!("write `{}`", calls.join("` or `"))),
            (PathReason::AfterOperation { .. } | PathReason::AfterSuffix, None) => Some("remove it".to_owned()),
            (PathReason::NotALink, None) => Some("write it after one, as in `/groups/{groupId}/members/$ref`".to_owned()),
            (PathReason::NotACollection { .. }, None) => Some("write it after a collection".to_owned()),
            (PathReason::NotMedia { .. }, None) => Some("write `$value` after an entity or a property with a stream".to_owned()),
            _ => None,
        }
    }
}
