//! Parses a path template: first surplus text around the path, then the slashes, then the segments.

use std::ops::Range;

use super::call::call;
use super::draft::{Draft, Flaw, split};
use super::literal::segment;
use super::placeholder::placeholder;
use super::segment::Segment;

const METHODS: &[&str] = &["GET", "PATCH", "POST", "PUT", "DELETE"];

/// Parses the text of a path template. Records each mistake and continues with the probably intended meaning.
pub(super) fn parse(text: &str) -> (Vec<Segment>, Vec<Flaw>) {
    let mut parser = Parser { text, draft: Draft::default() };
    parser.parse();
    (parser.draft.segments, parser.draft.flaws)
}

struct Parser<'t> {
    text: &'t str,
    draft: Draft,
}

impl<'t> Parser<'t> {
    fn flaw(&mut self, range: Range<usize>, message: impl Into<String>) {
        self.draft.flaw(range, message);
    }

    fn get(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or_default()
    }

    fn parse(&mut self) {
        let path = self.path();
        if self.get(path.clone()).trim_matches('/').is_empty() {
            if self.draft.flaws.is_empty() {
                let at = if self.text.is_empty() { 0..1 } else { 0..self.text.len() };
                self.flaw(at, "a template cannot be empty: copy a path from the API page, such as \"/deviceManagement\"");
            }
            return;
        }
        self.slashes(path.clone());
        let mut at = path.start;
        for raw in split(self.get(path)) {
            let whole = at..at + raw.len();
            at = whole.end + 1;
            match raw {
                "" => {}
                raw if raw.find('(').is_some_and(|open| raw.find('{').is_none_or(|brace| open < brace)) => {
                    call(&mut self.draft, raw, whole);
                }
                raw if raw.contains(['{', '}']) => placeholder(&mut self.draft, raw, whole),
                raw => segment(&mut self.draft, raw, whole),
            }
        }
        if let Some(last) = self.draft.segments.last().filter(|last| last.colon && self.draft.is_in_path()) {
            let end = last.range.end;
            self.flaw(end - 1..end, "`:` begins the path of an item: remove it, or write `:/{itemPath}`");
        }
        let only_placeholders = self.draft.segments.iter().all(|segment| segment.name.is_empty());
        if only_placeholders && self.draft.flaws.is_empty() {
            self.flaw(0..self.text.len(), "a template needs a literal segment: copy the path from the API page");
        }
    }

    /// Reports a `/` at the end of the path, and repeated slashes.
    fn slashes(&mut self, path: Range<usize>) {
        let mut at = path.start.saturating_sub(1);
        while let Some(start) = self.get(at..path.end).find('/').map(|slash| at + slash) {
            let rest = self.get(start..path.end);
            let end = start + rest.len() - rest.trim_start_matches('/').len();
            if end == path.end {
                self.flaw(start..end, "a template does not end with `/`: remove it");
            } else if end > start + 1 {
                self.flaw(start..end, "a segment is empty: write one `/`");
            }
            at = end;
        }
    }

    /// Returns the byte range of the path in the template's text, without the path's first `/`. Reports surplus text that people copy along
    /// with a path.
    fn path(&mut self) -> Range<usize> {
        let (start, end) = self.trimmed();
        let start = self.method(start, end);
        let end = self.query(start, end);
        let start = self.host(start, end);
        match self.get(start..end.max(start)).starts_with('/') {
            true => start + 1..end,
            false if start >= end => start..start,
            false if self.get(start..end).starts_with("~/") => {
                self.flaw(start..start + 1, "a template begins with `/`: remove `~`");
                start + 2..end
            }
            false => {
                let first = self.get(start..end).split('/').next().unwrap_or_default();
                self.flaw(start..start + first.len(), format!("a template begins with `/`: write `/{first}`"));
                start..end
            }
        }
    }

    /// Returns the byte offsets of the start and end of the template's text without surrounding white space, and reports that white space.
    fn trimmed(&mut self) -> (usize, usize) {
        let (start, end) = (self.text.len() - self.text.trim_start().len(), self.text.trim_end().len());
        if start < end {
            for blank in [0..start, end..self.text.len()].into_iter().filter(|blank| !blank.is_empty()) {
                self.flaw(blank, "a path cannot contain white space: remove it");
            }
        }
        (start, end)
    }

    /// Returns the byte offset at which the path starts. If an HTTP method such as `GET` precedes the path, reports the method.
    fn method(&mut self, start: usize, end: usize) -> usize {
        let rest = self.get(start..end.max(start));
        let method = METHODS.iter().find(|method| rest.split_whitespace().next() == Some(*method) && rest != **method);
        let Some(method) = method else { return start };
        self.flaw(start..start + method.len(), format!("a template is only the path: remove `{method}`"));
        end - self.get(start + method.len()..end).trim_start().len()
    }

    /// Returns the byte offset at which the path ends. If a query or fragment follows the path, reports the query or fragment.
    fn query(&mut self, start: usize, end: usize) -> usize {
        let text = self.text;
        let in_braces =
            |at: usize| text.get(..at).is_some_and(|before| before.matches('{').count() > before.matches('}').count());
        let is_cast = |at: usize| text.get(at..).is_some_and(|rest| rest.starts_with("#microsoft."));
        let signs = self.get(start..end.max(start)).match_indices(['?', '#']).map(|(at, _)| start + at);
        let Some(query) = signs.into_iter().find(|at| !in_braces(*at) && !is_cast(*at)) else { return end };
        let message = match self.get(query..end).starts_with('?') {
            true => "a template does not have a query: remove it, and use a method of the request, such as `.query(name, value)`",
            false => "a template does not have a fragment: remove it",
        };
        self.flaw(query..end, message);
        query
    }

    /// Returns the byte offset at which the path starts. If a host such as `graph.microsoft.com` precedes the path, reports the host and an
    /// API version after the host.
    fn host(&mut self, start: usize, end: usize) -> usize {
        let rest = self.get(start..end.max(start));
        let scheme = rest.find("://").map_or(0, |at| at + 3);
        let first = self.get(start + scheme..end).split('/').next().unwrap_or_default();
        if scheme == 0 && !(first.starts_with("graph.microsoft") || first.ends_with(".com")) {
            return start;
        }
        let host_end = start + scheme + first.len();
        let version = ["/v1.0", "/beta"].iter().find(|version| {
            let after = self.get(host_end..end).strip_prefix(**version);
            after.is_some_and(|after| after.is_empty() || after.starts_with('/'))
        });
        let surplus = if version.is_some() { "the host and the version" } else { "the host" };
        let path = host_end + version.map_or(0, |version| version.len());
        self.flaw(start..path, format!("a template begins after the version: remove {surplus}"));
        path
    }
}
