//! Ranges of content in requests and responses ([RFC 9110 §14](https://www.rfc-editor.org/rfc/rfc9110#section-14)).

use std::ops::Range;

use http::StatusCode;
use http::header::{ACCEPT_RANGES, CONTENT_RANGE, ETAG, HeaderMap, HeaderName, IF_RANGE, RANGE};

use super::library::Content;
use super::reply::{Body, Rejection, Reply};

/// Returns the response to a read of content: the whole content, or the part that the header `Range` asks for.
///
/// # Errors
/// 416 if the range begins after the end of the content.
pub(super) fn ranged(headers: &HeaderMap, content: &Content) -> Result<Reply, Rejection> {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let reply = |status, bytes| {
        let reply = Reply::new(status, Body::Content { bytes, content_type: content.content_type.clone() });
        reply.header(ETAG, &content.etag).header(ACCEPT_RANGES, "bytes")
    };
    let is_current = text(IF_RANGE).is_none_or(|etag| etag == content.etag);
    let length = content.bytes.len() as u64;
    match text(RANGE).filter(|_| is_current).and_then(|range| requested(range, length)) {
        // A range that is malformed, or several ranges, are ignored.
        None => Ok(reply(StatusCode::OK, content.bytes.clone())),
        Some(range) if range.start >= length || range.is_empty() => {
            let rejection = Rejection::of(StatusCode::RANGE_NOT_SATISFIABLE, "The range begins after the end of the content.");
            Err(rejection.header(CONTENT_RANGE, format!("bytes */{length}")))
        }
        Some(range) => {
            let part = content.bytes.slice(range.start as usize..range.end as usize);
            let header = format!("bytes {}-{}/{length}", range.start, range.end - 1);
            Ok(reply(StatusCode::PARTIAL_CONTENT, part).header(CONTENT_RANGE, header))
        }
    }
}

/// Parses the header `Range`: `bytes=0-4`, `bytes=5-` or `bytes=-5`.
fn requested(text: &str, length: u64) -> Option<Range<u64>> {
    let (start, last) = text.strip_prefix("bytes=")?.split_once('-')?;
    if start.is_empty() {
        return Some(length.saturating_sub(last.parse().ok()?)..length);
    }
    let end = if last.is_empty() { length } else { last.parse::<u64>().ok()?.saturating_add(1).min(length) };
    Some(start.parse().ok()?..end)
}

/// Parses the header `Content-Range` of a fragment: `bytes 0-4/10`. Returns the range and the size of the content.
pub(super) fn sent(headers: &HeaderMap) -> Option<(Range<u64>, u64)> {
    let text = headers.get(CONTENT_RANGE)?.to_str().ok()?.strip_prefix("bytes ")?;
    let (range, size) = text.split_once('/')?;
    let (start, last) = range.split_once('-')?;
    let range = start.parse().ok()?..last.parse::<u64>().ok()?.checked_add(1)?;
    let size = size.parse().ok()?;
    (range.start < range.end && range.end <= size).then_some((range, size))
}
