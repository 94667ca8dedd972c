//! `Edm.DateTimeOffset`.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::time::SystemTime;

use super::date::{date, push_date};
use super::parse_error::ParseValueError;
use super::text::{Cursor, Text};
use super::time_of_day::{clock, push_clock};

/// An `Edm.DateTimeOffset`: a date and time at an offset from UTC. The offset is kept.
///
/// Written with as few decimals as possible, and `Z` for a zero offset. Parsing also accepts `+00:00` and `-00:00`, trailing zeros, a
/// time without seconds, and lower-case `t` and `z`. It refuses `24:00`, second 60, an offset of a day or more, and a missing offset.
///
/// Two values are equal if both the instant and the offset are equal, which means that their texts are equal. Values are ordered by
/// instant, then by offset. To compare instants only, convert to [`time::OffsetDateTime`].
///
/// ```
/// let text = "2016-12-31T23:58:21.6459442-08:00";
/// let here: graph_core::DateTimeOffset = text.parse()?;
/// assert_eq!(here.to_string(), text);
///
/// let utc: graph_core::DateTimeOffset = "2017-01-01T07:58:21.6459442Z".parse()?;
/// assert_ne!(here, utc);
/// assert_eq!(time::OffsetDateTime::from(here), time::OffsetDateTime::from(utc));
/// # Ok::<(), graph_core::model::ParseValueError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct DateTimeOffset(time::OffsetDateTime);

/// Keeps the offset if the text of an `Edm.DateTimeOffset` can express it. If the offset has seconds or is a day or more, converts the
/// value to UTC. If the time in UTC is outside the years that [`time`] supports, keeps the clock time and drops the offset.
impl From<time::OffsetDateTime> for DateTimeOffset {
    fn from(value: time::OffsetDateTime) -> Self {
        let (hours, _, seconds) = value.offset().as_hms();
        if seconds == 0 && hours.abs() < 24 {
            return Self(value);
        }
        let utc = time::UtcOffset::UTC;
        Self(value.checked_to_offset(utc).unwrap_or_else(|| value.replace_offset(utc)))
    }
}

impl From<DateTimeOffset> for time::OffsetDateTime {
    fn from(value: DateTimeOffset) -> Self {
        value.0
    }
}

impl From<DateTimeOffset> for SystemTime {
    fn from(value: DateTimeOffset) -> Self {
        value.0.into()
    }
}

impl Ord for DateTimeOffset {
    fn cmp(&self, other: &Self) -> Ordering {
        // Compares seconds, because the `Ord` of `time::UtcOffset` (0.3.55) treats -09:30 and -03:30 as equal.
        let seconds = |value: &Self| value.0.offset().whole_seconds();
        self.0.cmp(&other.0).then_with(|| seconds(self).cmp(&seconds(other)))
    }
}

impl PartialOrd for DateTimeOffset {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for DateTimeOffset {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for DateTimeOffset {}

impl Hash for DateTimeOffset {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl fmt::Display for DateTimeOffset {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Text::new();
        push_date(&mut text, self.0.date());
        text.push(b'T');
        push_clock(&mut text, self.0.time(), 0);
        let offset = self.0.offset();
        if offset.is_utc() {
            text.push(b'Z');
        } else {
            let (hours, minutes, _) = offset.as_hms();
            text.push(if offset.is_negative() { b'-' } else { b'+' });
            text.push_two_digits(hours.unsigned_abs());
            text.push(b':');
            text.push_two_digits(minutes.unsigned_abs());
        }
        f.write_str(text.as_str())
    }
}

impl FromStr for DateTimeOffset {
    type Err = ParseValueError;

    fn from_str(text: &str) -> Result<Self, ParseValueError> {
        Cursor::read(text, "DateTimeOffset", date_time_offset).map(Self)
    }
}

fn date_time_offset(text: &mut Cursor<'_>) -> Option<time::OffsetDateTime> {
    let date = date(text)?;
    text.expect('T')?;
    Some(time::OffsetDateTime::new_in_offset(date, clock(text)?, offset(text)?))
}

fn offset(text: &mut Cursor<'_>) -> Option<time::UtcOffset> {
    if text.eat('Z') {
        return Some(time::UtcOffset::UTC);
    }
    let sign = text.sign()?;
    let hours = text.two_digits().filter(|hours| *hours < 24)?;
    text.expect(':')?;
    let minutes = text.two_digits()?;
    let signed = |number: u8| i8::try_from(number).ok().map(|number| sign * number);
    time::UtcOffset::from_hms(signed(hours)?, signed(minutes)?, 0).ok()
}

impl DateTimeOffset {
    /// Returns the system time in UTC, truncated to 100 ns. The service stores times with this precision, so it returns the value
    /// unchanged.
    ///
    /// ```
    /// let now = graph_core::DateTimeOffset::now_utc();
    /// assert!(now.to_string().ends_with('Z'));
    /// ```
    #[inline]
    pub fn now_utc() -> Self {
        let now = time::OffsetDateTime::from(Self::from(SystemTime::now()));
        let tick = now.nanosecond() / 100 * 100;
        Self(now.replace_nanosecond(tick).unwrap_or(now))
    }
}

/// Converts to UTC without rounding. A time outside the years that [`time`] supports becomes the first or last supported time.
impl From<SystemTime> for DateTimeOffset {
    #[inline]
    fn from(value: SystemTime) -> Self {
        let (since, sign) = match value.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => (since, 1),
            Err(before) => (before.duration(), -1),
        };
        let since = time::Duration::try_from(since).unwrap_or(time::Duration::MAX);
        Self(time::OffsetDateTime::UNIX_EPOCH.saturating_add(since * sign))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::time::SystemTime;

