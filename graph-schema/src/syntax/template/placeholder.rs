//! Parses a segment of a path template that contains braces, and the names of placeholders.

use std::ops::Range;

use super::draft::Draft;
use super::segment::{Placeholder, PlaceholderKind, SegmentKind};
use crate::syntax::case::{camel_case, lower_first, upper_first};
use crate::syntax::singular::singular;

const NAMELESS: &str = "a placeholder needs a name: `{userId}` takes a `&UserId`";

/// Parses the segment `raw`, at the byte range `whole` of the template. If the segment is malformed, adds as many placeholders as it seems
/// to contain, so that the template's constructor takes the intended number of arguments.
pub(super) fn placeholder(draft: &mut Draft, raw: &str, whole: Range<usize>) {
    let body = raw.strip_suffix(':').unwrap_or(raw);
    let colon = body.len() < raw.len();
    let (name, key) = match body.split_once('=') {
        Some((name, key)) if is_word(name) && single(key).is_some() => (name, key),
        _ => ("", body),
    };
    if let Some(text) = single(key) {
        let start = whole.start + body.len() - key.len();
        let range = start..start + key.len();
        let in_path = draft.is_in_path() && name.is_empty();
        let kind = if in_path { PlaceholderKind::Path } else { PlaceholderKind::Id(String::new()) };
        let before = draft.name_before().map(str::to_owned);
        let placeholder = named(draft, text, range, kind, before.as_deref());
        let kind = if in_path { SegmentKind::Path(placeholder) } else { SegmentKind::Key(placeholder) };
        return draft.push(whole, name, kind, colon);
    }
    let (range, message) = flaw(body, whole.clone());
    draft.flaw(range, message);
    meant(raw).into_iter().for_each(|name| draft.push_guess(whole.clone(), name));
}

/// Makes a placeholder from the text inside braces and reports a malformed name. `before` is the name of the collection that a key belongs
/// to.
pub(super) fn named(
    draft: &mut Draft,
    text: &str,
    range: Range<usize>,
    kind: PlaceholderKind,
    before: Option<&str>,
) -> Placeholder {
    let alternatives = || text.split('|').map(str::trim);
    let is_id = matches!(kind, PlaceholderKind::Id(_));
    let first = camel(alternatives().next().unwrap_or_default());
    let name = if is_id { key_name(alternatives(), before).unwrap_or_else(|| first.clone()) } else { first };
    if text.trim().is_empty() {
        draft.flaw(range.clone(), NAMELESS);
    } else if !alternatives().all(is_name) {
        let write = if is_name(&name) { format!(": write `{{{name}}}`") } else { String::new() };
        let message = format!("a placeholder name is letters, digits, `-`, `_`, blanks and `|`, with a letter first{write}");
        draft.flaw(range.start + 1..range.end.saturating_sub(1), message);
    }
    let kind = if is_id { PlaceholderKind::Id(upper_first(&name)) } else { kind };
    Placeholder { range, text: text.to_owned(), name, kind }
}

/// Returns the name of a key in camelCase: the first alternative that says whose id it is, such as `userId`, or else the singular of the
/// preceding segment's name plus `Id`.
fn key_name<'t>(mut alternatives: impl Iterator<Item = &'t str>, before: Option<&str>) -> Option<String> {
    let own = alternatives.find_map(|alternative| Some(camel(alternative)).filter(|name| names_itself(name)));
    own.or_else(|| {
        let before: String = before?.chars().filter(char::is_ascii_alphanumeric).collect();
        Some(singular(&lower_first(&before)) + "Id").filter(|name| is_name(name))
    })
}

/// Returns whether the placeholder's name in camelCase says whose id it is: `userId`, but not `id` and `name`.
fn names_itself(name: &str) -> bool {
    name.len() > 2 && ["Id", "ID", "id"].into_iter().any(|end| name.ends_with(end))
}

/// Converts a name to camelCase without a type or default after `:`, `=` or `?`.
fn camel(text: &str) -> String {
    let bare = text.split([':', '=', '?']).next().unwrap_or_default();
    let words: String = bare.chars().map(|char| if char.is_alphanumeric() { char } else { '_' }).collect();
    lower_first(&camel_case(&words))
}

fn is_name(name: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-_ ".contains(c);
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(is_part)
}

/// Returns whether the text is not empty and consists of ASCII letters, digits and `_`.
pub(super) fn is_word(part: &str) -> bool {
    !part.is_empty() && part.chars().all(|char| char.is_ascii_alphanumeric() || char == '_')
}

/// Returns the placeholder's text without braces, if the text is exactly one placeholder.
pub(super) fn single(raw: &str) -> Option<&str> {
    let name = raw.strip_suffix('}')?.strip_prefix('{')?;
    (!name.contains(['{', '}'])).then_some(name)
}

/// Returns the names of the placeholders that the segment seems to contain, without braces: at least one.
fn meant(raw: &str) -> Vec<&str> {
    let inside = raw.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    let meant: Vec<&str> = inside.filter(|name| !name.is_empty()).collect();
    if meant.is_empty() { vec![unbraced(raw)] } else { meant }
}

/// Returns the byte range and the message of the mistake in a segment with braces that is not a placeholder.
fn flaw(raw: &str, whole: Range<usize>) -> (Range<usize>, String) {
    let bare = unbraced(raw);
    let suggested = Some(camel(bare)).filter(|name| !name.is_empty()).unwrap_or_else(|| "userId".to_owned());
    let message = if raw.matches('{').count() != raw.matches('}').count() {
        unbalanced(raw, &suggested)
    } else if bare.is_empty() {
        NAMELESS.to_owned()
    } else if bare.chars().all(|char| char.is_ascii_alphanumeric()) {
        format!("a placeholder has one pair of braces: write `{{{suggested}}}`")
    } else {
        format!("a placeholder is a separate segment: write `/{{{}}}/`", meant(raw).join("}/{"))
    };
    (whole, message)
}

fn unbraced(raw: &str) -> &str {
    raw.trim_matches(['{', '}'])
}

fn unbalanced(raw: &str, camel: &str) -> String {
    let (opens, closes) = (raw.matches('{').count(), raw.matches('}').count());
    let (more, fewer, least) = if opens > closes { ('{', '}', closes) } else { ('}', '{', opens) };
    let mistake = if least == 0 { format!("lacks a `{fewer}`") } else { format!("has a `{more}` too many") };
    format!("`{raw}` {mistake}: write `{{{camel}}}`")
}
