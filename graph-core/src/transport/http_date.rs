//! HTTP dates, [RFC 9110 §5.6.7](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7).

use std::time::{Duration, SystemTime};

use time::{Date, Month, Time};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Parses an HTTP date from 1970 on in one of the three formats that a recipient must accept: `Sun, 06 Nov 1994 08:49:37 GMT`,
/// `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`. Ignores the day of the week.
// `httpdate` has three parsers, one per format: 7 KB of each program, and a crate of each build.
pub(super) fn parse_http_date(text: &str) -> Option<SystemTime> {
    let mut words = text.split([' ', '-']).filter(|word| !word.is_empty());
    let has_comma = words.next()?.ends_with(',');
    let mut word = || words.next();
    let (day, month, year, clock) = if has_comma {
        let date = (word()?, word()?, word()?, word()?);
        (word()? == "GMT").then_some(date)?
    } else {
        let (month, day, clock, year) = (word()?, word()?, word()?, word()?);
        (day, month, year, clock)
    };
    if word().is_some() {
        return None;
    }
    let year = match number(year)? {
        year @ 0..70 => 2000 + year,
        year @ 70..100 => 1900 + year,
        year => year,
    };
    let month = MONTHS.iter().zip(1..).find_map(|(name, index)| (*name == month).then_some(index))?;
    let mut clock = clock.split(':').map(|part| u8::try_from(number(part)?).ok());
    let mut part = || clock.next()?;
    let time = Time::from_hms(part()?, part()?, part()?).ok()?;
    let date = Date::from_calendar_date(year.into(), Month::try_from(month).ok()?, number(day)?.try_into().ok()?).ok()?;
    let seconds = date.with_time(time).assume_utc().unix_timestamp();
    clock.next().is_none().then_some(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds.try_into().ok()?))
}

/// Parses one to four digits.
fn number(text: &str) -> Option<u16> {
    let is_short = text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_short.then_some(text)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn seconds(text: &str) -> Option<u64> {
        Some(parse_http_date(text)?.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs())
    }

    #[test]
    fn each_format_is_read() {
        for text in ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
            assert_eq!(seconds(text), Some(784_111_777), "{text}");
        }
        assert_eq!(seconds("Thu, 01 Jan 1970 00:00:00 GMT"), Some(0));
        assert_eq!(seconds("Tuesday, 29-Feb-00 00:00:00 GMT"), Some(951_782_400));
        assert_eq!(seconds("Fri Dec 31 23:59:59 1999"), Some(946_684_799));
    }

    #[test]
    fn any_other_text_is_not_a_date() {
        for text in [
            "",
            " ",
            "Sun,",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 06 Nov 1994 08:49:37 UTC",
            "Sun, 06 Nov 1994 08:49:37 GMT GMT",
            "Sun, 06 Nov 1994 08:49:37:00 GMT",
            "Sun, 06 Nov 1994 08:49 GMT",
            "Sun, 06 Nov 1994 24:00:00 GMT",
            "Sun, 31 Feb 1994 08:49:37 GMT",
            "Sun, 00 Nov 1994 08:49:37 GMT",
            "Sun, 06 nov 1994 08:49:37 GMT",
            "Sun, +6 Nov 1994 08:49:37 GMT",
            "Wed, 31 Dec 1969 23:59:59 GMT",
            "Sun, 06 Nov 99999 08:49:37 GMT",
            "Sun Nov  6 08:49:37",
            "٣٣٣, 06 Nov 1994 08:49:37 ٣",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_date_in_any_format_is_read(at in 0..253_402_300_800_i64) {
            let date = time::OffsetDateTime::from_unix_timestamp(at).unwrap();
            let (day, year) = (date.day(), date.year());
            let month = MONTHS[usize::from(u8::from(date.month())) - 1];
            let clock = format!("{:02}:{:02}:{:02}", date.hour(), date.minute(), date.second());
            prop_assert_eq!(seconds(&format!("Mon, {day:02} {month} {year} {clock} GMT")), Some(at as u64));
            prop_assert_eq!(seconds(&format!("Mon {month} {day:2} {clock} {year}")), Some(at as u64));
            if (1970..2070).contains(&year) {
                prop_assert_eq!(seconds(&format!("Monday, {day:02}-{month}-{:02} {clock} GMT", year % 100)), Some(at as u64));
            }
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in "(Sun,? )?[0-9A-Za-z:, -]{0,30}( GMT)?|\\PC*") {
            let _ = parse_http_date(&text);
        }
    }
}
