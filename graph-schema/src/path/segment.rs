//! The segments of a path template, as the resolver follows them.

use std::ops::Range;

use super::resolution::{PathFailure, PathReason};
use crate::syntax::template::{self, Argument, Template};

/// One segment of a path template.
#[derive(Debug)]
pub(super) struct Segment {
    /// The byte range of the segment in the template's text.
    pub(super) range: Range<usize>,
    /// The kind of the segment.
    pub(super) kind: SegmentKind,
    /// The segment's name, without a key or arguments in parentheses: `users` for `users('1')`.
    pub(super) name: String,
    /// The key or the function's arguments in the segment's parentheses, if it has them.
    pub(super) arguments: Option<Arguments>,
}

/// The kind of a [`Segment`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SegmentKind {
    /// The name of an entity set, a property, an operation or a type.
    Name,
    /// A placeholder for a key, such as `{userId}`, or a key with its name, such as `appId={appId}`.
    Key,
    /// A part of a path between two colons, as in `root:/{item-path}:`.
    ItemPath,
    /// The segment `$ref`, which leads to links.
    Reference,
    /// The segment `$value`, which leads to bytes or to the text of a property.
    Value,
    /// The segment `$count`, which leads to the number of elements of a collection.
    Count,
}

impl SegmentKind {
    /// Returns whether the segment is about the value before it: `$ref`, `$value` or `$count`.
    pub(super) fn is_suffix(self) -> bool {
        matches!(self, Self::Reference | Self::Value | Self::Count)
    }
}

/// The values in a segment's parentheses.
#[derive(Debug)]
pub(super) enum Arguments {
    /// One value without a name, as in `users('1')`.
    Unnamed,
    /// The names of the values, as in `range(address='A1')`; none for `delta()`.
    Named(Vec<String>),
}

impl Arguments {
    fn new(arguments: &[Argument]) -> Self {
        let names: Option<Vec<String>> = arguments.iter().map(|argument| argument.name.clone()).collect();
        names.map_or(Self::Unnamed, Self::Named)
    }
}

impl Segment {
    fn new(segment: &template::Segment) -> Self {
        let (kind, arguments) = match &segment.kind {
            template::SegmentKind::Key(_) if segment.name.is_empty() => (SegmentKind::Key, None),
            template::SegmentKind::Key(_) => (SegmentKind::Key, Some(Arguments::Named(vec![segment.name.clone()]))),
            template::SegmentKind::Path(_) => (SegmentKind::ItemPath, None),
            template::SegmentKind::Call(arguments) => (SegmentKind::Name, Some(Arguments::new(arguments))),
            template::SegmentKind::Name => match segment.name.as_str() {
                "$ref" => (SegmentKind::Reference, None),
                "$value" => (SegmentKind::Value, None),
                "$count" => (SegmentKind::Count, None),
                _ => (SegmentKind::Name, None),
            },
        };
        Self { range: segment.range.clone(), kind, name: segment.name.clone(), arguments }
    }

    pub(super) fn fails(&self, reason: PathReason, nearest: Option<&str>) -> PathFailure {
        PathFailure { segment: self.range.clone(), reason, nearest: nearest.map(str::to_owned) }
    }
}

/// Parses a path template into its segments. Returns an error for the first mistake in the template's text.
pub(super) fn segments(template: &str) -> Result<Vec<Segment>, PathFailure> {
    let parsed = Template::parse(template);
    match parsed.flaws().first() {
        Some(flaw) => {
            let reason = PathReason::Malformed(flaw.message.clone());
            Err(PathFailure { segment: flaw.range.clone(), reason, nearest: None })
        }
        None => Ok(parsed.segments().iter().map(Segment::new).collect()),
    }
}
