//! Actions and functions in paths.

use super::resolution::{PathFailure, PathReason, Resolution};
use super::segment::{Arguments, Segment, segments};
use super::step::{At, Goal, Position, Step};
use crate::model::{Primitive, Schema, Type};
use crate::operation::{Operation, OperationKind};
use crate::syntax::nearest::nearest;

/// The action or function that a path template leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ResolvedOperation<'s> {
    /// The overloads that the template may mean, each with its qualified name. There is at least one.
    pub overloads: Vec<(&'s str, &'s Operation)>,
    /// Whether the template omits casts. The value is never [`Resolution::Fails`].
    pub resolution: Resolution,
}

/// A segment to interpret, with the position before it, the segment after it, and the goal of the whole template.
#[derive(Clone, Copy)]
pub(super) struct Place<'p, 's> {
    pub(super) from: Position<'s>,
    pub(super) segment: &'p Segment,
    /// The segment after the segment to interpret.
    pub(super) next: Option<&'p Segment>,
    pub(super) goal: Goal<'p>,
}

impl Schema {
    /// Follows a path template to an action or a function, and returns the overloads that its last segment may mean.
    ///
    /// An overload matches if it is bound to the type at the end of the preceding segments, or to a base of that type. A function must also
    /// have the parameters in the last segment's parentheses, and they must include all its required ones. An action's segment has no
    /// parentheses, because its parameters are in the request body.
    ///
    /// # Errors
    ///
    /// Fails if the template does not lead to an operation.
    ///
    /// ```
    /// let schema = "graph-schema 1\nnamespace n\nset as a\nentity a\naction wipe on a\n  all Boolean\n";
    /// let schema: graph_schema::Schema = schema.parse()?;
    /// let wipe = schema.resolve_operation("/as/{aId}/wipe").unwrap();
    /// assert_eq!(wipe.overloads[0].0, "n.wipe");
    /// let failure = schema.resolve_operation("/as/{aId}/wpie").unwrap_err();
    /// assert_eq!(failure.nearest.as_deref(), Some("wipe"));
    /// # Ok::<(), graph_schema::SchemaReadError>(())
    /// ```
    pub fn resolve_operation(&self, template: &str) -> Result<ResolvedOperation<'_>, PathFailure> {
        let segments = segments(template)?;
        let walked = self.walk(&segments, Goal::Operation)?;
        let mut overloads: Vec<(&str, &Operation)> = Vec::new();
        let ends = walked.last_positions().filter_map(|position| match position.at {
            At::Result(name, operation) => Some((name, operation)),
            _ => None,
        });
        for end in ends {
            if !overloads.contains(&end) {
                overloads.push(end);
            }
        }
        Ok(ResolvedOperation { overloads, resolution: self.resolution(template, &segments, &walked) })
    }

    /// Returns the steps to the operations that the segment names and that are bound to the type of the value before the segment, or to a
    /// base of that type. If there are none, returns steps to operations that are bound to a subtype of that type; each of these steps
    /// omits a cast. Returns `None` if there are none of these either.
    pub(super) fn operation_steps<'s>(&'s self, place: &Place<'_, 's>) -> Result<Option<Vec<Step<'s>>>, PathFailure> {
        let Place { from, segment, .. } = *place;
        let (mut known, mut of_other_form) = (Vec::new(), false);
        for (name, operation) in operations_named(self, &segment.name) {
            let Some(binding) = &operation.binding else { continue };
            let cast = match self.is_or_derives_from(from.ty, &binding.ty) {
                true => None,
                false if self.is_or_derives_from(&binding.ty, from.ty) => Some(binding.ty.as_str()),
                false => continue,
            };
            if binding.collection == from.is_collection() {
                known.push((name, operation, cast));
            } else {
                of_other_form = true;
            }
        }
        // A cast is omitted only if the type itself and its bases do not have the operation.
        if known.iter().any(|(_, _, cast)| cast.is_none()) {
            known.retain(|(_, _, cast)| cast.is_none());
        }
        if known.is_empty() {
            let (of, collection) = (self.short(from.ty).to_owned(), !from.is_collection());
            return match of_other_form {
                true => Err(segment.fails(PathReason::BoundToOther { of, collection }, None)),
                false => Ok(None),
            };
        }
        let operations: Vec<_> = known.iter().map(|(name, operation, _)| (*name, *operation)).collect();
        let fitting = fitting(segment, &operations)?;
        let mut steps = Vec::new();
        for (name, operation, cast) in known.into_iter().filter(|(_, operation, _)| fitting.contains(operation)) {
            let to = self.after_operation(name, operation, place)?;
            steps.push(Step::new(from, to, cast));
        }
        Ok(Some(steps))
    }

    /// Returns the position after an operation. Further segments may follow a composable function that returns entities or complex values.
    pub(super) fn after_operation<'s>(
        &'s self,
        name: &'s str,
        operation: &'s Operation,
        place: &Place<'_, 's>,
    ) -> Result<Position<'s>, PathFailure> {
        let is_last = place.next.is_none();
        let result = Position { at: At::Result(name, operation), ..place.from };
        let value = operation.result.as_ref().and_then(|value| match &value.ty {
            Type::Named(ty) if self.types.contains_key(ty) => Some(Position::new(ty, value.collection)),
            _ => None,
        });
        match (value, place.goal) {
            (_, Goal::Operation) if is_last => Ok(result),
            (_, Goal::Any) if is_last => Ok(result),
            // A path of an entity may end at the collection that `delta` returns, but not at the collection that another function returns.
            (Some(value), _) if is_last && value.is_collection() && name.rsplit('.').next() != Some("delta") => Ok(result),
            (Some(value), _) if operation.kind == OperationKind::Function && (is_last || operation.composable) => Ok(value),
            _ => Ok(result),
        }
    }

    pub(super) fn nearest_operation<'s>(&'s self, from: Position<'s>, name: &str) -> Option<&'s str> {
        let is_bound = |operation: &Operation| {
            let binding = operation.binding.as_ref();
            binding.is_some_and(|binding| {
                binding.collection == from.is_collection() && self.is_or_derives_from(from.ty, &binding.ty)
            })
        };
        let bound = self.operations().filter(|(_, operation)| is_bound(operation));
        nearest(name, bound.map(|(name, _)| name.rsplit('.').next().unwrap_or(name)))
    }
}

