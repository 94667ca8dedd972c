//! Request headers: content type, etags and preferences.

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, IF_MATCH, IF_NONE_MATCH};
use http::{Request, StatusCode};

use super::reply::{Body, Metadata, Rejection, Reply};
use crate::error::sanitise::without_byte_order_mark;
use crate::model::duplicate_keys::parse;
use crate::model::json::{Additional, Json};

/// The maximum size of a request body in JSON, in bytes.
pub(super) const MAX_BODY: usize = 4 << 20;

/// The maximum size of an uploaded content, in bytes.
pub(super) const MAX_CONTENT: usize = 250 << 20;

/// Reads a request body, which must be a JSON object.
///
/// # Errors
/// 400 if the body is not a JSON object, 413 if it is too large, 415 for another content type.
pub(super) fn json_object(request: &Request<Bytes>) -> Result<Additional, Rejection> {
    if request.body().len() > MAX_BODY {
        return Err(Rejection::of(StatusCode::PAYLOAD_TOO_LARGE, "The body is larger than 4 MB."));
    }
    let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !content_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json") {
        let message = format!("The Content-Type is '{content_type}', not application/json.");
        return Err(Rejection::of(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
    }
    match parse(without_byte_order_mark(request.body())) {
        Ok(Json::Object(members)) => Ok(members),
        Ok(_) => Err(Rejection::bad_request("The body is JSON, but not an object.")),
        Err(error) => Err(Rejection::bad_request(format!("The body is not JSON: {error}."))),
    }
}

/// Checks the request headers that make a write conditional: `If-Match`, and `If-None-Match` if the object exists.
///
/// # Errors
/// 412 if the etag of the stored object does not meet a condition.
pub(super) fn check_conditions(headers: &HeaderMap, etag: &str) -> Result<(), Rejection> {
    if names_etag(headers, IF_MATCH, etag) == Some(false) || names_etag(headers, IF_NONE_MATCH, etag) == Some(true) {
        let message = "The condition specified using HTTP conditional header(s) is not met.";
        return Err(Rejection::of(StatusCode::PRECONDITION_FAILED, message));
    }
    Ok(())
}

/// Returns the 304 response to a read, if `If-None-Match` contains the etag of the stored object.
pub(super) fn not_modified(headers: &HeaderMap, etag: &str) -> Option<Reply> {
    let known = names_etag(headers, IF_NONE_MATCH, etag) == Some(true);
    known.then(|| Reply::new(StatusCode::NOT_MODIFIED, Body::Empty).header(ETAG, etag))
}

/// Returns whether this request header contains the etag or `*`; `None` if the request lacks the header. Weak and strong etags count as
/// equal, because Graph has no strong ones.
fn names_etag(headers: &HeaderMap, header: HeaderName, etag: &str) -> Option<bool> {
    let opaque = |etag: &str| etag.trim().trim_start_matches("W/").to_owned();
    let mut values = headers.get_all(header).iter().peekable();
    values.peek()?;
    let named = |value: &str| value.split(',').any(|named| named.trim() == "*" || opaque(named) == opaque(etag));
    Some(values.any(|value| value.to_str().is_ok_and(named)))
}

/// Iterates over the preferences in the `Prefer` headers ([RFC 7240 §2](https://www.rfc-editor.org/rfc/rfc7240#section-2)), in lower case,
/// without spaces and quotes.
pub(super) fn preferences(headers: &HeaderMap) -> impl Iterator<Item = String> {
    let values = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split([',', ';'])).map(|preference| preference.replace([' ', '"'], "").to_ascii_lowercase())
}

/// Returns the client's preference `return`: `minimal` for no body in the response to a write, or `representation` for a body.
pub(super) fn preferred_return(headers: &HeaderMap) -> Option<&'static str> {
    preferences(headers).find_map(|preference| match preference.as_str() {
        "return=minimal" => Some("minimal"),
        "return=representation" => Some("representation"),
        _ => None,
    })
}

/// Returns the page size that the client prefers with `Prefer: odata.maxpagesize`, in objects.
pub(super) fn preferred_page_size(headers: &HeaderMap) -> Option<usize> {
    let size = |preference: String| {
        let preference = preference.strip_prefix("odata.").unwrap_or(&preference);
        preference.strip_prefix("maxpagesize=")?.parse().ok().filter(|size| *size > 0)
    };
    preferences(headers).find_map(size)
}

/// Returns how much control information, such as `@odata.context`, the client accepts: the parameter `odata.metadata` of `Accept`.
pub(super) fn accepted_metadata(headers: &HeaderMap) -> Metadata {
    let mut values = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    match values.any(|value| value.replace(' ', "").to_ascii_lowercase().contains("metadata=none")) {
        true => Metadata::None,
        false => Metadata::Minimal,
    }
}
