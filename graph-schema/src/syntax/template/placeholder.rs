//! Parses a segment of a path template that contains braces.

use std::ops::Range;

use super::draft::{Draft, TemplateSegment};
use crate::syntax::case::{camel_case, lower_first};
use crate::syntax::identifier::is_placeholder_name;

const NAMELESS: &str = "a placeholder needs a name: `{userId}` takes a `&UserId`";

/// Parses the segment `raw`, at the byte range `whole` of the template, into as many placeholders as it seems to contain, so that the
/// template's constructor takes the intended number of ids.
pub(super) fn placeholder(draft: &mut Draft, raw: &str, whole: Range<usize>) {
    let meant = meant(raw);
    if let Some((set, key)) = key_in_parentheses(raw, &meant) {
        let argument = if raw.contains('=') { "; the argument of a function can only be a value" } else { "" };
        draft.flaw(whole, format!("a key is a separate segment: write `{set}/{{{key}}}`{argument}"));
        draft.segments.push(TemplateSegment::Literal(set.to_owned()));
    } else if let Some((range, message)) = flaw(raw, whole, &meant) {
        draft.flaw(range, message);
    }
    draft.segments.extend(meant.into_iter().map(|name| TemplateSegment::Placeholder(name.to_owned())));
}

/// Returns the names of the placeholders that the segment seems to contain, without braces: at least one.
fn meant(raw: &str) -> Vec<&str> {
    let inside = raw.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    let meant: Vec<&str> = inside.filter(|name| !name.is_empty()).collect();
    if meant.is_empty() { vec![unbraced(raw)] } else { meant }
}

/// Returns the parts `set` and `key` of a segment `set({key})`.
fn key_in_parentheses<'t>(raw: &'t str, meant: &[&'t str]) -> Option<(&'t str, &'t str)> {
    if !is_balanced(raw) || single(raw).is_some() || is_one_word(unbraced(raw)) {
        return None;
    }
    Some((raw.split_once('(')?.0, meant.first()?))
}

/// Returns the byte range and the message of the mistake in a segment with braces, if there is one. The caller reports the form
/// `set({key})` itself.
fn flaw(raw: &str, whole: Range<usize>, meant: &[&str]) -> Option<(Range<usize>, String)> {
    let camel = suggestion(raw);
    if !is_balanced(raw) {
        return Some((whole, unbalanced(raw, &camel)));
    }
    let inner = whole.start + 1..whole.end.saturating_sub(1);
    match single(raw) {
        Some(name) if name.trim().is_empty() => Some((whole, NAMELESS.to_owned())),
        Some("self") => Some((inner, "an id type cannot have the name `Self`: write `{selfId}`".to_owned())),
        Some(name) if is_placeholder_name(name) => None,
        Some(name) => Some((inner, odd_name(name, &camel))),
        None if unbraced(raw).is_empty() => Some((whole, NAMELESS.to_owned())),
        None if is_one_word(unbraced(raw)) => Some((whole, format!("a placeholder has one pair of braces: write `{{{camel}}}`"))),
        None => Some((whole, format!("a placeholder is a separate segment: write `/{{{}}}/`", meant.join("}/{")))),
    }
}

/// Returns the placeholder's name without braces, if the segment is exactly one placeholder.
fn single(raw: &str) -> Option<&str> {
    let name = raw.strip_suffix('}')?.strip_prefix('{')?;
    (!name.contains(['{', '}'])).then_some(name)
}

fn unbraced(raw: &str) -> &str {
    raw.trim_matches(['{', '}'])
}

fn is_one_word(name: &str) -> bool {
    name.chars().all(|char| char.is_ascii_alphanumeric())
}

fn is_balanced(raw: &str) -> bool {
    raw.matches('{').count() == raw.matches('}').count()
}

/// Returns the placeholder name to suggest for a wrong segment: in camelCase, without a type or default after `:`, `=` or `?`.
fn suggestion(raw: &str) -> String {
    let bare = unbraced(raw).split([':', '=', '?']).next().unwrap_or_default();
    let words: String = bare.chars().map(|char| if char.is_alphanumeric() { char } else { '_' }).collect();
    let camel = lower_first(&camel_case(&words));
    if camel.is_empty() { "userId".to_owned() } else { camel }
}

fn unbalanced(raw: &str, camel: &str) -> String {
    let (opens, closes) = (raw.matches('{').count(), raw.matches('}').count());
    let (more, fewer, least) = if opens > closes { ('{', '}', closes) } else { ('}', '{', opens) };
    let mistake = if least == 0 { format!("lacks a `{fewer}`") } else { format!("has a `{more}` too many") };
    format!("`{raw}` {mistake}: write `{{{camel}}}`")
}

fn odd_name(name: &str, camel: &str) -> String {
    let is_usable = name.contains(char::is_alphanumeric) && is_placeholder_name(camel);
    let write = if is_usable { format!(": write `{{{camel}}}`") } else { String::new() };
    format!("a placeholder name is letters and digits, with a lower-case first letter{write}")
}
