//! `Edm.Duration`.

use std::fmt;
use std::str::FromStr;

use super::parse_error::ParseValueError;
use super::text::{Cursor, Text, number};

const MINUTE: u32 = 60;
const HOUR: u32 = 60 * MINUTE;
const DAY: u32 = 24 * HOUR;

/// An `Edm.Duration`: days, hours, minutes and seconds, with up to nine decimals. It may be negative.
///
/// Written as .NET writes a `TimeSpan`: at most 23 hours, 59 minutes and 59 seconds beside the days, zero units omitted, the sign first,
/// `PT0S` for zero. A duration from Graph is therefore written back unchanged. Other spellings are normalised: `PT90M` becomes `PT1H30M`,
/// `PT24H` becomes `P1D`. Years, months and weeks are refused, since an OData duration cannot have them.
///
/// ```
/// let timeout: graph_core::model::Duration = "-PT3M22.1587532S".parse()?;
/// assert_eq!(timeout.to_string(), "-PT3M22.1587532S");
/// assert_eq!(graph_core::model::Duration::from(time::Duration::minutes(90)).to_string(), "PT1H30M");
/// assert_eq!(graph_core::model::Duration::from(std::time::Duration::from_millis(1500)).to_string(), "PT1.5S");
/// # Ok::<(), graph_core::model::ParseValueError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(time::Duration);

impl From<time::Duration> for Duration {
    fn from(duration: time::Duration) -> Self {
        Self(duration)
    }
}

/// Converts a duration from the standard library. A value of more than 292 billion years becomes the longest `Edm.Duration`.
impl From<std::time::Duration> for Duration {
    #[inline]
    fn from(duration: std::time::Duration) -> Self {
        Self(time::Duration::try_from(duration).unwrap_or(time::Duration::MAX))
    }
}

impl From<Duration> for time::Duration {
    fn from(duration: Duration) -> Self {
        duration.0
    }
}

/// Converts an `Edm.Duration` to the type of the standard library. Fails if the duration is negative.
impl TryFrom<Duration> for std::time::Duration {
    type Error = time::error::ConversionRange;

    fn try_from(duration: Duration) -> Result<Self, Self::Error> {
        duration.0.try_into()
    }
}

impl fmt::Display for Duration {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total = self.0.unsigned_abs();
        let (all, nanoseconds) = (total.as_secs(), total.subsec_nanos());
        let [minute, hour, day] = [MINUTE, HOUR, DAY].map(u64::from);
        let (days, in_day) = (all / day, all % day);
        let (hours, minutes, seconds) = (in_day / hour, in_day % hour / minute, in_day % minute);

        f.write_str(if self.0.is_negative() { "-P" } else { "P" })?;
        if days > 0 {
            write!(f, "{days}D")?;
            if in_day == 0 && nanoseconds == 0 {
                return Ok(());
            }
        }
        f.write_str("T")?;
        if hours > 0 {
            write!(f, "{hours}H")?;
        }
        if minutes > 0 {
            write!(f, "{minutes}M")?;
        }
        if seconds > 0 || nanoseconds > 0 || total.is_zero() {
            let mut fraction = Text::new();
            fraction.push_fraction(nanoseconds, 0);
            write!(f, "{seconds}{}S", fraction.as_str())?;
        }
        Ok(())
    }
}

impl FromStr for Duration {
    type Err = ParseValueError;

    #[inline]
    fn from_str(text: &str) -> Result<Self, ParseValueError> {
        Cursor::read(text, "Duration", duration).map(Self)
    }
}

#[inline]
fn duration(text: &mut Cursor<'_>) -> Option<time::Duration> {
    let sign = text.sign().unwrap_or(1);
    text.expect('P')?;
    let mut units = [('D', DAY)].as_slice().iter();
    let mut units_of_time = Some([('H', HOUR), ('M', MINUTE), ('S', 1)].as_slice().iter());
    let mut seconds = 0_i64;
    let mut nanoseconds = 0;
    loop {
        if text.eat('T') {
            units = units_of_time.take()?;
        }
        // The sign is applied before the sum, because the smallest `i64` has no positive counterpart.
        let number = number(text.digits())? * i64::from(sign);
        let fraction = text.fraction()?;
        // `find` consumes the units before the match, so each unit occurs once and in order.
        let (unit, length) = units.find(|(unit, _)| text.eat(*unit))?;
        if let Some(fraction) = fraction {
            if *unit != 'S' {
                return None;
            }
            nanoseconds = i64::from(fraction) * i64::from(sign);
        }
        seconds = seconds.checked_add(number.checked_mul(i64::from(*length))?)?;
        if text.is_empty() {
            return time::Duration::seconds(seconds).checked_add(time::Duration::nanoseconds(nanoseconds));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Duration;
    use crate::model::edm::tests::{reads_as, refuses, unchanged};

    #[test]
    fn texts_of_the_service_round_trip_unchanged() {
        unchanged::<Duration>(&[
            "PT0S",
            "P1DT2H3M4.5S",
            "-PT10M",
            "-PT17.1357909S",
            "PT3M29.6631862S",
            "P30D",
            "PT0.0000001S",
            "P1DT1S",
        ]);
    }

    #[test]
    fn the_extremes_round_trip_unchanged() {
        unchanged::<Duration>(&["-P10675199DT2H48M5.4775808S", "P10675199DT2H48M5.4775807S"]);
        for extreme in [time::Duration::MIN, time::Duration::MAX] {
            assert_eq!(Duration::from(extreme).to_string().parse(), Ok(Duration::from(extreme)));
        }
    }

    #[test]
    fn other_spellings_are_normalised() {
        reads_as::<Duration>("PT90M", "PT1H30M");
        reads_as::<Duration>("PT24H", "P1D");
        reads_as::<Duration>("P0D", "PT0S");
        reads_as::<Duration>("-PT0S", "PT0S");
        reads_as::<Duration>("+pt1.50s", "PT1.5S");
        reads_as::<Duration>("P01DT00H", "P1D");
    }

    #[test]
    fn malformed_texts_are_refused() {
        refuses::<Duration>(&[
            "", "P", "-P", "PT", "P1DT", "P1", "1D", "P1Y", "P1M", "P1W", "P1YT1S", "P1H", "PT1D", "PT1S1M", "PT1S1S",
        ]);
        refuses::<Duration>(&[
            "PT.5S",
            "PT1.S",
            "PT1.5M",
            "P1.0D",
            "PT1.0123456789S",
            "PTT1S",
            "PT1HT1M",
            "P-1D",
            "--PT1S",
            "P1D ",
        ]);
        refuses::<Duration>(&["P9223372036854775807D", "P99999999999999999999D", "PT9223372036854775807H", "P1D2D"]);
    }
}
