//! Follows a documented path template through a schema.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Navigation, Schema, Type, Via};
use crate::syntax::nearest::nearest;

mod resolution;
mod segment;

pub use resolution::{Elision, PathFailure, PathReason, Resolution};
use segment::Segment;

/// The qualified name of the type that the segments so far lead to, and whether they lead to a collection of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Position<'s> {
    ty: &'s str,
    collection: bool,
}

/// One interpretation of a path segment, with the positions before and after it.
#[derive(Clone, Copy, Debug)]
struct Step<'s> {
    from: Position<'s>,
    to: Position<'s>,
    /// The qualified name of the type to cast to before the segment, if the template omits a cast that the segment needs.
    cast: Option<&'s str>,
    /// The smallest number of omitted casts from this step to the end of the template, including the cast of this step.
    casts: usize,
}

impl Schema {
    /// Follows a path template and checks that it leads to the entity type `entity`, or to any entity type for `None`.
    ///
    /// The rules are OData's. A path begins with an entity set or a singleton. Each collection is followed by a key; keys are not
    /// allowed elsewhere. The other segments are casts to subtypes, and navigation properties, complex properties or composable bound
    /// functions of the type or a base. The path ends at a single value; its type is `entity` or a base of `entity`.
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
        let resolved =
            segment::segments(template).and_then(|segments| self.walk(&segments, entity.as_deref()).map(|w| (segments, w)));
        match resolved {
            Err(failure) => Resolution::Fails(failure),
            Ok((segments, walked)) => self.resolution(template, &segments, walked),
        }
    }

    /// Returns, for each segment after the first, the steps from which the end of the template can be reached.
    fn walk(&self, segments: &[Segment<'_>], entity: Option<&str>) -> Result<Vec<Vec<Step<'_>>>, PathFailure> {
        let Some((first, rest)) = segments.split_first() else {
            return Err(PathFailure { segment: 0..0, reason: PathReason::Malformed("a segment after `/`"), nearest: None });
        };
        let start = self.start(first)?;
        let mut here = BTreeSet::from([start]);
        let mut walked = Vec::new();
        for segment in rest {
            let mut steps = Vec::new();
            let mut failure = None;
            for &from in &here {
                match self.step(from, segment) {
                    Ok(found) => steps.extend(found),
                    Err(why) => failure = failure.or(Some(why)),
                }
            }
            match failure {
                Some(failure) if steps.is_empty() => return Err(failure),
                _ => here = steps.iter().map(|step| step.to).collect(),
            }
            walked.push(steps);
        }
        let last = segments.last().unwrap_or(first);
        let mut good = BTreeMap::new();
        let mut failure = None;
        for end in here {
            match self.end(end, last, entity) {
                Ok(()) => _ = good.insert(end, 0),
                Err(why) => failure = failure.or(Some(why)),
            }
        }
        if let (Some(failure), true) = (failure, good.is_empty()) {
            return Err(failure);
        }
        for steps in walked.iter_mut().rev() {
            steps.retain(|step| good.contains_key(&step.to));
            let mut before = BTreeMap::new();
            for step in steps {
                step.casts = good.get(&step.to).copied().unwrap_or_default() + usize::from(step.cast.is_some());
                before.entry(step.from).and_modify(|least: &mut usize| *least = step.casts.min(*least)).or_insert(step.casts);
            }
            good = before;
        }
        Ok(walked)
    }

    /// Returns the types and segments of the schema that a path template passes through, including casts that the template omits.
    #[cfg(feature = "csdl")]
    pub(crate) fn taken(&self, template: &str) -> Result<Taken<'_>, PathFailure> {
        let segments = segment::segments(template)?;
        let walked = self.walk(&segments, None)?;
        let mut taken =
            Taken { root: segments.first().and_then(|first| self.roots.get_key_value(first.name)), ..Taken::default() };
        for (steps, segment) in walked.iter().zip(segments.iter().skip(1)) {
            let name = segment.name.rsplit('.').next().unwrap_or(segment.name);
            for step in steps {
                taken.types.extend([step.from.ty, step.to.ty]);
                let lineage = self.lineage(step.cast.unwrap_or(step.from.ty));
                taken.segments.extend(lineage.map(|(ty, _)| (ty, name.to_owned())));
            }
        }
        Ok(taken)
    }

    fn start(&self, first: &Segment<'_>) -> Result<Position<'_>, PathFailure> {
        match self.root(first.name) {
            Some(root) => Ok(Position { ty: &root.target, collection: root.collection && first.arguments.is_none() }),
            None => Err(first.fails(PathReason::UnknownRoot, nearest(first.name, self.roots().map(|(name, _)| name)))),
        }
    }

    fn end(&self, end: Position<'_>, last: &Segment<'_>, entity: Option<&str>) -> Result<(), PathFailure> {
        if end.collection {
            return Err(last.fails(PathReason::EndsInCollection { of: self.short(end.ty).to_owned() }, None));
        }
        match entity {
            Some(entity) if !self.is_or_derives_from(entity, end.ty) => {
                let reason =
                    PathReason::WrongEnd { leads_to: self.short(end.ty).to_owned(), entity: self.short(entity).to_owned() };
                Err(last.fails(reason, None))
            }
            _ => Ok(()),
        }
    }

    fn step<'s>(&'s self, from: Position<'s>, segment: &Segment<'_>) -> Result<Vec<Step<'s>>, PathFailure> {
        let on = || self.short(from.ty).to_owned();
        let to = |to: Position<'s>| Ok(vec![Step { from, to, cast: None, casts: 0 }]);
        if segment.is_key {
            return match from.collection {
                true => to(Position { collection: false, ..from }),
                false => Err(segment.fails(PathReason::KeyAfterSingle { of: on() }, None)),
            };
        }
        let local = match segment.name.rsplit_once('.') {
            None => segment.name,
            Some((_, local)) => match self.types.get_key_value(&self.qualify(segment.name)) {
                Some((cast, _)) if cast != from.ty && self.is_or_derives_from(cast, from.ty) => {
                    return to(Position { ty: cast, collection: from.collection && segment.arguments.is_none() });
                }
                Some(_) => {
                    let derived = self.derived(from.ty).map(|(name, _)| name);
                    return Err(segment.fails(PathReason::NotDerived { on: on() }, nearest(segment.name, derived)));
                }
                None => local,
            },
        };
        for (_, ty) in self.lineage(from.ty) {
            if let Some(found) = self.member(ty, local) {
                return found.from(from.collection, segment, on).and_then(to);
            }
        }
        if local != segment.name {
            return Err(segment.fails(PathReason::UnknownType, self.nearest_type(&self.qualify(segment.name))));
        }
        let mut steps = Vec::new();
        let mut failure = None;
        for (cast, ty) in self.types() {
            let Some(found) = self.member(ty, local).filter(|_| self.is_or_derives_from(cast, from.ty)) else { continue };
            match found.from(from.collection, segment, on) {
                Ok(to) => steps.push(Step { from, to, cast: Some(cast), casts: 1 }),
                Err(why) => failure = failure.or(Some(why)),
            }
        }
        match failure {
            _ if !steps.is_empty() => Ok(steps),
            Some(failure) => Err(failure),
            None => Err(segment.fails(PathReason::UnknownSegment { on: on() }, self.nearest_segment(from, local))),
        }
    }

    fn member<'s>(&'s self, ty: &'s crate::StructuredType, name: &str) -> Option<TypeMember<'s>> {
        if let Some(navigation) = ty.navigation.get(name) {
            return Some(TypeMember::Navigation(navigation));
        }
        ty.properties.get(name).map(|property| match &property.ty {
            Type::Named(target) if self.types.contains_key(target) && !property.collection => TypeMember::Complex(target),
            _ => TypeMember::Property,
        })
    }

    fn nearest_type(&self, qualified: &str) -> Option<&str> {
        nearest(qualified, self.types().map(|(name, _)| name))
    }

    fn nearest_segment<'s>(&'s self, from: Position<'s>, name: &str) -> Option<&'s str> {
        let own = self.lineage(from.ty).flat_map(|(_, ty)| ty.navigation.keys());
        let derived = || self.derived(from.ty).flat_map(|(_, ty)| ty.navigation.keys());
        nearest(name, own.map(String::as_str)).or_else(|| nearest(name, derived().map(String::as_str)))
    }

    fn resolution(&self, template: &str, segments: &[Segment<'_>], walked: Vec<Vec<Step<'_>>>) -> Resolution {
        let mut elisions = Vec::new();
        let mut strict = String::new();
        let mut done = 0;
        let mut at = None;
        for (steps, segment) in walked.iter().zip(segments.iter().skip(1)) {
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

/// The types and segments of a schema that a path template passes through.
#[cfg(feature = "csdl")]
#[derive(Default)]
pub(crate) struct Taken<'s> {
    /// The entity set or singleton at the beginning of the template, with its name.
    pub(crate) root: Option<(&'s String, &'s crate::Root)>,
    /// The qualified names of the types that the template passes through.
    pub(crate) types: Vec<&'s str>,
    /// The qualified names of types that may declare one of the template's segments, each with the segment's name.
    pub(crate) segments: Vec<(&'s str, String)>,
}

/// The property or function of a type that a path segment names.
enum TypeMember<'s> {
    Navigation(&'s Navigation),
    /// A property whose value has a complex type. Holds the qualified name of the complex type.
    Complex(&'s str),
    Property,
}

impl<'s> TypeMember<'s> {
    /// Returns the position that the segment leads to. `collection`: whether the preceding segments lead to a collection. `on` returns the
    /// name of the type that the preceding segments lead to, for error messages.
    fn from(self, collection: bool, segment: &Segment<'_>, on: impl Fn() -> String) -> Result<Position<'s>, PathFailure> {
        let (to, wants_collection) = match self {
            Self::Property => return Err(segment.fails(PathReason::IsProperty { of: on() }, None)),
            Self::Complex(ty) => (Position { ty, collection: false }, false),
            Self::Navigation(navigation) => {
                let key = navigation.via == Via::Property && segment.arguments.is_some();
                let to = Position { ty: &navigation.target, collection: navigation.collection && !key };
                (to, navigation.via == Via::CollectionFunction)
            }
        };
        match (collection, wants_collection) {
            (true, false) => Err(segment.fails(PathReason::KeyMissing { of: on() }, None)),
            (false, true) => Err(segment.fails(PathReason::UnknownSegment { on: on() }, None)),
            _ => Ok(to),
        }
    }
}
