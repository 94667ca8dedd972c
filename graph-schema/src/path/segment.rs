//! Splits a path template into segments.

use std::ops::Range;

use super::resolution::{PathFailure, PathReason};
use crate::syntax::template::split;

/// One segment of a path template.
#[derive(Debug)]
pub(super) struct Segment<'t> {
    /// The byte range of the segment in the template's text.
    pub(super) range: Range<usize>,
    /// The segment's name, without a key or arguments in parentheses: `users` for `users('1')`.
    pub(super) name: &'t str,
    /// The text inside the segment's parentheses, a key or a function's arguments: `'1'` for `users('1')`.
    pub(super) arguments: Option<&'t str>,
    /// Whether the whole segment is a placeholder, such as `{userId}`.
    pub(super) is_key: bool,
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
    for text in split(rest) {
        let range = start..start + text.len();
        start = range.end + 1;
        if text.is_empty() {
            return Err(fails(range.start - 1..range.end, "a segment after `/`"));
        }
        if let Some(at) = text.find([' ', '?', '#']).filter(|_| !text.starts_with('{')) {
            return Err(fails(range.start + at..range.end, "a segment without blanks, `?` and `#`"));
        }
        let is_key = text.starts_with('{') && text.ends_with('}');
        let (name, arguments) = match text.strip_suffix(')').and_then(|text| text.split_once('(')) {
            Some((name, arguments)) if !is_key => (name, Some(arguments)),
            _ => (text, None),
        };
        let inner = if is_key { text.get(1..text.len() - 1).unwrap_or_default() } else { name };
        if inner.is_empty() || inner.contains(['{', '}', '(', ')', '/']) {
            return Err(fails(range, "a name, or a placeholder as in `{fooId}`"));
        }
        segments.push(Segment { range, name, arguments, is_key });
    }
    Ok(segments)
}
