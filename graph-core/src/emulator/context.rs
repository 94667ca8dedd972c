//! `@odata.context`: the URL of the metadata that describes a response
//! ([OData §10](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_ContextURL)).

use http::Uri;
use percent_encoding::utf8_percent_encode;

use super::pattern::Part;
use super::routes::{Place, Resource};
use crate::model::id::SEGMENT;
use crate::model::path::ApiVersion;

/// Returns the scheme and authority of a URL, such as `https://graph.microsoft.com`.
pub(super) fn origin(url: &Uri) -> String {
    let scheme = url.scheme_str().unwrap_or("https");
    format!("{scheme}://{}", url.authority().map_or("graph.microsoft.com", |authority| authority.as_str()))
}

/// Returns the `@odata.context` of a response. `selected` is the list of selected properties in parentheses, such as `(id,name)`, or empty.
pub(super) fn context(origin: &str, version: ApiVersion, place: &Place, selected: &str, single: bool) -> String {
    let set = set(place);
    let entity = if single { "/$entity" } else { "" };
    format!("{origin}/{version}/$metadata#{set}{selected}{entity}")
}

/// Returns the `@odata.context` of a response with one property of an object.
pub(super) fn property_context(origin: &str, version: ApiVersion, place: &Place, property: &str) -> String {
    let (set, key) = (set(place), place.key.last().map_or("", String::as_str));
    let key = if place.ends_in_key { in_parentheses(key) } else { String::new() };
    format!("{origin}/{version}/$metadata#{set}{key}/{property}")
}

/// Returns the entity set in an `@odata.context`, such as `users('1')/messages`: the path with keys in parentheses, without the object's
/// own key.
fn set(place: &Place) -> String {
    let mut path = String::new();
    let ends_in_key = place.resource == Resource::Object && place.ends_in_key;
    let shown = place.key.len() - usize::from(ends_in_key && !place.key.is_empty());
    for (part, text) in place.route.pattern.parts.iter().zip(&place.key).take(shown) {
        match part {
            Part::Name(name) => {
                path.push_str(if path.is_empty() { "" } else { "/" });
                path.push_str(name);
            }
            _ => path.push_str(&in_parentheses(text)),
        }
    }
    if let Some(cast) = &place.cast {
        path.push('/');
        path.push_str(cast);
    }
    path
}

/// Writes a key as `('key')`, with its quotes doubled.
fn in_parentheses(key: &str) -> String {
    format!("('{}')", utf8_percent_encode(&key.replace('\'', "''"), SEGMENT))
}
