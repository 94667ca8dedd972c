//! Follows a documented path template through a schema.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Schema;
use crate::operation::Operation;
use crate::syntax::nearest::nearest;

mod operation;
mod resolution;
mod segment;
mod step;
#[cfg(feature = "csdl")]
mod taken;

pub use operation::ResolvedOperation;
#[cfg(feature = "csdl")]
pub(crate) use operation::{call, operations_named};
pub use resolution::{Elision, PathFailure, PathReason, Resolution};
use segment::{Segment, SegmentKind};
use step::{At, Goal, Position, Step};
#[cfg(feature = "csdl")]
pub(crate) use taken::Taken;

/// All interpretations of a path template that lead to a valid end, segment by segment.
struct Walked<'s> {
    /// The positions that the template's first segment may lead to.
    start: Vec<Position<'s>>,
    /// For each segment after the first, its interpretations.
    steps: Vec<Vec<Step<'s>>>,
}

impl<'s> Walked<'s> {
    /// Returns the positions that the whole template may lead to.
    fn last_positions(&self) -> impl Iterator<Item = Position<'s>> {
        let (start, last) = match self.steps.last() {
            None => (Some(&self.start), None),
            Some(last) => (None, Some(last)),
        };
        start.into_iter().flatten().copied().chain(last.into_iter().flatten().map(|step| step.to))
    }

    /// Drops the steps that do not lead to one of the end positions `good`. For each of the other steps, counts the casts that the template
    /// omits from there to the end.
    fn keep(&mut self, mut good: BTreeMap<Position<'s>, usize>) {
        for steps in self.steps.iter_mut().rev() {
            steps.retain(|step| good.contains_key(&step.to));
            let mut before = BTreeMap::new();
            for step in steps {
                step.casts = good.get(&step.to).copied().unwrap_or_default() + usize::from(step.cast.is_some());
                before.entry(step.from).and_modify(|least: &mut usize| *least = step.casts.min(*least)).or_insert(step.casts);
            }
            good = before;
        }
    }
}

impl Schema {
    /// Follows a path template and checks that it leads to the entity type `entity`, or to any entity type for `None`.
    ///
    /// The rules are OData's. A path begins with an entity set, a singleton or an imported function. Each collection is followed by a key;
    /// keys are not allowed elsewhere. A key in parentheses may be an alternate key. The other segments are casts to subtypes, and
    /// navigation properties, complex properties or composable bound functions of the type or a base. The path ends at a single value, a
    /// `Stream` property, a function that returns one entity, or the function `delta`; the type is `entity` or a base of `entity`. For
    /// `None`, it may also end at another [operation](Self::resolve_operation).
    ///
    /// `$ref` may follow a value or a collection that a navigation property leads to. `$count` may follow a collection. `$value` may follow
    /// a property, or an entity with a stream. The path then leads to links, a number or bytes. These belong to `entity` or to a base of
    /// it. For links and numbers, `entity` may also be the type that has the navigation property. A path between colons, as in
    /// `root:/{item-path}:`, may follow any single value, because a schema does not tell which entities have one.
    ///
    /// ```
    /// # let schema: graph_schema::Schema = "graph-schema 1\nnamespace n\nset as a\nentity a\nentity b : a\n  c -> a".parse()?;
    /// use graph_schema::Resolution;
    ///
    /// assert_eq!(schema.resolve("/as/{aId}/n.b/c", None), Resolution::Resolves);
    /// let Resolution::ElidesCast { strict, .. } = schema.resolve("/as/{aId}/c", None) else { panic!() };
    /// assert_eq!(strict, "/as/{aId}/n.b/c");
    /// let Resolution::Fails(failure) = schema.resolve("/as/{aId}/d", None) else { panic!() };
    /// assert_eq!(failure.segment, 10..11);
    /// # Ok::<(), graph_schema::SchemaReadError>(())
    /// ```
    pub fn resolve(&self, template: &str, entity: Option<&str>) -> Resolution {
        let whole = 0..template.len();
        let entity = entity.map(|entity| self.qualify(entity));
        if let Some(name) = entity.as_deref().filter(|name| self.structured(name).is_none()) {
            let nearest = self.nearest_type(name).map(str::to_owned);
            return Resolution::Fails(PathFailure {
                segment: whole,
                reason: PathReason::UnknownEntity(name.to_owned()),
                nearest,
            });
        }
        let goal = entity.as_deref().map_or(Goal::Any, Goal::Entity);
        let segments = match segment::segments(template) {
            Ok(segments) => segments,
            Err(failure) => return Resolution::Fails(failure),
        };
        match self.walk(&segments, goal) {
            Err(failure) => Resolution::Fails(failure),
            Ok(walked) => self.resolution(template, &segments, &walked),
        }
    }

