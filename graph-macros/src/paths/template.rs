//! A path template: its segments, and every way to write it wrongly.

use std::ops::Range;

use proc_macro2::Span;
use syn::LitStr;

use crate::ctxt::Ctxt;
use crate::names::snake_case;

pub(crate) struct Template {
    text: String,
    span: Span,
    segments: Vec<Segment>,
    /// Nothing is wrong with it by itself.
    pub(crate) sound: bool,
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

/// What is wrong with a part of a template.
struct Flaw {
    at: Range<usize>,
    message: String,
}

impl Template {
    /// Reads the template; what is wrong with it is shown below an excerpt of it.
    pub(crate) fn parse(literal: &LitStr, ctxt: &mut Ctxt) -> Self {
        let text = literal.value();
        let mut flaws = Vec::new();
        let segments = segments(&text, &mut flaws);
        let template = Self { text, span: literal.span(), segments, sound: flaws.is_empty() };
        flaws.iter().for_each(|flaw| template.error(&flaw.at, &flaw.message, ctxt));
        template
    }

    /// Reports what is wrong with a part of the template.
    pub(crate) fn error(&self, at: &Range<usize>, message: &str, ctxt: &mut Ctxt) {
        ctxt.error(self.span, format!("{message}\n{}", self.excerpt(at)));
    }

