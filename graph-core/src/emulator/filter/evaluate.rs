//! Evaluates a bound expression for a stored object.

use super::ast::{Arithmetic, Comparison};
use super::function::Function;
use super::value::Value;
use crate::model::descriptor::{Edm, matches_tag};
use crate::model::json::{Additional, Json};

/// An expression whose names are resolved and whose types are checked.
#[derive(Debug)]
pub(super) enum Bound {
    Constant(Value),
    Property(PathOf),
    /// The number of elements of a collection, as in `members/$count`.
    Count(PathOf),
    /// `any` or `all`: whether the condition holds for one element or for all elements of a collection.
    Quantified {
        collection: PathOf,
        all: bool,
        body: Option<Box<Bound>>,
    },
    Compare(Comparison, Box<Bound>, Box<Bound>),
    In(Box<Bound>, Vec<Bound>),
    Has(Box<Bound>, Box<Bound>),
    All(Vec<Bound>),
    Any(Vec<Bound>),
    Not(Box<Bound>),
    Arithmetic(Arithmetic, Box<Bound>, Box<Bound>),
    Negate(Box<Bound>),
    Call(&'static Function, Vec<Bound>),
    /// Whether the object is of one of these types, as `isof` asks. `untagged` is the answer for an object without `@odata.type`.
    IsOf {
        types: Vec<&'static str>,
        untagged: bool,
    },
}

/// A property path from a variable to a value.
#[derive(Debug)]
pub(super) struct PathOf {
    /// The index of the path's first variable in the list of [`Scope`]s.
    variable: usize,
    steps: Vec<String>,
    edm: Edm,
}

impl PathOf {
    pub(super) fn new(variable: usize, steps: Vec<String>) -> Self {
        Self { variable, steps, edm: Edm::Untyped }
    }

    /// Sets the type of the value that the path leads to.
    pub(super) fn typed(self, edm: Edm) -> Self {
        Self { edm, ..self }
    }

    fn get<'o>(&self, scope: &[Scope<'o>]) -> Option<&'o Json> {
        let mut steps = self.steps.iter();
        let mut value = match scope.get(self.variable)? {
            Scope::Object(members) => members.get(steps.next()?)?,
            Scope::Element(value) => value,
        };
        for step in steps {
            value = value.get(step)?;
        }
        Some(value)
    }

    fn elements<'o>(&self, scope: &[Scope<'o>]) -> &'o [Json] {
        self.get(scope).and_then(Json::as_array).map_or(&[], Vec::as_slice)
    }
}

/// The value of a variable in an expression: the stored object for `$it`, or an element of a collection for the variable of a lambda.
#[derive(Clone, Copy, Debug)]
pub(super) enum Scope<'o> {
    Object(&'o Additional),
    Element(&'o Json),
}

impl Bound {
    /// Evaluates the expression for an object with these properties.
    pub(super) fn of(&self, members: &Additional) -> Value {
        self.evaluate(&mut vec![Scope::Object(members)])
    }

    fn evaluate<'o>(&self, scope: &mut Vec<Scope<'o>>) -> Value {
        match self {
            Self::Constant(value) => value.clone(),
            Self::Property(path) => path.get(scope).map_or(Value::Null, |json| Value::of(path.edm, json)),
            Self::Count(path) => Value::Integer(i64::try_from(path.elements(scope).len()).unwrap_or(i64::MAX)),
            Self::Quantified { collection, all, body } => {
                let elements = collection.elements(scope);
                let Some(body) = body else { return Value::Boolean(!elements.is_empty()) };
                let mut holds = |element: &'o Json| {
                    scope.push(Scope::Element(element));
                    let holds = body.evaluate(scope).is_true();
                    scope.pop();
                    holds
                };
                Value::Boolean(if *all { elements.iter().all(holds) } else { elements.iter().any(&mut holds) })
            }
            Self::Compare(comparison, left, right) => {
                // An object or a collection can be compared with null, although it has no comparable value.
                let (left, right) = (left.presence(scope), right.presence(scope));
                Value::Boolean(compare(*comparison, &left, &right))
            }
            Self::In(value, list) => {
                let value = value.evaluate(scope);
                Value::Boolean(list.iter().any(|element| element.evaluate(scope).equals(&value)))
            }
            Self::Has(value, flags) => has(&value.evaluate(scope), &flags.evaluate(scope)).map_or(Value::Null, Value::Boolean),
            Self::All(parts) => decided(false, parts, scope),
            Self::Any(parts) => decided(true, parts, scope),
            Self::Not(inner) => match inner.evaluate(scope) {
                Value::Boolean(value) => Value::Boolean(!value),
                _ => Value::Null,
            },
            Self::Arithmetic(operator, left, right) => {
                compute(*operator, &left.evaluate(scope), &right.evaluate(scope)).unwrap_or(Value::Null)
            }
            Self::Negate(inner) => match inner.evaluate(scope) {
                Value::Integer(number) => number.checked_neg().map_or(Value::Null, Value::Integer),
                Value::Number(number) => Value::Number(-number),
                Value::Decimal(digits) => Value::Decimal(match digits.strip_prefix('-') {
                    Some(positive) => positive.to_owned(),
                    None => format!("-{digits}"),
                }),
                _ => Value::Null,
            },
            Self::IsOf { types, untagged } => {
                let tag = match scope.first() {
                    Some(Scope::Object(members)) => members.get("@odata.type").and_then(Json::as_str),
                    _ => None,
                };
                Value::Boolean(tag.map_or(*untagged, |tag| types.iter().any(|name| matches_tag(tag, name))))
            }
            Self::Call(function, arguments) => {
                let arguments: Vec<_> = arguments.iter().map(|argument| argument.evaluate(scope)).collect();
                function.call(&arguments)
            }
        }
    }

    /// Evaluates the expression for a comparison with null. An object or a collection has no comparable value, so the result for it is
    /// `true`, which does not equal null.
    fn presence(&self, scope: &mut Vec<Scope<'_>>) -> Value {
        match (self, self.evaluate(scope)) {
            (Self::Property(path), Value::Null) if path.get(scope).is_some_and(|json| json.is_object() || json.is_array()) => {
                Value::Boolean(true)
            }
            (_, value) => value,
        }
    }
}

