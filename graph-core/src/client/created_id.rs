//! Reads the id of a created entity from the response headers.

use http::header::{CONTENT_LOCATION, HeaderName, LOCATION};
use http::{HeaderMap, StatusCode};
use percent_encoding::percent_decode_str;

/// The header that identifies the created entity when the response has no body (OData 4.01 §8.3.4).
const ODATA_ENTITY_ID: HeaderName = HeaderName::from_static("odata-entityid");

/// Returns the id of the created entity: from `OData-EntityId` if present, otherwise from `Location` or `Content-Location`.
///
/// `template` is the path template of the collection. After 201 and 204, `Location` is the URL of the entity. After any other status it may
/// be the URL of something else, so the id is only taken from the URL of an entity in the collection, or of an operation of such an entity.
/// For example, `/teams('a')/operations('b')` after [`POST /teams`](https://learn.microsoft.com/graph/api/team-post) contains the id `a` of
/// the new team.
#[inline]
pub(super) fn created_id(template: &str, status: StatusCode, headers: &HeaderMap) -> Option<String> {
    // Some services write the URL in UTF-8.
    let path = |name: &HeaderName| headers.get(name).and_then(|url| path_of(std::str::from_utf8(url.as_bytes()).ok()?));
    let named = |name: &HeaderName, any| path(name).and_then(|path| id_in(path, template, any));
    let is_created = matches!(status, StatusCode::CREATED | StatusCode::NO_CONTENT);
    let by_operation = || id_in(parent_of_operation(path(&LOCATION)?)?, template, false);
    named(&ODATA_ENTITY_ID, true)
        .or_else(|| named(&LOCATION, is_created))
        .or_else(|| named(&CONTENT_LOCATION, false))
        .or_else(by_operation)
}

/// Returns the key in the URL of an entity. The entity may be in any collection.
#[inline]
pub(super) fn id_in_url(url: &str) -> Option<String> {
    // No collection has the name `*`, so the key may follow any name.
    id_in(path_of(url)?, "*", true)
}

/// Returns the path of a URL.
#[inline]
fn path_of(url: &str) -> Option<&str> {
    let path = url.split(['?', '#']).next()?.trim_end_matches('/');
    let path = path.split_once("://").map_or(path, |(_scheme, rest)| rest.split_once('/').map_or("", |(_host, path)| path));
    Some(path)
}

/// Returns the path without its last segment if that segment is a cast to a derived type, or begins with `$`, as `$value` does. For any
/// other last segment, returns `None`.
#[inline]
fn without_cast(path: &str) -> Option<&str> {
    let (entity, last) = path.rsplit_once('/')?;
    let namespaces = ["microsoft.graph.", "graph.", "Microsoft.DirectoryServices."];
    let is_cast = namespaces.iter().any(|namespace| last.starts_with(namespace)) || last.starts_with('$');
    Some(entity).filter(|_| is_cast && !last.contains('\''))
}

/// Returns the part before `/operations('…')` or `/operations/…`: the path of the entity that a long-running operation belongs to.
#[inline]
fn parent_of_operation(path: &str) -> Option<&str> {
    let (entity, operation) = path.rsplit_once("/operations")?;
    Some(entity).filter(|_| operation.starts_with(['(', '/']))
}

/// Returns the key in the path of an entity: in any collection if `any` is true, otherwise only in the collection whose path template is
/// `template`.
#[inline]
fn id_in(path: &str, template: &str, any: bool) -> Option<String> {
    let collection = template.rsplit('/').next().unwrap_or_default();
    let is_collection = |segment: &str| segment.eq_ignore_ascii_case(collection);
    // In `things/graph.a`, the last segment is the key.
    let uncast = without_cast(path).filter(|entity| !entity.rsplit('/').next().is_some_and(is_collection));
    let path = uncast.unwrap_or(path);
    if let Some(id) = quoted_key(path, is_collection) {
        return Some(id);
    }
    let (parents, last) = path.rsplit_once('/').unwrap_or(("", path));
    let is_inside = parents.rsplit('/').next().is_some_and(is_collection);
    // If the parent segment is the collection, the whole last segment is the key, including any parentheses.
    if let Some((name, key)) = last.strip_suffix(')').and_then(|last| last.split_once('(')).filter(|_| !is_inside) {
        return (any || is_collection(name)).then(|| key_in_parentheses(&decoded(key)?)).flatten();
    }
    let is_entity = is_inside || (any && !is_collection(last));
    decoded(last).filter(|id| is_entity && !id.is_empty())
}

/// Returns the quoted key after the collection's name: `a/b` in `things('a/b')`. SAP CAP writes slashes and quotes inside such a key
/// unchanged, so the key ends at `')/` or at the end of the path.
fn quoted_key(path: &str, is_collection: impl Fn(&str) -> bool) -> Option<String> {
    let path = path.strip_suffix("')")?;
    let key = path.match_indices("('").find_map(|(at, quote)| {
        let mut segments = path.get(..at)?.rsplit('/');
        let is_named = segments.next().is_some_and(&is_collection);
        // If the parent segment is the collection too, the last segment is a key without quotes.
        let is_inside = segments.next().is_some_and(&is_collection);
        path.get(at + quote.len()..).filter(|key| is_named && !is_inside && !key.contains("')/"))
    })?;
    decoded(key).map(|key| key.replace("''", "'")).filter(|id| !id.is_empty())
}

