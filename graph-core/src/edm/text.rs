//! The pieces that the texts of dates, times and durations share.

use std::fmt::{self, Write};

use super::ParseValueError;

/// What is left to read of a text. A step that finds another form than its own gives `None` or `false`.
pub(super) struct Cursor<'a>(&'a str);

impl<'a> Cursor<'a> {
    /// Reads the whole text in this form.
    pub(super) fn read<T>(
        text: &str,
        expected: &'static str,
        form: impl FnOnce(&mut Cursor<'_>) -> Option<T>,
    ) -> Result<T, ParseValueError> {
        let mut cursor = Cursor(text);
        form(&mut cursor).filter(|_| cursor.is_empty()).ok_or_else(|| ParseValueError::new(expected, text))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes the letter, in either case, if it comes next.
    pub(super) fn eat(&mut self, letter: char) -> bool {
        let mut rest = self.0.chars();
        let found = rest.next().is_some_and(|next| next.eq_ignore_ascii_case(&letter));
        if found {
            self.0 = rest.as_str();
        }
        found
    }

    pub(super) fn expect(&mut self, letter: char) -> Option<()> {
        self.eat(letter).then_some(())
    }

    /// 1 or -1.
    pub(super) fn sign(&mut self) -> Option<i8> {
        if self.eat('-') { Some(-1) } else { self.expect('+').map(|()| 1) }
    }

    /// The digits that come next, maybe none.
    pub(super) fn digits(&mut self) -> &'a str {
        let end = self.0.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(self.0.len());
        let (digits, rest) = self.0.split_at(end);
        self.0 = rest;
        digits
    }

    /// A number of exactly two digits.
    pub(super) fn two_digits(&mut self) -> Option<u8> {
        Some(self.digits()).filter(|digits| digits.len() == 2)?.parse().ok()
    }

    /// Nanoseconds, from a point and one to nine digits; `Some(None)` when no point comes next.
    pub(super) fn fraction(&mut self) -> Option<Option<u32>> {
        if !self.eat('.') {
            return Some(None);
        }
        let digits = Some(self.digits()).filter(|digits| (1..=9).contains(&digits.len()))?;
        let number: u32 = digits.parse().ok()?;
        Some(Some(number * 10_u32.pow(9 - u32::try_from(digits.len()).ok()?)))
    }
}

/// The text of a value, in memory that is enough for most of them from the start.
pub(super) fn of(value: &impl fmt::Display) -> String {
    let mut text = String::with_capacity(36);
    // Only the value itself could fail to be written, and none does.
    let _ = write!(text, "{value}");
    text
}

/// Writes the digits of a second after the point: as few as tell the value, and at least this many.
pub(super) fn write_fraction(f: &mut fmt::Formatter<'_>, nanoseconds: u32, at_least: usize) -> fmt::Result {
    if nanoseconds == 0 && at_least == 0 {
        return Ok(());
    }
    f.write_char('.')?;
    let (mut rest, mut written) = (nanoseconds, 0);
    while rest > 0 || written < at_least {
        write_digit(f, rest / 100_000_000)?;
        (rest, written) = (rest % 100_000_000 * 10, written + 1);
    }
    Ok(())
}

/// Writes a number below a hundred with two digits.
pub(super) fn write_two_digits(f: &mut fmt::Formatter<'_>, number: impl Into<u32>) -> fmt::Result {
    let number = number.into();
    write_digit(f, number / 10)?;
    write_digit(f, number % 10)
}

/// By hand, since a text has many of them and padding by `{:02}` costs ten times as much.
fn write_digit(f: &mut fmt::Formatter<'_>, digit: u32) -> fmt::Result {
    f.write_char(char::from_digit(digit, 10).unwrap_or('0'))
}
