//! A path template: its segments, and every way to write it wrongly.

use std::ops::Range;

use proc_macro2::Span;
use syn::LitStr;

use super::excerpt::excerpt;
use crate::errors::Errors;
use crate::names::{camel_case, is_identifier, lower_first, snake_case};

pub(crate) struct Template {
    text: String,
    span: Span,
    segments: Vec<Segment>,
    /// Something in it is wrong; the segments are what was probably meant.
    pub(crate) flawed: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    /// A segment of the service's own: a set, a property, a cast.
    Literal(String),
    /// `{fooId}`
    Placeholder(String),
}

impl Segment {
    fn literal(&self) -> Option<&str> {
        match self {
            Self::Literal(text) => Some(text),
            Self::Placeholder(_) => None,
        }
    }
}

impl Template {
    /// Reads the template; what is wrong with it is shown below an excerpt of it.
    pub(crate) fn parse(literal: &LitStr, errors: &mut Errors) -> Self {
        let text = literal.value();
        let mut reader = Reader { text: &text, flaws: Vec::new(), segments: Vec::new() };
        reader.read();
        let Reader { mut flaws, segments, .. } = reader;
        flaws.sort_by_key(|(at, _)| at.start);
        for (at, message) in &flaws {
            errors.report(literal.span(), format!("{message}\n{}", excerpt(&text, at)));
        }
        let flawed = !flaws.is_empty();
        Self { text, span: literal.span(), segments, flawed }
    }

    /// Reports what the schema says of a part of the template.
    #[cfg(feature = "schema")]
    pub(crate) fn error(&self, at: &Range<usize>, message: &str, errors: &mut Errors) {
        errors.report(self.span, format!("{message}\n{}", self.excerpt(at)));
    }

    /// The template with the part underlined.
    #[cfg(feature = "schema")]
    pub(crate) fn excerpt(&self, at: &Range<usize>) -> String {
        excerpt(&self.text, at)
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn span(&self) -> Span {
        self.span
    }

    /// The template without the names of its placeholders, which say nothing about where it leads.
    pub(crate) fn shape(&self) -> Vec<Option<&str>> {
        self.segments.iter().map(Segment::literal).collect()
    }

    pub(crate) fn placeholders(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Placeholder(name) => Some(name.as_str()),
            Segment::Literal(_) => None,
        })
    }

    /// What stands before the key at its end: the template of the collection that the entity is in.
    pub(crate) fn collection(&self) -> Option<&str> {
        match self.segments.as_slice() {
            [.., Segment::Literal(_), Segment::Placeholder(_)] => self.text.rsplit_once('/').map(|(collection, _)| collection),
            _ => None,
        }
    }

    /// The literal segments after the first placeholder, casts without their namespace. Where there is none, the last one before it,
    /// and where there is no placeholder, all of them.
    pub(crate) fn constructor_name(&self) -> Option<String> {
        let first = self.segments.iter().position(|segment| matches!(segment, Segment::Placeholder(_)));
        let literals = |segments: &[Segment]| -> Vec<String> {
            let names = segments.iter().filter_map(Segment::literal);
            let names = names.map(|text| snake_case(text.rsplit('.').next().unwrap_or(text)));
            names.filter(|name| !name.is_empty()).collect()
        };
        let (before, after) = self.segments.split_at(first.unwrap_or(0));
        let words = match literals(after) {
            words if words.is_empty() => literals(before).pop().into_iter().collect(),
            words => words,
        };
        let name = words.join("_");
        let valid = name.chars().next().is_some_and(|first| !first.is_numeric());
        valid.then(|| if is_identifier(&name) { name } else { format!("{name}_") })
    }
}

/// Reads the text once, notes what is wrong and goes on with what was probably meant.
struct Reader<'a> {
    text: &'a str,
    flaws: Vec<(Range<usize>, String)>,
    segments: Vec<Segment>,
}

const METHODS: &[&str] = &["GET", "PATCH", "POST", "PUT", "DELETE"];

impl<'a> Reader<'a> {
    fn flaw(&mut self, at: Range<usize>, message: impl Into<String>) {
        self.flaws.push((at, message.into()));
    }

    fn get(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }

    fn read(&mut self) {
        let path = self.path();
        if self.get(path.clone()).trim_matches('/').is_empty() {
            if self.flaws.is_empty() {
                let at = if self.text.is_empty() { 0..1 } else { 0..self.text.len() };
                self.flaw(at, "a template names a resource: write a path of the API page, such as \"/deviceManagement\"");
            }
            return;
        }
        self.slashes(path.clone());
        let mut at = path.start;
        for raw in segments(self.get(path)) {
            if !raw.is_empty() {
                self.segment(raw, at..at + raw.len());
            }
            at += raw.len() + 1;
        }
        let only_placeholders = self.segments.iter().all(|segment| segment.literal().is_none());
        if only_placeholders && self.flaws.is_empty() {
            self.flaw(0..self.text.len(), "a template has a segment that is no placeholder: write the path as the API page does");
        }
    }

