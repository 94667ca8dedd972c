//! Evaluates a condition for an object, with the three values true, false and null (`None`).

use super::expr::{Expr, Function, Operator, Test};
use super::value::{Node, Value};

impl Expr {
    /// Returns the value of the condition for an object. `$filter` keeps the object if it is `Some(true)`.
    pub fn evaluate(&self, it: &Node) -> Option<bool> {
        match self {
            Self::False => Some(false),
            Self::Test(path, test) => test.evaluate(&value_at(it, path)),
            Self::Lambda { path, all, body } => Some(lambda(elements(it, path), *all, body.as_deref())),
            Self::And(left, right) => match (left.evaluate(it), right.evaluate(it)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            },
            Self::Or(left, right) => match (left.evaluate(it), right.evaluate(it)) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            },
            Self::Not(inner) => inner.evaluate(it).map(|holds| !holds),
        }
    }
}

/// Evaluates `all`, or `any` if `all` is false: whether the condition is true for every element, or for some element. The result is never
/// null.
fn lambda(elements: &[Node], all: bool, body: Option<&Expr>) -> bool {
    let holds = |element: &Node| body.is_none_or(|body| body.evaluate(element) == Some(true));
    if all { elements.iter().all(holds) } else { elements.iter().any(holds) }
}

impl Test {
    fn evaluate(&self, value: &Value) -> Option<bool> {
        match self {
            // Comparisons are never null: null equals null, and is neither greater nor smaller than any value.
            Self::Compare(operator, literal) => Some(compare(*operator, value, literal)),
            Self::In(literals) => Some(literals.iter().any(|literal| value.equals(literal))),
            Self::Call(function, part) => match (value, function) {
                (Value::Text(text), Function::Contains) => Some(text.contains(part)),
                (Value::Text(text), Function::StartsWith) => Some(text.starts_with(part)),
                (Value::Text(text), Function::EndsWith) => Some(text.ends_with(part)),
                _ => None,
            },
            Self::Has(flags) => match value {
                Value::Flags(held) => Some(flags.is_subset(held)),
                _ => None,
            },
        }
    }
}

fn compare(operator: Operator, left: &Value, right: &Value) -> bool {
    let order = left.compare(right);
    match operator {
        Operator::Eq => left.equals(right),
        Operator::Ne => !left.equals(right),
        Operator::Gt => order.is_some_and(|order| order.is_gt()),
        Operator::Ge => order.is_some_and(|order| order.is_ge()),
        Operator::Lt => order.is_some_and(|order| order.is_lt()),
        Operator::Le => order.is_some_and(|order| order.is_le()),
    }
}

/// Returns the value that a path leads to: null if a value on the path is null.
pub fn value_at(it: &Node, path: &str) -> Value {
    if let Some(collection) = path.strip_suffix("/$count") {
        return Value::Int(i64::try_from(elements(it, collection).len()).unwrap_or(i64::MAX));
    }
    match node_at(it, path) {
        Some(Node::Value(value)) => value.clone(),
        _ => Value::Null,
    }
}

/// Returns the elements of a collection. A collection of a null object has no elements.
fn elements<'n>(it: &'n Node, path: &str) -> &'n [Node] {
    match node_at(it, path) {
        Some(Node::List(elements)) => elements,
        _ => &[],
    }
}

fn node_at<'n>(it: &'n Node, path: &str) -> Option<&'n Node> {
    path.split('/').filter(|name| !name.is_empty()).try_fold(it, |node, name| match node {
        Node::Object(members) => members.get(name),
        _ => None,
    })
}