/// Returns the overloads of the operations that a segment `name` may mean: the operation with this qualified name or, if `name` has no
/// namespace, the operations with this name in any namespace.
pub(crate) fn operations_named<'s>(schema: &'s Schema, name: &str) -> impl Iterator<Item = (&'s str, &'s Operation)> {
    let (is_qualified, name) = match name.contains('.') {
        true => (true, schema.qualify(name)),
        false => (false, name.to_owned()),
    };
    let called = move |known: &str| known == name || !is_qualified && known.rsplit('.').next() == Some(name.as_str());
    let overloads = schema.operations.iter().filter(move |(known, _)| called(known));
    overloads.flat_map(|(name, overloads)| overloads.iter().map(move |operation| (name.as_str(), operation)))
}

/// Returns the operations that take the arguments of the segment.
///
/// # Errors
/// Fails if there is none.
pub(super) fn fitting<'s>(segment: &Segment, operations: &[(&'s str, &'s Operation)]) -> Result<Vec<&'s Operation>, PathFailure> {
    let names: Option<&[String]> = match &segment.arguments {
        None => Some(&[]),
        Some(Arguments::Named(names)) => Some(names),
        Some(Arguments::Unnamed) => None,
    };
    let takes = |operation: &Operation, names: &[String]| match operation.kind {
        OperationKind::Action => names.is_empty(),
        OperationKind::Function => operation.takes(names),
    };
    let fits = |operation: &&'s Operation| names.is_some_and(|names| takes(operation, names));
    let fitting: Vec<&Operation> = operations.iter().map(|(_, operation)| *operation).filter(fits).collect();
    if !fitting.is_empty() {
        return Ok(fitting);
    }
    let functions = || operations.iter().filter(|(_, operation)| operation.kind == OperationKind::Function);
    let parameters = functions().flat_map(|(_, operation)| &operation.parameters).map(|parameter| parameter.name.as_str());
    let known = |name: &str| functions().any(|(_, operation)| operation.parameter(name).is_some());
    let unknown = names.unwrap_or_default().iter().find(|name| !known(name)).map(String::as_str);
    let near = unknown.and_then(|name| nearest(name, parameters));
    let mut calls: Vec<String> = operations.iter().map(|(_, operation)| call(&segment.name, operation)).collect();
    calls.dedup();
    Err(segment.fails(PathReason::WrongArguments { unknown: unknown.map(str::to_owned), calls }, near))
}

/// Returns the segment that calls the operation, such as `range(address='{address}')`.
pub(crate) fn call(name: &str, operation: &Operation) -> String {
    if operation.kind == OperationKind::Action || operation.parameters.is_empty() {
        return name.to_owned();
    }
    let arguments = operation.parameters.iter().map(|parameter| {
        let name = &parameter.name;
        // OData writes texts in quotes, and Graph also writes members of enumerations in quotes.
        match &parameter.value.ty {
            Type::Primitive(Primitive::String) | Type::Named(_) if !parameter.value.collection => format!("{name}='{{{name}}}'"),
            _ => format!("{name}={{{name}}}"),
        }
    });
    format!("{name}({})", arguments.collect::<Vec<_>>().join(","))
}
