//! The `Retry-After` header, [RFC 9110 §10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3).

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

use super::http_date::parse_http_date;

/// Returns the wait that the `Retry-After` header asks for, given as seconds, with or without a fraction, or as an HTTP date.
///
/// A date is compared with the response's own `Date`, so a wrong local clock does not matter. If there are several headers, the longest
/// wait is returned. An unrecognised value is ignored.
///
/// ```
/// use std::time::Duration;
///
/// use graph_core::http::{HeaderMap, HeaderValue};
/// use graph_core::transport::retry_after;
///
/// let mut headers = HeaderMap::new();
/// headers.insert("retry-after", HeaderValue::from_static("2.5"));
/// assert_eq!(retry_after(&headers), Some(Duration::from_millis(2500)));
/// ```
///
/// Source: [RFC 9110 §10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3); Microsoft Graph also sends fractions.
pub fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let texts = headers.get_all(RETRY_AFTER).iter().filter_map(|value| value.to_str().ok());
    texts.filter_map(|text| seconds(text.trim()).or_else(|| until(text.trim(), headers))).max()
}

/// Parses decimal seconds, such as `2.128`, and rounds up to the nanosecond.
fn seconds(text: &str) -> Option<Duration> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return None;
    }
    // The text contains digits only, so parsing fails only if the number is too large.
    let seconds = whole.parse().unwrap_or(u64::from(u32::MAX)).min(u64::from(u32::MAX));
    let (kept, dropped) = fraction.split_at(fraction.len().min(9));
    let nanos: u64 = format!("{kept:0<9}").parse().ok()?;
    let nanos = nanos + u64::from(dropped.bytes().any(|byte| byte != b'0'));
    Some(Duration::from_secs(seconds) + Duration::from_nanos(nanos))
}

/// Returns the time from the response's `Date`, or else from now, until an HTTP date; zero if that date has passed.
fn until(text: &str, headers: &HeaderMap) -> Option<Duration> {
    let then = parse_http_date(text)?;
    let date = headers.get(DATE).and_then(|date| parse_http_date(date.to_str().ok()?));
    let now = date.unwrap_or_else(SystemTime::now);
    Some(then.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &str) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        headers.insert(DATE, "Sun, 22 Nov 2026 08:00:00 GMT".parse().unwrap());
        headers.insert(RETRY_AFTER, value.parse().unwrap());
        retry_after(&headers)
    }

    #[test]
    fn every_form_that_graph_sends_is_read() {
        assert_eq!(read("10"), Some(Duration::from_secs(10)));
        assert_eq!(read("0"), Some(Duration::ZERO));
        assert_eq!(read("2.128"), Some(Duration::from_millis(2128)));
        assert_eq!(read("0.249"), Some(Duration::from_millis(249)));
        assert_eq!(read("1.0000000001"), Some(Duration::new(1, 1)), "rounded up");
        assert_eq!(read("1.9999999999"), Some(Duration::from_secs(2)), "rounded up to the next second");
        assert_eq!(read("Sun, 22 Nov 2026 08:01:30 GMT"), Some(Duration::from_secs(90)));
        assert_eq!(read("Sunday, 22-Nov-26 08:01:30 GMT"), Some(Duration::from_secs(90)));
        assert_eq!(read("Sun Nov 22 08:01:30 2026"), Some(Duration::from_secs(90)));
        assert_eq!(read("Sun, 22 Nov 2026 07:00:00 GMT"), Some(Duration::ZERO), "in the past");
        assert_eq!(read("99999999999999999999999999"), Some(Duration::from_secs(u64::from(u32::MAX))));
    }

    #[test]
    fn an_unrecognised_value_is_ignored() {
        for text in ["", "soon", "-1", "+1", "1e3", "inf", "NaN", "1.", ".5", "1.2.3", "1,5", "0x10", "10 s", "٣"] {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, http::HeaderValue::from_bytes(text.as_bytes()).unwrap());
            assert_eq!(retry_after(&headers), None, "{text}");
        }
        assert_eq!(retry_after(&HeaderMap::new()), None);
    }

    #[test]
    fn the_longest_of_several_values_counts() {
        let mut headers = HeaderMap::new();
        headers.append(RETRY_AFTER, "1".parse().unwrap());
        headers.append(RETRY_AFTER, "5".parse().unwrap());
        assert_eq!(retry_after(&headers), Some(Duration::from_secs(5)));
    }
}
