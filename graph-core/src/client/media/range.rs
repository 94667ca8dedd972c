//! Ranges of bytes ([RFC 9110 §14](https://www.rfc-editor.org/rfc/rfc9110#section-14)).

use std::ops::{Bound, RangeBounds};

use http::header::CONTENT_RANGE;
use http::{HeaderMap, HeaderValue};

/// A range of bytes: from `start` up to, but not including, `end`. If `end` is `None`, up to the end of the content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ByteRange {
    pub(super) start: u64,
    pub(super) end: Option<u64>,
}

impl ByteRange {
    pub(super) fn of(range: impl RangeBounds<u64>) -> Self {
        let start = match range.start_bound() {
            Bound::Included(start) => *start,
            Bound::Excluded(before) => before.saturating_add(1),
            Bound::Unbounded => 0,
        };
        let end = match range.end_bound() {
            Bound::Included(last) => last.checked_add(1),
            Bound::Excluded(end) => Some(*end),
            Bound::Unbounded => None,
        };
        Self { start, end }
    }

    pub(super) fn is_empty(self) -> bool {
        self.end.is_some_and(|end| end <= self.start)
    }

    /// Returns the value of the request header `Range`, or `None` for the whole content.
    pub(super) fn header(self) -> Option<HeaderValue> {
        let text = match (self.start, self.end) {
            (0, None) => return None,
            (start, None) => format!("bytes={start}-"),
            (start, Some(end)) => format!("bytes={start}-{}", end.saturating_sub(1)),
        };
        HeaderValue::from_str(&text).ok()
    }

    /// Reads the response header `Content-Range`: `bytes 0-4/10`, or `bytes 0-4/*` if the size of the content is unknown. Returns the range
    /// and the size.
    pub(super) fn in_response(headers: &HeaderMap) -> Option<(Self, Option<u64>)> {
        let (range, size) = headers.get(CONTENT_RANGE)?.to_str().ok()?.strip_prefix("bytes ")?.split_once('/')?;
        let (start, last) = range.split_once('-')?;
        let (range, size) = (Self { start: number(start)?, end: Some(number(last)?.checked_add(1)?) }, number(size));
        let is_inside = size.is_none_or(|size| range.end.is_some_and(|end| end <= size));
        Some((range, size)).filter(|_| is_inside && !range.is_empty())
    }

    /// Reads an element of the property `nextExpectedRanges`: `0-26`, `27-`, or `27`, which is the form in sessions for message
    /// attachments.
    pub(super) fn expected(text: &str) -> Option<Self> {
        let (start, last) = text.split_once('-').unwrap_or((text, ""));
        let end = if last.is_empty() { None } else { Some(number(last)?.checked_add(1)?) };
        Some(Self { start: number(start)?, end }).filter(|range| !range.is_empty())
    }
}

/// Parses digits only: `u64::from_str` would also accept a plus sign.
fn number(text: &str) -> Option<u64> {
    let text = text.trim();
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(range: impl RangeBounds<u64>) -> Option<String> {
        ByteRange::of(range).header().map(|value| value.to_str().unwrap().to_owned())
    }

    #[test]
    fn a_rust_range_is_a_range_of_bytes() {
        assert_eq!(header(..), None);
        assert_eq!(header(0..), None);
        assert_eq!(header(5..).as_deref(), Some("bytes=5-"));
        assert_eq!(header(5..10).as_deref(), Some("bytes=5-9"));
        assert_eq!(header(..=9).as_deref(), Some("bytes=0-9"));
        assert_eq!(header((Bound::Excluded(4), Bound::Unbounded)).as_deref(), Some("bytes=5-"));
        assert_eq!(ByteRange::of(..=u64::MAX).end, None);
        assert!(ByteRange::of(5..5).is_empty() && ByteRange::of(..0).is_empty() && !ByteRange::of(5..6).is_empty());
    }

    #[test]
    fn headers_and_expected_ranges_are_read_strictly() {
        let read = |value: &str| ByteRange::in_response(&HeaderMap::from_iter([(CONTENT_RANGE, value.parse().unwrap())]));
        assert_eq!(read("bytes 5-9/100"), Some((ByteRange::of(5..10), Some(100))));
        assert_eq!(read("bytes 5-9/10"), Some((ByteRange::of(5..10), Some(10))));
        assert_eq!(read("bytes 5-9/*"), Some((ByteRange::of(5..10), None)));
        for value in [
            "bytes */100",
            "bytes 5-9/9",
            "bytes 9-5/100",
            "items 0-1/2",
            "bytes 0-1",
            "bytes +0-1/2",
            "bytes 0-99999999999999999999/1",
        ] {
            assert_eq!(read(value), None, "{value}");
        }
        assert_eq!(ByteRange::expected("0-26"), Some(ByteRange::of(0..27)));
        assert_eq!(ByteRange::expected("27-"), Some(ByteRange::of(27..)));
        assert_eq!(ByteRange::expected("27"), Some(ByteRange::of(27..)));
        for text in ["", "-", "-5", "a-b", "5-4", "+1-2", "1-2-3", "18446744073709551615-18446744073709551615"] {
            assert_eq!(ByteRange::expected(text), None, "{text}");
        }
    }
}