    /// The template with the part underlined: what a span inside a literal would show, which stable Rust does not have.
    pub(crate) fn excerpt(&self, at: &Range<usize>) -> String {
        let text = &self.text;
        let width = |range: &str| range.chars().count();
        let start = text.get(..at.start).map_or(0, width);
        let underlined = text.get(at.start..at.end.min(text.len())).map_or(1, width).max(1);
        format!("    {}\n    {}{}", text.replace(char::is_control, " "), " ".repeat(start), "^".repeat(underlined))
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

    /// The literal segments after the first placeholder, casts without their namespace. Where there is none, the last one before it,
    /// and where there is no placeholder, all of them.
    pub(crate) fn constructor_name(&self) -> Option<String> {
        let first = self.segments.iter().position(|segment| matches!(segment, Segment::Placeholder(_)));
        let literals = |segments: &[Segment]| -> Vec<String> {
            let names = segments.iter().filter_map(|segment| match segment {
                Segment::Literal(text) => Some(snake_case(text.rsplit('.').next().unwrap_or(text))),
                Segment::Placeholder(_) => None,
            });
            names.filter(|name| !name.is_empty()).collect()
        };
        let (before, after) = self.segments.split_at(first.unwrap_or(0));
        let words = match literals(after) {
            words if words.is_empty() => literals(before).pop().into_iter().collect(),
            words => words,
        };
        let name = words.join("_");
        let valid = name.chars().next().is_some_and(|first| !first.is_numeric());
        valid.then(|| if syn::parse_str::<syn::Ident>(&name).is_ok() { name } else { format!("{name}_") })
    }
}

fn segments(text: &str, flaws: &mut Vec<Flaw>) -> Vec<Segment> {
    let mut flaw = |at: Range<usize>, message: String| flaws.push(Flaw { at, message });
    if text.is_empty() {
        flaw(0..1, "a template cannot be empty: write a path of the API page, such as `\"/deviceManagement\"`".into());
        return Vec::new();
    }
    if text.contains("://") {
        flaw(0..text.len(), "a template begins after the version: leave out the host and the version".into());
        return Vec::new();
    }
    if let Some(verb) = ["GET ", "PATCH ", "POST ", "PUT ", "DELETE "].iter().find(|verb| text.starts_with(**verb)) {
        flaw(0..verb.len() - 1, "a template is the path alone: leave out the method".into());
        return Vec::new();
    }
    let (path, mut at) = match text.strip_prefix('/') {
        Some(path) => (path, 1),
        None => {
            flaw(0..1, format!("a template begins with `/`: write `\"/{text}\"`"));
            (text, 0)
        }
    };
    if let Some((query, sign)) = text.char_indices().find(|(_, char)| matches!(char, '?' | '#')) {
        let what = if sign == '?' { "a query" } else { "a fragment" };
        flaw(query..text.len(), format!("a template has no query and no fragment: leave {what} out"));
    }
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let mut segments = Vec::new();
    for raw in path.split('/') {
        segments.extend(segment(raw, at, text, &mut flaw));
        at += raw.len() + 1;
    }
    let literal = segments.iter().any(|segment| matches!(segment, Segment::Literal(_)));
    if !literal && !segments.is_empty() {
        flaw(0..text.len(), "a template has at least one segment of its own, not only placeholders".into());
    }
    segments
}

fn segment(raw: &str, at: usize, text: &str, flaw: &mut impl FnMut(Range<usize>, String)) -> Option<Segment> {
    let whole = at..at + raw.len();
    if raw.is_empty() {
        let end = if at >= text.len() { "the last `/`" } else { "one `/`" };
        flaw(at.saturating_sub(1)..(at + 1).min(text.len().max(at)), format!("a segment is empty: leave out {end}"));
        return None;
    }
    if matches!(raw, "v1.0" | "beta") && at == 1 {
        flaw(whole, "the version is named before the templates, as `v1` or `beta`: leave it out here".into());
        return None;
    }
    if raw.contains(['{', '}']) {
        return placeholder(raw, at, flaw);
    }
    if let Some(bad) = raw.char_indices().find(|(_, char)| !char.is_ascii_alphanumeric() && !"$_-.()='@,:".contains(*char)) {
        let (offset, char) = bad;
        let shown = if char.is_whitespace() { "white space".to_owned() } else { format!("`{char}`") };
        flaw(
            at + offset..at + offset + char.len_utf8(),
            format!("{shown} cannot stand in a path: it would have to be percent-encoded"),
        );
        return None;
    }
    if raw.starts_with(':') {
        let name = raw.trim_start_matches(':');
        flaw(whole, format!("a placeholder stands in braces: `{{{name}}}`"));
        return None;
    }
    if raw.contains('.')
        && !raw.contains('(')
        && raw.split('.').any(|part| part.is_empty() || !part.chars().all(|char| char.is_ascii_alphanumeric() || char == '_'))
    {
        flaw(whole, "a cast is a qualified type name such as `microsoft.graph.iosScepCertificateProfile`".into());
        return None;
    }
    Some(Segment::Literal(raw.to_owned()))
}

fn placeholder(raw: &str, at: usize, flaw: &mut impl FnMut(Range<usize>, String)) -> Option<Segment> {
    let whole = at..at + raw.len();
    let opens = raw.matches('{').count();
    let closes = raw.matches('}').count();
    if opens != closes {
        let missing = if opens > closes { '}' } else { '{' };
        flaw(whole, format!("a brace is missing: `{missing}`"));
        return None;
    }
    let Some(name) = raw.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).filter(|name| !name.contains(['{', '}']))
    else {
        flaw(whole, "a placeholder is a whole segment: `/{fooId}/`".into());
        return None;
    };
    if name.is_empty() {
        flaw(whole, "a placeholder has a name: `{fooId}` takes a `&FooId`".into());
        return None;
    }
    let starts_well = name.starts_with(|char: char| char.is_ascii_lowercase());
    if !starts_well || !name.chars().all(|char| char.is_ascii_alphanumeric() || char == '_') {
        let bad = name.char_indices().find(|(_, char)| !char.is_ascii_alphanumeric() && *char != '_');
        let hint = match bad {
            Some((_, '-')) => format!(": write `{{{}}}`", crate::names::camel_case(&name.replace('-', "_"))),
            None => format!(": write `{{{}}}`", crate::names::lower_first(name.trim_start_matches('_'))),
            Some(_) => String::new(),
        };
        flaw(
            at + 1..at + 1 + name.len(),
            format!("a placeholder's name has letters and digits only and begins with a small letter{hint}"),
        );
        return None;
    }
    Some(Segment::Placeholder(name.to_owned()))
}
