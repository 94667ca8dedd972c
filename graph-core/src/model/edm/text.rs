//! The pieces that the texts of dates, times and durations share.

use super::parse_error::ParseValueError;

/// Room for the text of every date and time whose year has four digits.
pub(super) const LONGEST: usize = "2016-12-31T23:58:21.645944200-08:00".len();

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
        let end = self.0.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(self.0.len());
        let (digits, rest) = self.0.split_at(end);
        self.0 = rest;
        digits
    }

    /// A number of two digits; what a form has next is no digit.
    pub(super) fn two_digits(&mut self) -> Option<u8> {
        let (digits, rest) = self.0.split_at_checked(2)?;
        let number = digits.bytes().try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + (byte - b'0')))?;
        self.0 = rest;
        Some(number)
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

/// Writes the digits of a second after the point: as few as tell the value, and at least this many.
pub(super) fn push_fraction(text: &mut String, nanoseconds: u32, at_least: usize) {
    if nanoseconds == 0 && at_least == 0 {
        return;
    }
    text.push('.');
    let (mut rest, mut written) = (nanoseconds, 0);
    while rest > 0 || written < at_least {
        push_digit(text, rest / 100_000_000);
        (rest, written) = (rest % 100_000_000 * 10, written + 1);
    }
}

/// Writes a number below a hundred with two digits.
pub(super) fn push_two_digits(text: &mut String, number: impl Into<u32>) {
    let number = number.into();
    push_digit(text, number / 10);
    push_digit(text, number % 10);
}

/// By hand, since a date has many of them and padding by `{:02}` costs ten times as much.
fn push_digit(text: &mut String, digit: u32) {
    text.push(char::from_digit(digit, 10).unwrap_or('0'));
}
