//! The segments and mistakes of a path template that is being parsed.

use std::ops::Range;

use super::segment::{Placeholder, Segment, SegmentKind};

/// A mistake in the text of a [`Template`](super::Template).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Flaw {
    /// The byte range of the mistake in the template's text.
    pub range: Range<usize>,
    /// The error message: the mistake and its fix.
    pub message: String,
}

/// The segments and mistakes found so far in a path template.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) segments: Vec<Segment>,
    pub(super) flaws: Vec<Flaw>,
}

impl Draft {
    /// Adds a mistake, and keeps the mistakes in text order. Inserting compiles to less code than sorting at the end.
    pub(super) fn flaw(&mut self, range: Range<usize>, message: impl Into<String>) {
        let at = self.flaws.iter().position(|later| later.range.start > range.start).unwrap_or(self.flaws.len());
        self.flaws.insert(at, Flaw { range, message: message.into() });
    }

    /// Adds a segment. A `:` at its end is in `range` but not in `name`.
    pub(super) fn push(&mut self, range: Range<usize>, name: &str, kind: SegmentKind, colon: bool) {
        self.segments.push(Segment { range, name: name.to_owned(), kind, colon });
    }

    /// Adds a key for a segment that is not understood, so that the template's constructor takes the intended number of arguments.
    pub(super) fn push_guess(&mut self, range: Range<usize>, name: &str) {
        let placeholder = Placeholder::guess(range.clone(), name);
        self.push(range, "", SegmentKind::Key(placeholder), false);
    }

    /// Returns whether the next segment belongs to the path of an item, which begins after a segment such as `root:`.
    pub(super) fn is_in_path(&self) -> bool {
        self.segments.iter().filter(|segment| segment.colon).count() % 2 == 1
    }

    /// Returns the name of the last segment that has one, without the namespace of a cast. This name gives a placeholder `{id}` its id
    /// type.
    pub(super) fn name_before(&self) -> Option<&str> {
        let segment = self.segments.iter().rev().find(|segment| !segment.name.is_empty())?;
        segment.name.rsplit('.').next()
    }
}

/// Splits the text of a path template at each `/` outside braces. A `/` inside braces is reported as a mistake in the placeholder's name.
pub(crate) fn split(path: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(path);
    std::iter::from_fn(move || {
        let path = rest?;
        let open = |at: usize| path.get(..at).is_some_and(|before| before.rfind('{') > before.rfind('}'));
        let closed_later = |at: usize| {
            path.get(at..).is_some_and(|after| after.find('}') < after.find('{').or(Some(usize::MAX)) && after.contains('}'))
        };
        let end = path.match_indices('/').map(|(at, _)| at).find(|at| !(open(*at) && closed_later(*at)));
        rest = end.and_then(|end| path.get(end + 1..));
        path.get(..end.unwrap_or(path.len()))
    })
}
