//! The segments and mistakes of a path template that is being parsed.

use std::ops::Range;

/// A segment of a [`Template`](super::Template).
#[derive(Clone, Debug)]
pub(super) enum TemplateSegment {
    /// The text of a literal segment: the name of an entity set or a property, or a cast such as `microsoft.graph.user`.
    Literal(String),
    /// The name of a placeholder, without braces: `userId` for `{userId}`.
    Placeholder(String),
}

impl TemplateSegment {
    /// Returns the segment's text, or `None` if the segment is a placeholder.
    pub(super) fn literal(&self) -> Option<&str> {
        match self {
            Self::Literal(text) => Some(text),
            Self::Placeholder(_) => None,
        }
    }
}

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
    pub(super) segments: Vec<TemplateSegment>,
    pub(super) flaws: Vec<Flaw>,
}

impl Draft {
    /// Adds a mistake, and keeps the mistakes in text order. Inserting compiles to less code than sorting at the end.
    pub(super) fn flaw(&mut self, range: Range<usize>, message: impl Into<String>) {
        let at = self.flaws.iter().position(|later| later.range.start > range.start).unwrap_or(self.flaws.len());
        self.flaws.insert(at, Flaw { range, message: message.into() });
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