    /// Finds `/` at the end, and more than one in a row.
    fn slashes(&mut self, path: Range<usize>) {
        let mut at = path.start.saturating_sub(1);
        while let Some(start) = self.get(at..path.end).find('/').map(|slash| at + slash) {
            let rest = self.get(start..path.end);
            let end = start + rest.len() - rest.trim_start_matches('/').len();
            if end == path.end {
                self.flaw(start..end, "a template does not end with `/`: leave it out");
            } else if end > start + 1 {
                self.flaw(start..end, "a segment is empty: one `/` is enough");
            }
            at = end;
        }
    }

    /// Where the path is, from after its first `/`, without all that people copy along with it.
    fn path(&mut self) -> Range<usize> {
        let text = self.text;
        let (mut start, mut end) = (text.len() - text.trim_start().len(), text.trim_end().len());
        if start > 0 && start < end {
            self.flaw(0..start, "white space cannot stand in a path: leave it out");
        }
        if end < text.len() && start < end {
            self.flaw(end..text.len(), "white space cannot stand in a path: leave it out");
        }
        let rest = self.get(start..end.max(start));
        if let Some(method) = METHODS.iter().find(|method| rest.split_whitespace().next() == Some(*method) && rest != **method) {
            self.flaw(start..start + method.len(), format!("a template is the path alone: leave `{method}` out"));
            let path = self.get(start + method.len()..end);
            start = end - path.trim_start().len();
        }
        let in_braces =
            |at: usize| text.get(..at).is_some_and(|before| before.matches('{').count() > before.matches('}').count());
        let is_cast = |at: usize| text.get(at..).is_some_and(|rest| rest.starts_with("#microsoft."));
        let query = self.get(start..end.max(start)).match_indices(['?', '#']).map(|(at, _)| start + at);
        if let Some(query) = query.into_iter().find(|at| !in_braces(*at) && !is_cast(*at)) {
            let what = if self.get(query..end).starts_with('?') { "query" } else { "fragment" };
            self.flaw(query..end, format!("a template has no {what}: leave it out"));
            end = query;
        }
        start = self.host(start, end);
        match self.get(start..end.max(start)).starts_with('/') {
            true => start + 1..end,
            false if start >= end => start..start,
            false => {
                let first = self.get(start..end).split('/').next().unwrap_or_default();
                self.flaw(start..start + first.len(), format!("a template begins with `/`: write `/{first}`"));
                start..end
            }
        }
    }

