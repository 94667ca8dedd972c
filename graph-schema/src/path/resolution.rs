//! The result of following a path template.

use std::fmt;
use std::ops::Range;

/// The result of following a path template through a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// The template is one of the schema's paths.
    Resolves,
    /// The template becomes a path of the schema if casts are added before some segments.
    ElidesCast {
        /// The segments that lack a cast, in the template's order.
        elisions: Vec<Elision>,
        /// The template with the fewest possible casts added.
        strict: String,
    },
    /// The template is not a path of the schema.
    Fails(PathFailure),
}

/// A segment that is declared only on types that derive from the type before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elision {
    /// The segment's bytes in the template.
    pub segment: Range<usize>,
    /// The segment.
    pub name: String,
    /// The type before it.
    pub on: String,
    /// The types that declare it and from which the rest of the template resolves, some with further casts, qualified. The first
    /// is that of the strict template, the others are sorted.
    pub candidates: Vec<String>,
}

impl Elision {
    /// Returns the mistake in one line.
    pub fn message(&self) -> String {
        let types = match self.candidates.len() {
            1 => "one type that derives".to_owned(),
            count => format!("{count} types that derive"),
        };
        format!("`{}` is not declared on `{}`, only on {types} from it", self.name, self.on)
    }

    /// Returns the fix.
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

/// Why a template is not a path of the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathFailure {
    /// The bytes of the template that the schema does not allow.
    pub segment: Range<usize>,
    /// Why.
    pub reason: PathReason,
    /// The name that was probably meant: a segment's, or a qualified type's where a type is unknown.
    pub nearest: Option<String>,
}

/// Why a segment is not allowed. Types have their shortest unambiguous names.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PathReason {
    /// The text is not a template. Holds what was expected.
    Malformed(&'static str),
    /// The schema has no such entity type, so nothing can lead to it.
    UnknownEntity(String),
    /// Neither an entity set nor a singleton.
    UnknownRoot,
    /// Nothing of that name is declared on the type, its bases or its derived types.
    UnknownSegment {
        /// The type.
        on: String,
    },
    /// A cast to a type that the schema does not know.
    UnknownType,
    /// A cast to a type that does not derive from the one before it.
    NotDerived {
        /// The type before it.
        on: String,
    },
    /// A key after a single value.
    KeyAfterSingle {
        /// The value's type.
        of: String,
    },
    /// A name after a collection, without a key between them.
    KeyMissing {
        /// The type of the collection's elements.
        of: String,
    },
    /// A property whose value has no paths of its own.
    IsProperty {
        /// The type that has it.
        of: String,
    },
    /// The template leads to a collection.
    EndsInCollection {
        /// The type of the collection's elements.
        of: String,
    },
    /// The template leads to another type.
    WrongEnd {
        /// The type it leads to.
        leads_to: String,
        /// The type that it should lead to.
        entity: String,
    },
}

impl PathFailure {
    /// Returns the mistake in `template`, in one line.
    pub fn message(&self, template: &str) -> String {
        let segment = template.get(self.segment.clone()).unwrap_or_default();
        match &self.reason {
            PathReason::Malformed(expected) => format!("expected {expected}"),
            PathReason::UnknownEntity(name) => format!("the schema has no type `{name}`"),
            PathReason::UnknownRoot => format!("`{segment}` is neither an entity set nor a singleton"),
            PathReason::UnknownSegment { on } => format!("`{segment}` is not a navigation property of `{on}`"),
            PathReason::UnknownType => format!("the schema has no type `{segment}`"),
            PathReason::NotDerived { on } => format!("`{segment}` does not derive from `{on}`"),
            PathReason::KeyAfterSingle { of } => format!("a key cannot follow a single `{of}`"),
            PathReason::KeyMissing { of } => format!("`{segment}` follows a collection of `{of}` without a key"),
            PathReason::IsProperty { of } => format!("`{segment}` is a property of `{of}`, not a navigation property"),
            PathReason::EndsInCollection { of } => format!("the path ends at a collection of `{of}`"),
            PathReason::WrongEnd { leads_to, entity } => {
                format!("the path leads to `{leads_to}`, which is neither `{entity}` nor a base of it")
            }
        }
    }

    /// Returns the fix, if the schema shows one.
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
            _ => None,
        }
    }
}
