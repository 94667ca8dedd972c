//! `Edm.TimeOfDay`.

use std::fmt;
use std::str::FromStr;

use super::parse_error::ParseValueError;
use super::text::{Cursor, Text};

/// An `Edm.TimeOfDay`: a clock time from 00:00 up to, but not including, 24:00, without a date or an offset.
///
/// Written with seven decimals, as Graph writes it, or up to nine if the value has them. Seconds are optional when parsing. `24:00` and
/// second 60 are refused.
///
/// ```
/// let start: graph_core::TimeOfDay = "11:59:24.724".parse()?;
/// assert_eq!(start.to_string(), "11:59:24.7240000");
/// assert_eq!(start, time::Time::from_hms_milli(11, 59, 24, 724)?.into());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(time::Time);

impl From<time::Time> for TimeOfDay {
    fn from(time: time::Time) -> Self {
        Self(time)
    }
}

impl From<TimeOfDay> for time::Time {
    fn from(time: TimeOfDay) -> Self {
        time.0
    }
}

impl fmt::Display for TimeOfDay {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Text::new();
        push_clock(&mut text, self.0, 7);
        f.write_str(text.as_str())
    }
}

impl FromStr for TimeOfDay {
    type Err = ParseValueError;

    fn from_str(text: &str) -> Result<Self, ParseValueError> {
        Cursor::read(text, "TimeOfDay", clock).map(Self)
    }
}

#[inline]
pub(super) fn push_clock(text: &mut Text, time: time::Time, digits: usize) {
    let (hour, minute, second, nanosecond) = time.as_hms_nano();
    text.push_two_digits(hour);
    text.push(b':');
    text.push_two_digits(minute);
    text.push(b':');
    text.push_two_digits(second);
    text.push_fraction(nanosecond, digits);
}

pub(super) fn clock(text: &mut Cursor<'_>) -> Option<time::Time> {
    let hour = text.two_digits()?;
    text.expect(':')?;
    let minute = text.two_digits()?;
    let (second, nanosecond) = if text.eat(':') { (text.two_digits()?, text.fraction()?.unwrap_or_default()) } else { (0, 0) };
    time::Time::from_hms_nano(hour, minute, second, nanosecond).ok()
}

#[cfg(test)]
mod tests {
    use super::TimeOfDay;
    use crate::model::edm::tests::{reads_as, refuses, unchanged};

    #[test]
    fn times_of_the_service_round_trip_unchanged() {
        unchanged::<TimeOfDay>(&["12:00:00.0000000", "11:59:24.7240000", "00:00:00.0000000", "23:59:59.9999999"]);
    }

    #[test]
    fn shorter_and_finer_times_keep_their_value() {
        reads_as::<TimeOfDay>("12:15", "12:15:00.0000000");
        reads_as::<TimeOfDay>("12:15:03.1", "12:15:03.1000000");
        reads_as::<TimeOfDay>("12:15:03.123456789", "12:15:03.123456789");
    }

    #[test]
    fn malformed_texts_are_refused() {
        refuses::<TimeOfDay>(&["", "24:00:00", "23:59:60", "12:60:00", "12", "1:00:00", "12:00:", "12:00:00.", "12:00.5"]);
        refuses::<TimeOfDay>(&["12:00:00.0123456789", "12:00:00Z", "-12:00:00", "12:00:00,5", "12:00:00 "]);
    }
}
