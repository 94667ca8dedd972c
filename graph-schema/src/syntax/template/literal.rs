//! Parses a segment of a path template without braces and parentheses: a literal, a cast, or a placeholder in another notation.

use std::ops::Range;

use super::draft::Draft;
use super::placeholder::is_word;
use super::segment::SegmentKind;
use crate::syntax::case::lower_first;
use crate::syntax::singular::singular;

/// The path segments beginning with `$` that OData defines, without the `$`.
const SYSTEM: &[&str] =
    &["ref", "value", "count", "batch", "links", "metadata", "all", "entity", "query", "filter", "each", "root"];

/// Parses the segment `raw`, which is at the byte range `whole` of the template. Adds the parsed segment and its mistakes to `draft`.
pub(super) fn segment(draft: &mut Draft, raw: &str, whole: Range<usize>) {
    if is_example_id(raw) {
        let name = draft.name_before().map_or_else(|| "id".to_owned(), |before| singular(before) + "Id");
        draft.flaw(whole.clone(), format!("an id cannot be part of a template: write `{{{name}}}`"));
        return draft.push_guess(whole, &name);
    }
    if matches!(raw, "v1.0" | "beta") && whole.start <= 1 {
        let version = if raw == "beta" { "beta" } else { "v1" };
        return draft.flaw(whole, format!("the version precedes the templates, as `{version}`: remove it here"));
    }
    if let Some((name, message)) = other_notation(raw) {
        draft.flaw(whole.clone(), message);
        return draft.push_guess(whole, name);
    }
    if let Some((range, message)) = literal(raw, whole.clone()) {
        draft.flaw(range, message);
    }
    let name = raw.strip_suffix(':').unwrap_or(raw);
    draft.push(whole, name, SegmentKind::Name, name.len() < raw.len());
}

/// Returns whether the segment is a GUID, with or without its hyphens.
fn is_example_id(raw: &str) -> bool {
    let digits = raw.chars().filter(char::is_ascii_hexdigit).count();
    digits == 32 && raw.chars().all(|char| char.is_ascii_hexdigit() || char == '-')
}

/// Returns the name and the error message of a placeholder in another framework's notation: `:id`, `<id>`, `[id]`, `$id`, `@id`.
fn other_notation(raw: &str) -> Option<(&str, String)> {
    let name = raw.trim_matches(|char| "<>[]:$".contains(char));
    if raw.starts_with([':', '<', '[']) && !name.is_empty() {
        return Some((name, format!("a placeholder is written in braces: write `{{{}}}`", lower_first(name))));
    }
    let name = raw.strip_prefix(['$', '@']).filter(|name| raw.starts_with('@') || !SYSTEM.contains(name))?;
    let write = if is_word(name) { format!(": write `{{{}}}`", lower_first(name)) } else { String::new() };
    Some((name, format!("`{raw}` is not a segment, and a placeholder is written in braces{write}")))
}

/// Returns the byte range and the message of the mistake in a literal segment, if any.
pub(super) fn literal(raw: &str, whole: Range<usize>) -> Option<(Range<usize>, String)> {
    if let Some(cast) = raw.strip_prefix('#') {
        return Some((whole, format!("a cast does not have a `#`: write `{cast}`")));
    }
    if raw == "..." || raw == "…" {
        return Some((whole, format!("`{raw}` omits a part of the path: write that part")));
    }
    if raw == "." || raw == ".." {
        return Some((whole, format!("`{raw}` leads to another path: write that path")));
    }
    if let Some(bad) = bad_character(raw, whole.start) {
        return Some(bad);
    }
    if !raw.contains('.') {
        return None;
    }
    if !raw.split('.').all(is_word) {
        let message = format!("`{raw}` is not a cast: write a type name such as `microsoft.graph.iosScepCertificateProfile`");
        return Some((whole, message));
    }
    (whole.start <= 1).then(|| (whole, "a template cannot begin with a cast: write the path before it".to_owned()))
}

/// Returns the byte range and the message of the first character that a path cannot contain. `start` is the byte offset of the text in the
/// template.
pub(super) fn bad_character(text: &str, start: usize) -> Option<(Range<usize>, String)> {
    let (offset, char) = text.char_indices().find(|(_, char)| !char.is_ascii_alphanumeric() && !"$_-.='@,:".contains(*char))?;
    let at = start + offset;
    let message = match char {
        '%' => "a template cannot contain `%`: write it decoded, arguments are encoded automatically".to_owned(),
        char if char.is_whitespace() => "a path cannot contain white space: remove it".to_owned(),
        char => format!("a path cannot contain `{char}`: copy the segment from the API page"),
    };
    Some((at..at + char.len_utf8(), message))
}