/// Returns whether a text contains a quote that is not doubled, and so is not part of a quoted key.
#[inline]
fn has_lone_quote(key: &str) -> bool {
    key.replace("''", "").contains('\'')
}

fn decoded(text: &str) -> Option<String> {
    Some(percent_decode_str(text).decode_utf8().ok()?.into_owned())
}

/// Returns the key in the text between the parentheses of a URL, such as `'it''s'`, `7` or `id='a'`, or OData 3's `guid'…'`. Returns `None`
/// for a key of several properties.
#[inline]
fn key_in_parentheses(key: &str) -> Option<String> {
    let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let key = key.split_once('=').filter(|(name, _)| is_name(name)).map_or(key, |(_name, value)| value);
    let id = match key.strip_prefix("guid").unwrap_or(key).strip_prefix('\'') {
        Some(quoted) => Some(quoted.strip_suffix('\'')?).filter(|key| !has_lone_quote(key))?.replace("''", "'"),
        None => Some(key).filter(|key| !key.contains(['=', ',', '\'']))?.to_owned(),
    };
    Some(id).filter(|id| !id.is_empty())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn id(status: u16, name: &'static str, url: &'static str) -> Option<String> {
        let headers = HeaderMap::from_iter([(HeaderName::from_static(name), HeaderValue::from_static(url))]);
        created_id("/users/{userId}/things", StatusCode::from_u16(status).unwrap(), &headers)
    }

    #[test]
    fn the_headers_name_the_id() {
        for (status, url, expected) in [
            (201, "https://graph.microsoft.com/v1.0/users/u/things/a%2Fb?x=/y", Some("a/b")),
            (201, "https://graph.microsoft.com/v1.0/things('it''s')", Some("it's")),
            (204, "/v1.0/users/u/things(7)/", Some("7")),
            // SAP CAP encodes nothing in this header.
            (201, "things('a/b')", Some("a/b")),
            (201, "things('a/b(''c'')')", Some("a/b('c')")),
            (201, "things('a b (1)')", Some("a b (1)")),
            (201, "things('it's (1)')", Some("it's (1)")),
            (202, "https://h.example/v1.0/users('u')/things('a/b')", Some("a/b")),
            (202, "https://h.example/v1.0/users('u')/operations('a/b')", None),
            (201, "https://h.example/v1.0/users/u/things/things('a')", Some("things('a')")),
            (201, "things('')", None),
            (201, "https://graph.microsoft.com/v1.0/users/u/things/report(1)", Some("report(1)")),
            (202, "https://graph.microsoft.com/v1.0/users/u/things/report('a')", Some("report('a')")),
            (201, "NEW", Some("NEW")),
            (201, "https://graph.microsoft.com/v1.0/users/u/things", None),
            (201, "https://graph.microsoft.com/v1.0/things(a=1,b=2)", None),
            (201, "https://graph.microsoft.com", None),
            (202, "https://graph.microsoft.com/v1.0/users/u/things/NEW", Some("NEW")),
            (202, "https://graph.microsoft.com/v1.0/operations/o", None),
            (202, "https://graph.microsoft.com/v1.0/operations('o')", None),
        ] {
            assert_eq!(id(status, "location", url).as_deref(), expected, "{status} {url}");
        }
        assert_eq!(id(202, "odata-entityid", "https://h.example/everything('e')").as_deref(), Some("e"));
    }

    // A1
    #[test]
    fn other_forms_of_the_url_name_the_id() {
        for (status, url, expected) in [
            (201, "https://h.example/v1.0/things('a')/microsoft.graph.derivedThing", Some("a")),
            (201, "https://h.example/v1.0/things/a/microsoft.graph.derivedThing", Some("a")),
            (201, "https://h.example/v1.0/things/a/$value", Some("a")),
            (201, "things/graph.a", Some("graph.a")),
            (201, "things(id='it''s')", Some("it's")),
            (201, "things(id=7)", Some("7")),
            (201, "things(a='1',b='2')", None),
            (201, "things(guid'0d2a1bd8-1b5c-4f5d-8a0c-8a1f3c1d5e7f')", Some("0d2a1bd8-1b5c-4f5d-8a0c-8a1f3c1d5e7f")),
            (202, "/things('t')/operations('o')", Some("t")),
            (202, "/things/t/operations/o", Some("t")),
            (202, "/users('u')/operations('o')", None),
        ] {
            assert_eq!(id(status, "location", url).as_deref(), expected, "{status} {url}");
        }
        assert_eq!(id(202, "content-location", "/things('t')").as_deref(), Some("t"));
        assert_eq!(id(200, "content-location", "/others('t')"), None);
        let utf8 = HeaderMap::from_iter([(LOCATION, HeaderValue::from_bytes("things('ä')".as_bytes()).unwrap())]);
        assert_eq!(created_id("/things", StatusCode::CREATED, &utf8).as_deref(), Some("ä"));
    }
}
