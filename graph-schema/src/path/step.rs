//! One step along a path: from the position before a segment to the positions after it.

use super::operation::{Place, operations_named};
use super::resolution::{PathFailure, PathReason};
use super::segment::{Arguments, Segment, SegmentKind};
use crate::model::{Navigation, Primitive, Schema, StructuredType, Type, Via};
use crate::operation::Operation;
use crate::syntax::nearest::nearest;

/// A position on a path, after some of its segments: the form and the type of the value that these segments lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Position<'s> {
    /// The qualified name of the type of the value; for a property, of the type that has the property.
    pub(super) ty: &'s str,
    pub(super) at: At<'s>,
    /// If a navigation property led to the value, the qualified name of the type of the value before it.
    pub(super) owner: Option<&'s str>,
}

/// The form of the value at a [`Position`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum At<'s> {
    /// A single value.
    One,
    /// A collection.
    Many,
    /// A property of the type that is neither a navigation property nor a complex value. Only a suffix such as `$value` may follow.
    Property { is_stream: bool },
    /// The links to entities, after `$ref`. No segment may follow.
    Link,
    /// A number of elements, after `$count`. No segment may follow.
    Count,
    /// The bytes of a stream, or the text of a property, after `$value`. No segment may follow.
    Value,
    /// The result of the operation with this qualified name.
    Result(&'s str, &'s Operation),
}

impl<'s> Position<'s> {
    pub(super) fn new(ty: &'s str, collection: bool) -> Self {
        Self { ty, at: if collection { At::Many } else { At::One }, owner: None }
    }

    pub(super) fn is_collection(&self) -> bool {
        self.at == At::Many
    }

    fn at(self, at: At<'s>) -> Self {
        Self { at, ..self }
    }
}

/// One interpretation of a path segment, with the positions before and after it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step<'s> {
    pub(super) from: Position<'s>,
    pub(super) to: Position<'s>,
    /// The qualified name of the type to cast to before the segment, if the template omits a cast that the segment needs.
    pub(super) cast: Option<&'s str>,
    /// The smallest number of omitted casts from this step to the end of the template, including the cast of this step.
    pub(super) casts: usize,
}

impl<'s> Step<'s> {
    pub(super) fn new(from: Position<'s>, to: Position<'s>, cast: Option<&'s str>) -> Self {
        Self { from, to, cast, casts: usize::from(cast.is_some()) }
    }
}

/// The kind of resource that a whole template must lead to.
#[derive(Clone, Copy, Debug)]
pub(super) enum Goal<'g> {
    /// Anything but a collection.
    Any,
    /// The entity type with this qualified name: an entity of the type, its stream, the links to such entities, or their number.
    Entity(&'g str),
    /// An action or a function.
    Operation,
}

