//! Matches the path of a request with the template of an operation.

use super::arguments::split_call;
use super::url::{RequestUrl, UrlSegment};
use crate::model::path::Template;

/// The decoded arguments of a path, by the names of their placeholders.
pub(super) type Arguments = Vec<(&'static str, String)>;

/// Returns the arguments of the path, the segments before the operation, and the operation's segment, if the request's URL is a path of the
/// template. Tries the segments unchanged first, then with keys in parentheses split off.
pub(super) fn match_call(template: Template, url: &RequestUrl) -> Option<(Arguments, Vec<UrlSegment>, &UrlSegment)> {
    if template.version != url.version {
        return None;
    }
    let (last, before) = url.segments.split_last()?;
    let matched = match_path(template, before, last).map(|arguments| (arguments, before.to_vec()));
    let (arguments, bound) = matched.or_else(|| {
        let split: Vec<_> =
            before.iter().flat_map(|segment| segment.split().map_or_else(|| vec![segment.clone()], Vec::from)).collect();
        Some((match_path(template, &split, last)?, split))
    })?;
    Some((arguments, bound, last))
}

fn match_path(template: Template, before: &[UrlSegment], last: &UrlSegment) -> Option<Arguments> {
    let mut shape: Vec<&'static str> = template.text.split('/').skip(1).collect();
    let name = shape.pop()?;
    let name = name.split('(').next().unwrap_or(name);
    let called = split_call(&last.text)?.0;
    if shape.len() != before.len() || !is_same_name(name, called) {
        return None;
    }
    let mut arguments = Vec::new();
    shape.into_iter().zip(before).all(|(pattern, segment)| match_segment(pattern, segment, &mut arguments)).then_some(arguments)
}

/// Returns whether two segments name the same thing. An operation's name may have the namespace of the service.
fn is_same_name(template: &str, requested: &str) -> bool {
    let bare = |name: &str| name.strip_prefix("microsoft.graph.").unwrap_or(name).to_ascii_lowercase();
    bare(template) == bare(requested)
}

/// Matches one segment, and adds the texts in the places of its placeholders.
fn match_segment(pattern: &'static str, segment: &UrlSegment, arguments: &mut Arguments) -> bool {
    if let Some(name) = pattern.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        arguments.push((name, segment.text.clone()));
        return !segment.reserved;
    }
    if !pattern.contains('{') {
        return !segment.key && is_same_name(pattern, &segment.text);
    }
    let (mut pattern, mut text) = (pattern, segment.text.as_str());
    while let Some((literal, rest)) = pattern.split_once('{') {
        let Some((name, rest)) = rest.split_once('}') else { return false };
        let Some(after) = strip_prefix(text, literal) else { return false };
        let end = if literal.ends_with('\'') { end_of_quoted(after) } else { after.find([',', ')']) };
        let Some((value, after)) = end.and_then(|end| after.split_at_checked(end)) else { return false };
        arguments.push((name, if literal.ends_with('\'') { value.replace("''", "'") } else { value.to_owned() }));
        (pattern, text) = (rest, after);
    }
    pattern.eq_ignore_ascii_case(text)
}

fn strip_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// Returns the offset of the quote that ends a quoted text, in which quotes are doubled.
fn end_of_quoted(text: &str) -> Option<usize> {
    let mut quotes = text.match_indices('\'').map(|(at, _)| at).peekable();
    while let Some(at) = quotes.next() {
        if quotes.next_if_eq(&(at + 1)).is_none() {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::path::ApiVersion;

    fn arguments(template: &'static str, path: &str) -> Option<Vec<String>> {
        let url = RequestUrl::parse(path, None).unwrap();
        let (arguments, ..) = match_call(Template { version: ApiVersion::V1, text: template }, &url)?;
        Some(arguments.into_iter().map(|(name, value)| format!("{name}={value}")).collect())
    }

    #[test]
    fn calls_are_matched_and_their_arguments_decoded() {
        let wipe = "/devices/{deviceId}/wipe";
        let of = |arguments: &[&str]| Some(arguments.iter().map(|argument| (*argument).to_owned()).collect::<Vec<_>>());
        assert_eq!(arguments(wipe, "/v1.0/devices/a%2Fb/wipe"), of(&["deviceId=a/b"]));
        assert_eq!(arguments(wipe, "/v1.0/Devices('it''s')/microsoft.graph.WIPE"), of(&["deviceId=it's"]));
        assert_eq!(arguments(wipe, "/v1.0/devices/a/wipe()"), of(&["deviceId=a"]));
        for other in ["/beta/devices/a/wipe", "/v1.0/devices/a/retire", "/v1.0/devices/a/b/wipe", "/v1.0/devices/$count/wipe"] {
            assert_eq!(arguments(wipe, other), None, "{other}");
        }
        let clear = "/sheet/range(address='{address}',n={n})/clear";
        assert_eq!(arguments(clear, "/v1.0/sheet/range(address='A''1,)',n=3)/clear"), of(&["address=A'1,)", "n=3"]));
        assert_eq!(arguments("/sheet/range(address='{address}')", "/v1.0/sheet/range(address='A1')"), of(&[]));
    }
}
