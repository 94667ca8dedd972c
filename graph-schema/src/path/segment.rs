//! Splits a path template into segments.

use std::ops::Range;

use super::resolution::{PathFailure, PathReason};
use crate::syntax::template::split;

/// One segment of a path template.
#[derive(Debug)]
pub(super) struct Segment<'t> {
    /// The byte range of the segment in the template's text.
    pub(super) range: Range<usize>,
    /// The kind of the segment.
    pub(super) kind: SegmentKind,
    /// The segment's name, without a key or arguments in parentheses: `users` for `users('1')`.
    pub(super) name: &'t str,
    /// The key or the function's arguments in the segment's parentheses, if it has them.
    pub(super) arguments: Option<Arguments<'t>>,
}

/// The kind of a [`Segment`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SegmentKind {
    /// The name of an entity set, a property, an operation or a type.
    Name,
    /// A placeholder for a key, such as `{userId}`.
    Key,
    /// A part of a path between two colons, as in `root:/{item-path}:`.
    ItemPath,
    /// `$ref`
    Reference,
    /// `$value`
    Value,
    /// `$count`
    Count,
}

impl SegmentKind {
    /// Returns whether the segment is about the value before it: `$ref`, `$value` or `$count`.
    pub(super) fn is_suffix(self) -> bool {
        matches!(self, Self::Reference | Self::Value | Self::Count)
    }
}

/// The text in a segment's parentheses.
#[derive(Debug)]
pub(super) enum Arguments<'t> {
    /// One value without a name, as in `users('1')`.
    Unnamed,
    /// The names of the values, as in `range(address='A1')`; none for `delta()`.
    Named(Vec<&'t str>),
}

impl Segment<'_> {
    pub(super) fn fails(&self, reason: PathReason, nearest: Option<&str>) -> PathFailure {
        PathFailure { segment: self.range.clone(), reason, nearest: nearest.map(str::to_owned) }
    }
}

/// Splits a path template into its segments.
pub(super) fn segments(template: &str) -> Result<Vec<Segment<'_>>, PathFailure> {
    let fails = |segment, expected| PathFailure { segment, reason: PathReason::Malformed(expected), nearest: None };
    let Some(rest) = template.strip_prefix('/') else {
        let end = template.find('/').unwrap_or(template.len());
        return Err(fails(0..end, "a path that begins with `/`"));
    };
    let mut start = 1;
    let mut segments = Vec::new();
    let mut in_item_path = false;
    for text in split(rest) {
        let range = start..start + text.len();
        start = range.end + 1;
        if text.is_empty() {
            return Err(fails(range.start - 1..range.end, "a segment after `/`"));
        }
        if let Some(at) = outside_braces(text).find(|(_, char)| " ?#".contains(*char)).map(|(at, _)| at) {
            return Err(fails(range.start + at..range.end, "a segment without blanks, `?` and `#`"));
        }
        let bare = text.strip_suffix(':').unwrap_or(text);
        let segment = match in_item_path {
            true => Some(Segment { range: range.clone(), kind: SegmentKind::ItemPath, name: bare, arguments: None }),
            false => segment(bare, range.clone()),
        };
        segments.push(segment.ok_or_else(|| fails(range, "a name, or a placeholder as in `{fooId}`"))?);
        in_item_path ^= bare != text;
    }
    Ok(segments)
}

/// Returns the segment with this text, or `None` if the text is malformed.
fn segment(text: &str, range: Range<usize>) -> Option<Segment<'_>> {
    let is_key = text.starts_with('{') && text.ends_with('}') || text.starts_with('<') && text.ends_with('>');
    let kind = match text {
        "$ref" => SegmentKind::Reference,
        "$value" => SegmentKind::Value,
        "$count" => SegmentKind::Count,
        _ if is_key => SegmentKind::Key,
        _ => SegmentKind::Name,
    };
    let (name, inside) = match text.strip_suffix(')').and_then(|text| text.split_once('(')) {
        Some((name, inside)) if !is_key => (name, Some(inside)),
        _ => (text, None),
    };
    let inner = if is_key { text.get(1..text.len() - 1)? } else { name };
    let is_sound = !inner.is_empty() && !inner.contains(['{', '}', '(', ')', '/']);
    is_sound.then(|| Segment { range, kind, name, arguments: inside.map(arguments) })
}

/// Parses the text inside a segment's parentheses: `startDateTime={start},endDateTime={end}`.
fn arguments(inside: &str) -> Arguments<'_> {
    let mut quoted = false;
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, char) in outside_braces(inside) {
        quoted ^= char == '\'';
        if char == ',' && !quoted {
            parts.extend(inside.get(start..at));
            start = at + 1;
        }
    }
    parts.extend(inside.get(start..).filter(|last| !last.trim().is_empty()));
    let names: Option<Vec<&str>> = parts.iter().map(|part| name_of_argument(part)).collect();
    names.map_or(Arguments::Unnamed, Arguments::Named)
}

/// Returns the name in `name=value`, or `None` for a value without a name.
fn name_of_argument(part: &str) -> Option<&str> {
    let (name, _) = part.split_once('=')?;
    let name = name.trim();
    let is_name = !name.is_empty() && name.chars().all(|char| char.is_alphanumeric() || char == '_');
    is_name.then_some(name)
}

/// Returns the characters of the text that are not inside braces, with their byte offsets.
fn outside_braces(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut is_inside = false;
    text.char_indices().filter(move |(_, char)| {
        let was_inside = is_inside;
        is_inside = *char == '{' || is_inside && *char != '}';
        !was_inside && !is_inside
    })
}