impl Schema {
    /// Returns the interpretations of `segment` after the position `from`. `next` is the segment after it.
    pub(super) fn step<'s>(
        &'s self,
        from: Position<'s>,
        segment: &Segment,
        next: Option<&Segment>,
        goal: Goal<'_>,
    ) -> Result<Vec<Step<'s>>, PathFailure> {
        let to = |to: Position<'s>| Ok(vec![Step::new(from, to, None)]);
        let of = || self.short(from.ty).to_owned();
        match (segment.kind, from.at) {
            (_, At::Result(name, operation)) => {
                let (name, kind) = (self.short(name).to_owned(), operation.kind);
                Err(segment.fails(PathReason::AfterOperation { name, kind }, None))
            }
            (SegmentKind::Key, At::Many) if segment.arguments.is_some() => to(self.with_key(from, segment)?),
            (SegmentKind::Key, At::Many) | (SegmentKind::ItemPath, At::One) => to(from.at(At::One)),
            (SegmentKind::Key | SegmentKind::ItemPath, _) => Err(segment.fails(PathReason::KeyAfterSingle { of: of() }, None)),
            (SegmentKind::Reference, At::One | At::Many) if from.owner.is_some() => to(from.at(At::Link)),
            (SegmentKind::Reference, _) => Err(segment.fails(PathReason::NotALink, None)),
            (SegmentKind::Count, At::Many | At::Property { .. }) => to(from.at(At::Count)),
            (SegmentKind::Count, _) => Err(segment.fails(PathReason::NotACollection { of: of() }, None)),
            (SegmentKind::Value, At::Property { .. }) => to(from.at(At::Value)),
            (SegmentKind::Value, At::One) if self.has_stream(from.ty) => to(from.at(At::Value)),
            (SegmentKind::Value, _) => Err(segment.fails(PathReason::NotMedia { of: of() }, None)),
            (SegmentKind::Name, At::One | At::Many) => self.name_step(from, segment, next, goal),
            (SegmentKind::Name, _) => Err(segment.fails(PathReason::AfterSuffix, None)),
        }
    }

    /// Returns whether a value of the type, or of a subtype of it, may have a stream.
    fn has_stream(&self, ty: &str) -> bool {
        self.lineage(ty).chain(self.derived(ty)).any(|(_, ty)| ty.has_stream)
    }

    fn name_step<'s>(
        &'s self,
        from: Position<'s>,
        segment: &Segment,
        next: Option<&Segment>,
        goal: Goal<'_>,
    ) -> Result<Vec<Step<'s>>, PathFailure> {
        let on = || self.short(from.ty).to_owned();
        let local = match segment.name.rsplit_once('.') {
            None => segment.name.as_str(),
            Some((_, local)) => match self.types.get_key_value(&self.qualify(&segment.name)) {
                Some((cast, _)) if cast != from.ty && self.is_or_derives_from(cast, from.ty) => {
                    let to = self.with_key(Position { ty: cast, ..from }, segment)?;
                    return Ok(vec![Step::new(from, to, None)]);
                }
                Some(_) => {
                    let derived = self.derived(from.ty).map(|(name, _)| name);
                    return Err(segment.fails(PathReason::NotDerived { on: on() }, nearest(&segment.name, derived)));
                }
                None => local,
            },
        };
        let place = Place { from, segment, next, goal };
        let wants_operation = next.is_none() && matches!(goal, Goal::Operation);
        let mut found = None;
        if local == segment.name && !wants_operation {
            found = self.member_steps(&place)?;
        }
        if let Some(steps) = found {
            return Ok(steps);
        }
        match self.operation_steps(&place)? {
            Some(steps) => Ok(steps),
            None if !wants_operation && local != segment.name && operations_named(self, &segment.name).next().is_none() => {
                Err(segment.fails(PathReason::UnknownType, self.nearest_type(&self.qualify(&segment.name))))
            }
            None if wants_operation => {
                let is_member =
                    self.lineage(from.ty).any(|(_, ty)| ty.navigation.contains_key(local) || ty.properties.contains_key(local));
                let reason =
                    if is_member { PathReason::NotAnOperation { on: on() } } else { PathReason::UnknownOperation { on: on() } };
                Err(segment.fails(reason, self.nearest_operation(from, local).filter(|_| !is_member)))
            }
            // A template that ends in `delta` leads to an entity, but no navigation property has this name.
            None if local == "delta" => Err(segment.fails(PathReason::UnknownOperation { on: on() }, None)),
            None => Err(segment.fails(PathReason::UnknownSegment { on: on() }, self.nearest_segment(from, local))),
        }
    }

    /// Returns the step to the property or navigation property that the segment names, if the type or a base of it declares the property.
    /// Otherwise, returns one step, with a cast, for each subtype that declares it.
    fn member_steps<'s>(&'s self, place: &Place<'_, 's>) -> Result<Option<Vec<Step<'s>>>, PathFailure> {
        let Place { from, segment, .. } = *place;
        for (_, ty) in self.lineage(from.ty) {
            if let Some(found) = self.member(ty, &segment.name) {
                return found.from(self, place).map(|to| Some(vec![Step::new(from, to, None)]));
            }
        }
        let mut steps = Vec::new();
        let mut failure = None;
        for (cast, ty) in self.derived(from.ty) {
            let Some(found) = self.member(ty, &segment.name) else { continue };
            match found.from(self, place) {
                Ok(to) => steps.push(Step::new(from, to, Some(cast))),
                Err(why) => failure = failure.or(Some(why)),
            }
        }
        match failure {
            _ if !steps.is_empty() => Ok(Some(steps)),
            Some(failure) => Err(failure),
            None => Ok(None),
        }
    }

    fn member<'s>(&'s self, ty: &'s StructuredType, name: &str) -> Option<TypeMember<'s>> {
        if let Some(navigation) = ty.navigation.get(name) {
            return Some(TypeMember::Navigation(navigation));
        }
        ty.properties.get(name).map(|property| match &property.ty {
            Type::Named(target) if self.types.contains_key(target) && !property.collection => TypeMember::Complex(target),
            ty => TypeMember::Property { is_stream: *ty == Type::Primitive(Primitive::Stream) },
        })
    }

    /// Returns the position after a key in the segment's parentheses, or the position itself if there are none.
    pub(super) fn with_key<'s>(&'s self, to: Position<'s>, segment: &Segment) -> Result<Position<'s>, PathFailure> {
        let names = match &segment.arguments {
            None => return Ok(to),
            Some(Arguments::Unnamed) => &[][..],
            Some(Arguments::Named(names)) => names,
        };
        if !to.is_collection() {
            return Err(segment.fails(PathReason::KeyAfterSingle { of: self.short(to.ty).to_owned() }, None));
        }
        let is_key = |key: &[String]| key.len() == names.len() && key.iter().all(|name| names.contains(name));
        let by_name = matches!(&segment.arguments, Some(Arguments::Named(_)));
        if by_name && !is_key(self.key(to.ty)) && !self.alternate_keys(to.ty).any(is_key) {
            let keys = std::iter::once(self.key(to.ty)).chain(self.alternate_keys(to.ty)).filter(|key| !key.is_empty());
            let keys: Vec<String> = keys.map(|key| key.join(",")).collect();
            let near = nearest(&names.join(","), keys.iter().map(String::as_str)).map(str::to_owned);
            let reason = PathReason::NotAKey { of: self.short(to.ty).to_owned(), keys };
            return Err(segment.fails(reason, near.as_deref()));
        }
        Ok(to.at(At::One))
    }

    pub(super) fn nearest_type(&self, qualified: &str) -> Option<&str> {
        nearest(qualified, self.types().map(|(name, _)| name))
    }

    fn nearest_segment<'s>(&'s self, from: Position<'s>, name: &str) -> Option<&'s str> {
        let own = self.lineage(from.ty).flat_map(|(_, ty)| ty.navigation.keys());
        let derived = || self.derived(from.ty).flat_map(|(_, ty)| ty.navigation.keys());
        nearest(name, own.map(String::as_str))
            .or_else(|| nearest(name, derived().map(String::as_str)))
            .or_else(|| self.nearest_operation(from, name))
    }
}

