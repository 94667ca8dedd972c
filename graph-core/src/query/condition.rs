//! The conditions of `$filter`, before they are written as text.

use std::borrow::Cow;

/// A condition on an object: an entity, or an element of a collection. The property paths in the condition begin at this object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Condition {
    /// A condition that is already written in OData syntax.
    Raw(String),
    /// No object meets the condition.
    Never,
    /// Compares a property with a literal, as in `count gt 3`.
    Compare {
        path: Path,
        operator: &'static str,
        literal: String,
    },
    /// Requires that a property equals one of the literals.
    In {
        path: Path,
        literals: Vec<String>,
    },
    /// Calls a function with a property and a literal, as in `contains(name,'a')`.
    Call {
        function: &'static str,
        path: Path,
        literal: String,
    },
    /// Requires that some element of a collection (`any`) or every element (`all`) meets a condition. Without a condition, requires that
    /// there is an element.
    Lambda {
        path: Path,
        quantifier: &'static str,
        body: Option<Box<Condition>>,
    },
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
}

type Path = Cow<'static, str>;

impl Condition {
    /// Joins two conditions with `and`. If `self` is such a join already, adds `other` to it, so that a long chain is not nested deeply:
    /// the functions that write and drop a condition are recursive.
    #[inline]
    pub(super) fn and(self, other: Self) -> Self {
        match self {
            Self::All(mut parts) => {
                parts.push(other);
                Self::All(parts)
            }
            one => Self::All(vec![one, other]),
        }
    }

    /// Joins two conditions with `or`, like [`and`](Self::and).
    #[inline]
    pub(super) fn or(self, other: Self) -> Self {
        match self {
            Self::Any(mut parts) => {
                parts.push(other);
                Self::Any(parts)
            }
            one => Self::Any(vec![one, other]),
        }
    }

    /// Returns the text of a condition on the requested entities.
    #[inline]
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text, None);
        text
    }

    /// Writes the condition. `depth` is the nesting of the innermost lambda around it: 0 for a single lambda, `None` outside of lambdas.
    #[inline]
    fn write(&self, text: &mut String, depth: Option<usize>) {
        let rooted = |path: &str| rooted(path, depth);
        match self {
            Self::Raw(raw) => text.push_str(raw),
            Self::Never => text.push_str("false"),
            Self::Compare { path, operator, literal } => text.push_str(&format!("{} {operator} {literal}", rooted(path))),
            Self::In { path, literals } => text.push_str(&format!("{} in ({})", rooted(path), literals.join(","))),
            Self::Call { function, path, literal } => text.push_str(&format!("{function}({},{literal})", rooted(path))),
            Self::Lambda { path, quantifier, body } => {
                text.push_str(&format!("{}/{quantifier}(", rooted(path)));
                if let Some(body) = body {
                    let inner = depth.map_or(0, |depth| depth + 1);
                    text.push_str(&variable(inner));
                    text.push(':');
                    body.write(text, Some(inner));
                }
                text.push(')');
            }
            Self::All(conditions) => join(conditions, " and ", text, depth),
            Self::Any(conditions) => join(conditions, " or ", text, depth),
            Self::Not(condition) => {
                text.push_str("not (");
                condition.write(text, depth);
                text.push(')');
            }
        }
    }

    /// Returns whether the condition needs parentheses inside another condition.
    fn is_compound(&self) -> bool {
        matches!(self, Self::Raw(_) | Self::All(_) | Self::Any(_))
    }
}

#[inline]
fn join(conditions: &[Condition], separator: &str, text: &mut String, depth: Option<usize>) {
    for (index, condition) in conditions.iter().enumerate() {
        text.push_str(if index == 0 { "" } else { separator });
        let parentheses = if condition.is_compound() { ("(", ")") } else { ("", "") };
        text.push_str(parentheses.0);
        condition.write(text, depth);
        text.push_str(parentheses.1);
    }
}

/// Returns a path as the filter writes it: it begins with the variable of the innermost lambda. The empty path is the object itself.
#[inline]
fn rooted(path: &str, depth: Option<usize>) -> String {
    match (depth.map(variable), path) {
        (None, "") => "$it".to_owned(),
        (None, path) => path.to_owned(),
        (Some(variable), "") => variable,
        (Some(variable), path) => format!("{variable}/{path}"),
    }
}

/// Returns the name of the variable of a lambda inside this number of other lambdas: `x`, `x1`, `x2`.
fn variable(depth: usize) -> String {
    if depth == 0 { "x".to_owned() } else { format!("x{depth}") }
}