    /// Where what follows the host begins, and the version if there is a host.
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
        let what = if version.is_some() { "the host and the version" } else { "the host" };
        let path = host_end + version.map_or(0, |version| version.len());
        self.flaw(start..path, format!("a template begins after the version: leave {what} out"));
        path
    }

    fn segment(&mut self, raw: &str, whole: Range<usize>) {
        let literal = Segment::Literal(raw.to_owned());
        if matches!(raw, "v1.0" | "beta") && whole.start <= 1 {
            let version = if raw == "beta" { "beta" } else { "v1" };
            return self.flaw(whole, format!("the version stands before the templates, as `{version}`: leave it out here"));
        }
        if raw.contains(['{', '}']) {
            return self.placeholder(raw, whole);
        }
        let name = raw.trim_matches(|char| "<>[]:$".contains(char));
        if (raw.starts_with(':') || raw.starts_with('<') || raw.starts_with('[')) && !name.is_empty() {
            self.flaw(whole, format!("a placeholder stands in braces: write `{{{}}}`", lower_first(name)));
            return self.segments.push(Segment::Placeholder(name.to_owned()));
        }
        let system = ["ref", "value", "count", "batch", "links", "metadata", "all", "entity", "query", "filter", "each", "root"];
        if let Some(name) = raw.strip_prefix(['$', '@']).filter(|name| raw.starts_with('@') || !system.contains(name)) {
            let write = if identifier(name) { format!(": write `{{{}}}`", lower_first(name)) } else { String::new() };
            self.flaw(whole, format!("`{raw}` is no segment of OData's, and a placeholder stands in braces{write}"));
            return self.segments.push(Segment::Placeholder(name.to_owned()));
        }
        let bad = raw.char_indices().find(|(_, char)| !char.is_ascii_alphanumeric() && !"$_-.()='@,:".contains(*char));
        if let Some(cast) = raw.strip_prefix('#') {
            self.flaw(whole, format!("a cast is written without `#` in a path: write `{cast}`"));
        } else if raw == "." || raw == ".." {
            self.flaw(whole, format!("`{raw}` leads to another path: write that one"));
        } else if let Some((offset, char)) = bad {
            let at = whole.start + offset;
            let message = match char {
                '%' => "`%` cannot stand in a template: the library encodes the ids, and nothing else needs it".to_owned(),
                char if char.is_whitespace() => "white space cannot stand in a path: leave it out".to_owned(),
                char => format!("`{char}` cannot stand in a path: write the segment as the API page does"),
            };
            self.flaw(at..at + char.len_utf8(), message);
        } else if raw.contains('.') && !raw.contains('(') {
            if !raw.split('.').all(identifier) {
                self.flaw(
                    whole,
                    format!("`{raw}` is no cast: a cast is a type name such as `microsoft.graph.iosScepCertificateProfile`"),
                );
            } else if whole.start <= 1 {
                self.flaw(whole, "a cast narrows what stands before it: a template cannot begin with one");
            }
        }
        self.segments.push(literal);
    }

    fn placeholder(&mut self, raw: &str, whole: Range<usize>) {
        // As many placeholders as there seem to be, so that the constructor takes as many ids.
        let inside = raw.split('{').skip(1).filter_map(|rest| rest.split('}').next()).filter(|name| !name.is_empty());
        let mut meant: Vec<Segment> = inside.map(|name| Segment::Placeholder(name.to_owned())).collect();
        if meant.is_empty() {
            meant.push(Segment::Placeholder(raw.trim_matches(|char| char == '{' || char == '}').to_owned()));
        }
        let name = raw.trim_matches(|char| char == '{' || char == '}');
        // What follows one of these says more of the value, where templates have types and defaults.
        let bare = name.split([':', '=', '?']).next().unwrap_or_default();
        let camel = lower_first(&camel_case(&bare.replace(|char: char| !char.is_alphanumeric(), "_")));
        let camel = if camel.is_empty() { "userId".to_owned() } else { camel };
        if raw.matches('{').count() != raw.matches('}').count() {
            let (opens, closes) = (raw.matches('{').count(), raw.matches('}').count());
            let (more, fewer, least) = if opens > closes { ('{', '}', closes) } else { ('}', '{', opens) };
            let what = if least == 0 { format!("lacks a `{fewer}`") } else { format!("has a `{more}` too many") };
            self.flaw(whole, format!("`{raw}` {what}: write `{{{camel}}}`"));
        } else if let Some(("", bare)) =
            raw.strip_suffix('}').and_then(|raw| raw.split_once('{')).filter(|(_, name)| !name.contains(['{', '}']))
        {
            let inner = whole.start + 1..whole.end - 1;
            if bare.trim().is_empty() {
                self.flaw(whole, "a placeholder has a name: `{userId}` takes a `&UserId`");
            } else if bare == "self" {
                self.flaw(inner, "no type can be called `Self`, so no id either: write `{selfId}`");
            } else if !bare.starts_with(|char: char| char.is_ascii_lowercase())
                || !bare.chars().all(|char| char.is_ascii_alphanumeric())
            {
                let write = if bare.contains(char::is_alphanumeric)
                    && camel.is_ascii()
                    && camel.starts_with(|char: char| char.is_ascii_lowercase())
                {
                    format!(": write `{{{camel}}}`")
                } else {
                    String::new()
                };
                self.flaw(inner, format!("the name of a placeholder is letters and digits, the first one small{write}"));
            }
        } else if name.is_empty() {
            self.flaw(whole, "a placeholder has a name: `{userId}` takes a `&UserId`");
        } else if name.chars().all(|char| char.is_ascii_alphanumeric()) {
            self.flaw(whole, format!("a placeholder stands in one pair of braces: write `{{{camel}}}`"));
        } else if let Some((set, Segment::Placeholder(key))) =
            raw.split_once('(').zip(meant.first()).map(|((set, _), key)| (set, key))
        {
            let argument = if raw.contains('=') { "; the argument of a function can only be a value" } else { "" };
            self.flaw(whole, format!("a key is a segment of its own: write `{set}/{{{key}}}`{argument}"));
            self.segments.push(Segment::Literal(set.to_owned()));
        } else {
            let names: Vec<_> =
                meant.iter().map(|segment| if let Segment::Placeholder(name) = segment { name.as_str() } else { "" }).collect();
            self.flaw(whole, format!("a placeholder is a segment of its own: write `/{{{}}}/`", names.join("}/{")));
        }
        self.segments.extend(meant);
    }
}

fn identifier(part: &str) -> bool {
    !part.is_empty() && part.chars().all(|char| char.is_ascii_alphanumeric() || char == '_')
}

/// The parts between `/`, but for a `/` inside a placeholder, which is a mistake of the placeholder.
fn segments(path: &str) -> impl Iterator<Item = &str> {
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
