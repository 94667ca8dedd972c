//! `Edm.Date`.

use std::fmt;
use std::str::FromStr;

use super::parse_error::ParseValueError;
use super::text::{Cursor, Text, number};

/// An `Edm.Date`: a calendar day without a time or an offset.
///
/// A year has at least four digits and may be negative. This type supports the years of [`time::Date`], at least -9999 to 9999; Graph
/// supports 0001 to 9999.
///
/// ```
/// let date: graph_core::Date = "2016-12-31".parse()?;
/// assert_eq!(time::Date::from(date).year(), 2016);
/// assert_eq!(date.to_string(), "2016-12-31");
/// # Ok::<(), graph_core::model::ParseValueError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(time::Date);

impl From<time::Date> for Date {
    fn from(date: time::Date) -> Self {
        Self(date)
    }
}

impl From<Date> for time::Date {
    fn from(date: Date) -> Self {
        date.0
    }
}

impl fmt::Display for Date {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Text::new();
        push_date(&mut text, self.0);
        f.write_str(text.as_str())
    }
}

#[inline]
pub(super) fn push_date(text: &mut Text, date: time::Date) {
    let (year, month, day) = date.to_calendar_date();
    if year < 0 {
        text.push(b'-');
    }
    match year.unsigned_abs() {
        year @ ..10_000 => {
            text.push_two_digits(year / 100);
            text.push_two_digits(year % 100);
        }
        year => text.push_number(year),
    }
    text.push(b'-');
    text.push_two_digits(u8::from(month));
    text.push(b'-');
    text.push_two_digits(day);
}

impl FromStr for Date {
    type Err = ParseValueError;

    fn from_str(text: &str) -> Result<Self, ParseValueError> {
        Cursor::read(text, "Date", date).map(Self)
    }
}

pub(super) fn date(text: &mut Cursor<'_>) -> Option<time::Date> {
    let sign = if text.eat('-') { -1 } else { 1 };
    let year = text.digits();
    if year.len() < 4 || (year.len() > 4 && year.starts_with(b"0")) {
        return None;
    }
    let year = sign * i32::try_from(number(year)?).ok()?;
    text.expect('-')?;
    let month = text.two_digits()?.try_into().ok()?;
    text.expect('-')?;
    time::Date::from_calendar_date(year, month, text.two_digits()?).ok()
}

#[cfg(test)]
mod tests {
    use super::Date;
    use crate::model::edm::tests::{refuses, unchanged};

    #[test]
    fn days_of_the_calendar_round_trip_unchanged() {
        unchanged::<Date>(&["2016-12-31", "0001-01-01", "9999-12-31", "2024-02-29", "0000-01-01", "-0044-03-15"]);
    }

    #[test]
    fn malformed_texts_are_refused() {
        refuses::<Date>(&["", "2023-02-29", "2016-13-01", "2016-1-01", "16-12-31", "02016-12-31", "+2016-12-31"]);
        refuses::<Date>(&["2016-12-31T00:00:00Z", "2016-12-31 ", "2016/12/31", "٢٠١٦-12-31", "99999999999-01-01"]);
    }
}
