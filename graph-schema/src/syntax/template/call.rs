//! Parses a segment of a path template with parentheses: keys, alternate keys and arguments of functions.

use std::ops::Range;

use super::draft::Draft;
use super::literal::{bad_character, literal};
use super::placeholder::{is_word, named, single};
use super::segment::{Argument, ArgumentValue, Placeholder, PlaceholderKind, SegmentKind};
use crate::syntax::case::{camel_case, lower_first};

/// Parses the segment `raw`, which contains parentheses, at the byte range `whole` of the template.
pub(super) fn call(draft: &mut Draft, raw: &str, whole: Range<usize>) {
    let (name, rest) = raw.split_once('(').unwrap_or((raw, ""));
    if name.is_empty() {
        let words = rest.trim_end_matches(')').replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        let name = lower_first(&camel_case(&words));
        draft.flaw(whole.clone(), format!("a placeholder is written in braces: write `{{{name}}}`"));
        return draft.push_guess(whole, &name);
    }
    if let Some((range, message)) = literal(name, whole.start..whole.start + name.len()) {
        draft.flaw(range, message);
    }
    let inside = rest.rfind(')').and_then(|end| rest.get(..end)).unwrap_or(rest);
    let mut call = Call { draft, name: name.rsplit('.').next().unwrap_or(name), flawed: false };
    let mut arguments = Vec::new();
    let mut at = whole.start + name.len() + 1;
    for raw in split(inside) {
        arguments.push(call.argument(raw, at..at + raw.len()));
        at += raw.len() + 1;
    }
    if !call.flawed && (inside.len() + 1 != rest.len() || !rest.ends_with(')')) {
        let mistake = if rest.ends_with(inside) { "lacks a `)`" } else { "continues after its `)`" };
        draft.flaw(whole.clone(), format!("`{raw}` {mistake}: write `{name}({inside})`"));
    }
    draft.push(whole, name, SegmentKind::Call(arguments), false);
}

/// Splits arguments at the commas outside quotes and braces. An empty text has no arguments.
fn split(inside: &str) -> Vec<&str> {
    let (mut arguments, mut start, mut quoted, mut braces) = (Vec::new(), 0, false, false);
    for (at, char) in inside.char_indices() {
        match char {
            '\'' => quoted = !quoted,
            '{' | '<' => braces = true,
            '}' | '>' => braces = false,
            ',' if !quoted && !braces => {
                arguments.extend(inside.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    arguments.extend(inside.get(start..).filter(|_| !inside.is_empty()));
    arguments
}

/// The state of the parser inside the parentheses of one segment.
struct Call<'d> {
    draft: &'d mut Draft,
    /// The name before the parentheses, without a namespace.
    name: &'d str,
    flawed: bool,
}

impl Call<'_> {
    fn argument(&mut self, raw: &str, range: Range<usize>) -> Argument {
        let (name, value) = match raw.split_once('=') {
            Some((name, value)) if !name.contains(['\'', '{', '<']) => (Some(name), value),
            _ => (None, raw),
        };
        let start = range.end - value.len();
        if let Some(name) = name.filter(|name| !is_word(name)) {
            let message = match name {
                "" => "an argument has a name: write `name=` before its value".to_owned(),
                name if name.contains(char::is_whitespace) => "a path cannot contain white space: remove it".to_owned(),
                name => format!("`{name}` is not the name of an argument: write only letters and digits before `=`"),
            };
            self.flaw(range.clone(), message);
        }
        let (bare, quoted) = self.unquoted(value, name, start..range.end);
        let start = start + value.find(bare).unwrap_or(0);
        let value = bare;
        let bare_word = || Some(value).filter(|value| !quoted && name.is_some() && is_bare_word(value));
        let value = match placeholder(value).or_else(bare_word) {
            Some(text) => {
                let kind = match (quoted, name) {
                    (true, _) => PlaceholderKind::Text,
                    (false, Some(_)) => PlaceholderKind::Value,
                    (false, None) => PlaceholderKind::Id(String::new()),
                };
                ArgumentValue::Placeholder(named(self.draft, text, start..start + value.len(), kind, Some(self.name)))
            }
            None => self.literal(value, name, quoted, start),
        };
        Argument { range, name: name.map(str::to_owned), quoted, value }
    }

    /// Returns the value without its quotes, and whether it has quotes. Reports quotes that do not match.
    fn unquoted<'t>(&mut self, value: &'t str, name: Option<&str>, range: Range<usize>) -> (&'t str, bool) {
        let bare = value.trim_matches(['\'', '"']);
        let is_quoted = value.starts_with('\'') && value.ends_with('\'') && value.len() > 1;
        if !is_quoted && (bare.len() < value.len()) {
            let name = name.map(|name| format!("{name}=")).unwrap_or_default();
            let mistake = if value.contains('"') { "a value is in single quotes" } else { "a value has a quote on each side" };
            self.flaw(range, format!("{mistake}: write `{name}'{bare}'`"));
        }
        let inner = value.strip_prefix('\'').and_then(|value| value.strip_suffix('\''));
        (inner.filter(|_| is_quoted).unwrap_or(bare), is_quoted)
    }

    fn literal(&mut self, value: &str, name: Option<&str>, quoted: bool, start: usize) -> ArgumentValue {
        let bad = bad_character(value, start);
        if value.contains(['{', '}', '<', '>']) {
            let text = value.split(['{', '<']).nth(1).unwrap_or(value);
            let text = text.split(['}', '>']).next().unwrap_or_default();
            let quote = if quoted { "'" } else { "" };
            let message = format!("a placeholder is the whole value of an argument: write `{quote}{{{text}}}{quote}`");
            self.flaw(start..start + value.len(), message);
            return ArgumentValue::Placeholder(Placeholder::guess(start..start + value.len(), text));
        } else if value.is_empty() && !quoted {
            let name = name.filter(|name| is_word(name)).unwrap_or("name");
            self.flaw(start..start + 1, format!("an argument needs a value: write `{name}={{{name}}}`"));
        } else if let Some((range, message)) = bad {
            self.flaw(range, message);
        }
        ArgumentValue::Literal(value.to_owned())
    }

    fn flaw(&mut self, range: Range<usize>, message: impl Into<String>) {
        self.flawed = true;
        self.draft.flaw(range, message);
    }
}

/// Returns whether the value of a named argument is a placeholder without braces, as in `count=n`, which some pages write. Any other value
/// is a constant: a number, a date, `true`, `false`, `null`, a parameter alias, or a text in quotes.
fn is_bare_word(value: &str) -> bool {
    value.starts_with(|c: char| c.is_ascii_lowercase())
        && value.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        && !matches!(value, "true" | "false" | "null")
}

/// Returns the text of a placeholder in braces, or in the angle brackets that some pages write.
fn placeholder(value: &str) -> Option<&str> {
    let angled = || value.strip_prefix('<')?.strip_suffix('>').filter(|text| !text.contains(['<', '>']));
    single(value).or_else(angled)
}