/// Joins the values of conditions with `or` (`deciding` is true) or `and` (`deciding` is false).
///
/// If any condition has the value `deciding`, that value is the result. Otherwise, if any condition is null, the result is null. Otherwise,
/// the result is `!deciding`.
fn decided(deciding: bool, parts: &[Bound], scope: &mut Vec<Scope<'_>>) -> Value {
    let mut result = Value::Boolean(!deciding);
    for part in parts {
        match part.evaluate(scope) {
            Value::Boolean(value) if value == deciding => return Value::Boolean(deciding),
            Value::Boolean(_) => {}
            _ => result = Value::Null,
        }
    }
    result
}

fn compare(comparison: Comparison, left: &Value, right: &Value) -> bool {
    let ordered = left.compare(right);
    match comparison {
        Comparison::Equal => left.equals(right),
        Comparison::NotEqual => !left.equals(right),
        Comparison::Greater => ordered.is_some_and(std::cmp::Ordering::is_gt),
        Comparison::GreaterOrEqual => ordered.is_some_and(std::cmp::Ordering::is_ge),
        Comparison::Less => ordered.is_some_and(std::cmp::Ordering::is_lt),
        Comparison::LessOrEqual => ordered.is_some_and(std::cmp::Ordering::is_le),
    }
}

/// Returns whether a value contains all of these flags, as the operator `has` asks; `None` if the value is null ([OData URL conventions
/// §5.1.1.1.10](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html)). Every value contains the empty set
/// of flags.
fn has(value: &Value, flags: &Value) -> Option<bool> {
    match (value, flags) {
        (Value::Text(value), Value::Text(flags)) => {
            let mut flags = flags.split(',').filter(|flag| !flag.is_empty());
            Some(flags.all(|flag| value.split(',').any(|held| held == flag)))
        }
        _ => None,
    }
}

fn compute(operator: Arithmetic, left: &Value, right: &Value) -> Option<Value> {
    if let (Value::Integer(a), Value::Integer(b), false) = (left, right, operator == Arithmetic::DivideBy) {
        let result = match operator {
            Arithmetic::Add => a.checked_add(*b),
            Arithmetic::Subtract => a.checked_sub(*b),
            Arithmetic::Multiply => a.checked_mul(*b),
            Arithmetic::Divide | Arithmetic::DivideBy => a.checked_div(*b),
            Arithmetic::Modulo => a.checked_rem(*b),
        };
        return result.map(Value::Integer);
    }
    let (a, b) = (left.number()?, right.number()?);
    Some(Value::Number(match operator {
        Arithmetic::Add => a + b,
        Arithmetic::Subtract => a - b,
        Arithmetic::Multiply => a * b,
        Arithmetic::Divide | Arithmetic::DivideBy => a / b,
        Arithmetic::Modulo => a % b,
    }))
}