    use super::DateTimeOffset;
    use crate::model::edm::tests::{reads_as, refuses, unchanged};

    fn at(text: &str) -> DateTimeOffset {
        text.parse().unwrap()
    }

    #[test]
    fn texts_of_the_service_round_trip_unchanged() {
        unchanged::<DateTimeOffset>(&[
            "2016-12-31T23:58:21.6459442-08:00",
            "2016-12-31T23:59:30.086867+03:00",
            "2016-12-31T23:59:59.12+05:30",
            "2016-12-31T23:59:59Z",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.9999999Z",
        ]);
    }

    #[test]
    fn an_offset_may_push_the_instant_past_the_first_and_the_last_year() {
        let texts = ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.9999999-14:00", "-9999-01-01T00:00:00+23:59"];
        unchanged::<DateTimeOffset>(&texts);
        assert!(at(texts[2]) < at(texts[0]) && at(texts[0]) < at("0001-01-01T00:00:00Z"));
        assert!(at(texts[1]) > at("9999-12-31T23:59:59.9999999Z"));
    }

    #[test]
    fn other_spellings_keep_their_value() {
        reads_as::<DateTimeOffset>("2016-12-31t23:59:59z", "2016-12-31T23:59:59Z");
        reads_as::<DateTimeOffset>("2016-12-31T23:59Z", "2016-12-31T23:59:00Z");
        reads_as::<DateTimeOffset>("2016-12-31T23:59:59.0000000-00:00", "2016-12-31T23:59:59Z");
        reads_as::<DateTimeOffset>("2016-12-31T23:59:59.120+00:30", "2016-12-31T23:59:59.12+00:30");
        reads_as::<DateTimeOffset>("2016-12-31T23:59:59.123456789-00:30", "2016-12-31T23:59:59.123456789-00:30");
    }

    #[test]
    fn malformed_texts_are_refused() {
        refuses::<DateTimeOffset>(&["", "2016-12-31", "2016-12-31T23:59:59", "2016-12-31 23:59:59Z", "2016-12-31T23:59:59Z "]);
        refuses::<DateTimeOffset>(&["2016-12-31T24:00:00Z", "2016-12-31T23:59:60Z", "2016-12-31T23:59:59.0123456789Z"]);
        refuses::<DateTimeOffset>(&["2016-12-31T23:59:59+24:00", "2016-12-31T23:59:59+08:60", "2016-12-31T23:59:59+0800"]);
        refuses::<DateTimeOffset>(&["2016-12-31T23:59:59+08", "2016-12-31T23:59:59+99:00", "10000-01-01T00:00:00Z"]);
    }

    #[test]
    fn equal_instants_at_different_offsets_are_ordered_by_offset() {
        let (west, utc) = (at("2016-12-31T23:00:00-08:00"), at("2017-01-01T07:00:00Z"));
        assert!(west < utc && utc < at("2016-12-31T23:00:00.0000001-08:00"));
        assert_eq!(HashSet::from([west, utc, west]).len(), 2);
        assert!(at("2016-12-31T12:00:00-09:30") < at("2016-12-31T18:00:00-03:30"));
    }

    #[test]
    fn an_inexpressible_offset_becomes_utc() {
        let [paris_1900, a_day] = [(0, 9, 21), (24, 0, 0)].map(|(h, m, s)| time::UtcOffset::from_hms(h, m, s).unwrap());
        for offset in [paris_1900, a_day] {
            let value = time::OffsetDateTime::UNIX_EPOCH.to_offset(offset);
            assert_eq!(DateTimeOffset::from(value).to_string(), "1970-01-01T00:00:00Z");
        }
        let last = time::OffsetDateTime::new_in_offset(time::Date::MAX, time::Time::MAX, -paris_1900);
        assert_eq!(time::OffsetDateTime::from(DateTimeOffset::from(last)).date(), time::Date::MAX);
    }

    #[test]
    fn system_time_converts_to_utc() {
        let epoch = SystemTime::UNIX_EPOCH;
        let span = std::time::Duration::new;
        assert_eq!(DateTimeOffset::from(epoch + span(1_767_268_800, 123_456_789)).to_string(), "2026-01-01T12:00:00.123456789Z");
        assert_eq!(DateTimeOffset::from(epoch - span(1, 500_000_000)).to_string(), "1969-12-31T23:59:58.5Z");
        let seconds = i64::MAX as u64;
        for beyond in [epoch.checked_add(span(seconds, 0)), epoch.checked_sub(span(seconds, 0))].into_iter().flatten() {
            assert!([9999, -9999].contains(&time::OffsetDateTime::from(DateTimeOffset::from(beyond)).year()));
        }

        let (before, now, after) = (SystemTime::now(), DateTimeOffset::now_utc(), SystemTime::now());
        assert!(before <= SystemTime::from(now.0) + span(0, 100) && SystemTime::from(now.0) <= after);
        assert_eq!(now.0.nanosecond() % 100, 0);
        assert_eq!(at(&now.to_string()), now);
    }
}
