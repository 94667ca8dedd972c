//! Reads the id of a created entity from the response headers.

use http::header::{HeaderName, LOCATION};
use http::{HeaderMap, StatusCode};
use percent_encoding::percent_decode_str;

/// The header that identifies the created entity when the response has no body (OData 4.01 §8.3.4).
const ODATA_ENTITY_ID: HeaderName = HeaderName::from_static("odata-entityid");

/// Returns the id of the created entity: from `OData-EntityId` if present, otherwise from `Location`.
///
/// `template` is the path template of the collection. After 201 and 204, `Location` is the URL of the entity. After any other status it
/// may be the URL of something else, such as the operation that creates the entity, so it is used only if it lies in the collection.
pub(super) fn created_id(template: &str, status: StatusCode, headers: &HeaderMap) -> Option<String> {
    let named = |name: &HeaderName, any| headers.get(name).and_then(|url| id_in(url.to_str().ok()?, template, any));
    let is_created = matches!(status, StatusCode::CREATED | StatusCode::NO_CONTENT);
    named(&ODATA_ENTITY_ID, true).or_else(|| named(&LOCATION, is_created))
}

/// Returns the key in the URL of an entity. Unless `any` is true, the entity has to lie in the collection with this path template.
fn id_in(url: &str, template: &str, any: bool) -> Option<String> {
    let collection = template.rsplit('/').next().unwrap_or_default();
    let path = url.split(['?', '#']).next()?.trim_end_matches('/');
    let path = path.split_once("://").map_or(path, |(_scheme, rest)| rest.split_once('/').map_or("", |(_host, path)| path));
    let is_collection = |segment: &str| segment.eq_ignore_ascii_case(collection);
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

/// Returns the quoted key after the collection's name, as in `things('a/b')`. SAP CAP does not encode a slash inside such a key.
fn quoted_key(path: &str, is_collection: impl Fn(&str) -> bool) -> Option<String> {
    let path = path.strip_suffix("')")?;
    let key = path.match_indices("('").find_map(|(at, quote)| {
        let mut segments = path.get(..at)?.rsplit('/');
        let is_named = segments.next().is_some_and(&is_collection);
        // If the parent segment is the collection too, the last segment is a key without quotes.
        let is_inside = segments.next().is_some_and(&is_collection);
        path.get(at + quote.len()..).filter(|_| is_named && !is_inside)
    })?;
    decoded(key).map(|key| key.replace("''", "'")).filter(|id| !id.is_empty())
}

fn decoded(text: &str) -> Option<String> {
    Some(percent_decode_str(text).decode_utf8().ok()?.into_owned())
}

/// Returns the key in the text between the parentheses of a URL, such as `'it''s'` or `7`. Returns `None` for a key of several properties.
fn key_in_parentheses(key: &str) -> Option<String> {
    let id = match key.strip_prefix('\'') {
        Some(quoted) => quoted.strip_suffix('\'')?.replace("''", "'"),
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
}