/// The property or function of a type that a path segment names.
enum TypeMember<'s> {
    Navigation(&'s Navigation),
    /// A property whose value has a complex type. Holds the qualified name of the complex type.
    Complex(&'s str),
    Property {
        is_stream: bool,
    },
}

impl<'s> TypeMember<'s> {
    /// Returns the position that the segment of `place` leads to.
    fn from(self, schema: &'s Schema, place: &Place<'_, 's>) -> Result<Position<'s>, PathFailure> {
        let Place { from, segment, next, .. } = *place;
        let on = || schema.short(from.ty).to_owned();
        let wants_collection = matches!(&self, Self::Navigation(navigation) if navigation.via == Via::CollectionFunction);
        match (from.is_collection(), wants_collection) {
            (true, false) => return Err(segment.fails(PathReason::KeyMissing { of: on() }, None)),
            (false, true) => return Err(segment.fails(PathReason::UnknownSegment { on: on() }, None)),
            _ => {}
        }
        match self {
            Self::Property { is_stream } if is_stream && next.is_none() || next.is_some_and(|next| next.kind.is_suffix()) => {
                Ok(from.at(At::Property { is_stream }))
            }
            Self::Property { .. } => Err(segment.fails(PathReason::IsProperty { of: on() }, None)),
            Self::Complex(ty) => Ok(Position::new(ty, false)),
            Self::Navigation(navigation) => {
                let to = Position::new(&navigation.target, navigation.collection);
                match navigation.via {
                    Via::Property => schema.with_key(Position { owner: Some(from.ty), ..to }, segment),
                    Via::Function | Via::CollectionFunction => Ok(to),
                }
            }
        }
    }
}