    /// Returns all interpretations of a template's segments that lead to the goal.
    fn walk(&self, segments: &[Segment], goal: Goal<'_>) -> Result<Walked<'_>, PathFailure> {
        let Some((first, rest)) = segments.split_first() else {
            return Err(PathFailure {
                segment: 0..0,
                reason: PathReason::Malformed("a template cannot be empty".to_owned()),
                nearest: None,
            });
        };
        let start = self.start(first, rest.first(), goal)?;
        let mut here: BTreeSet<_> = start.iter().copied().collect();
        let mut walked = Walked { start, steps: Vec::new() };
        for (index, segment) in rest.iter().enumerate() {
            let mut steps = Vec::new();
            let mut failure = None;
            for &from in &here {
                match self.step(from, segment, rest.get(index + 1), goal) {
                    Ok(found) => steps.extend(found),
                    Err(why) => failure = failure.or(Some(why)),
                }
            }
            match failure {
                Some(failure) if steps.is_empty() => return Err(failure),
                _ => here = steps.iter().map(|step| step.to).collect(),
            }
            walked.steps.push(steps);
        }
        let last = segments.last().unwrap_or(first);
        let mut good = BTreeMap::new();
        let mut failure = None;
        for end in here {
            match self.end(end, last, goal) {
                Ok(()) => _ = good.insert(end, 0),
                Err(why) => failure = failure.or(Some(why)),
            }
        }
        if let (Some(failure), true) = (failure, good.is_empty()) {
            return Err(failure);
        }
        walked.keep(good);
        Ok(walked)
    }

    /// Returns the positions after the first segment: an entity set, a singleton, or the import of an unbound operation.
    fn start<'s>(&'s self, first: &Segment, next: Option<&Segment>, goal: Goal<'_>) -> Result<Vec<Position<'s>>, PathFailure> {
        if let Some(root) = self.root(&first.name).filter(|_| first.kind == SegmentKind::Name) {
            return Ok(vec![self.with_key(Position::new(&root.target, root.collection), first)?]);
        }
        let Some((operation, overloads)) = self.import(&first.name).and_then(|name| self.operations.get_key_value(name)) else {
            let names = self.roots().map(|(name, _)| name).chain(self.imports.keys().map(String::as_str));
            return Err(first.fails(PathReason::UnknownRoot, nearest(&first.name, names)));
        };
        let unbound = overloads.iter().filter(|overload| overload.binding.is_none());
        let unbound: Vec<(&str, &Operation)> = unbound.map(|overload| (operation.as_str(), overload)).collect();
        let place = operation::Place { from: Position::new("", false), segment: first, next, goal };
        let fitting = operation::fitting(first, &unbound)?;
        fitting.into_iter().map(|overload| self.after_operation(operation, overload, &place)).collect()
    }

    /// Returns an error if no path can end at this position.
    fn end(&self, end: Position<'_>, last: &Segment, goal: Goal<'_>) -> Result<(), PathFailure> {
        let of = self.short(end.ty).to_owned();
        let is_delta = last.name.rsplit('.').next() == Some("delta");
        match (end.at, goal) {
            (At::Result(..), Goal::Operation | Goal::Any) => return Ok(()),
            (At::Result(name, operation), Goal::Entity(_)) => {
                let (name, kind) = (self.short(name).to_owned(), operation.kind);
                return Err(last.fails(PathReason::IsOperation { name, kind }, None));
            }
            (_, Goal::Operation) => return Err(last.fails(PathReason::NotAnOperation { on: of }, None)),
            (At::Many, _) if !is_delta => return Err(last.fails(PathReason::EndsInCollection { of }, None)),
            _ => {}
        }
        let Goal::Entity(entity) = goal else { return Ok(()) };
        let leads_to = |ty: &str| self.is_or_derives_from(entity, ty);
        // Links and numbers may be declared on the entity that they belong to, or on the entity that they lead to.
        let is_near = matches!(end.at, At::Link | At::Count)
            && (self.is_or_derives_from(end.ty, entity)
                || end.owner.is_some_and(|owner| leads_to(owner) || self.is_or_derives_from(owner, entity)));
        if leads_to(end.ty) || is_near {
            return Ok(());
        }
        Err(last.fails(PathReason::WrongEnd { leads_to: of, entity: self.short(entity).to_owned() }, None))
    }

    fn resolution(&self, template: &str, segments: &[Segment], walked: &Walked<'_>) -> Resolution {
        let mut elisions = Vec::new();
        let mut strict = String::new();
        let mut done = 0;
        let mut at = None;
        for (steps, segment) in walked.steps.iter().zip(segments.iter().skip(1)) {
            let here = steps.iter().filter(|step| at.is_none_or(|at| step.from == at));
            let Some(step) = here.min_by_key(|step| step.casts) else { continue };
            at = Some(step.to);
            let Some(cast) = step.cast else { continue };
            strict.push_str(template.get(done..segment.range.start).unwrap_or_default());
            strict.push_str(cast);
            strict.push('/');
            done = segment.range.start;
            let others: BTreeSet<&str> = steps.iter().filter_map(|step| step.cast).filter(|other| *other != cast).collect();
            elisions.push(Elision {
                segment: segment.range.clone(),
                name: segment.name.to_owned(),
                on: self.short(step.from.ty).to_owned(),
                candidates: std::iter::once(cast).chain(others).map(str::to_owned).collect(),
            });
        }
        strict.push_str(template.get(done..).unwrap_or_default());
        if elisions.is_empty() { Resolution::Resolves } else { Resolution::ElidesCast { elisions, strict } }
    }
}
