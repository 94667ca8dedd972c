//! Parses and writes the parts that dates, times and durations share.

use super::parse_error::ParseValueError;

/// The length in bytes of the longest text of a date and time with a four-digit year.
const LONGEST: usize = "2016-12-31T23:58:21.645944200-08:00".len();

/// The unparsed rest of the text of a date, time or duration. A method returns `None` or `false` if the text does not match.
// Bytes, and not a `str`, because each step through a `str` would check where a character begins.
pub(super) struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    /// Parses the whole text with `form`. Fails if `form` returns `None` or leaves a rest of the text; the error names the type `expected`.
    pub(super) fn read<T>(
        text: &str,
        expected: &'static str,
        form: impl FnOnce(&mut Cursor<'_>) -> Option<T>,
    ) -> Result<T, ParseValueError> {
        let mut cursor = Cursor(text.as_bytes());
        form(&mut cursor).filter(|_| cursor.is_empty()).ok_or_else(|| ParseValueError::new(expected, text))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Consumes the next character if it is `letter`, an ASCII character in upper or lower case. Returns whether it was.
    #[inline]
    pub(super) fn eat(&mut self, letter: char) -> bool {
        match self.0 {
            [next, rest @ ..] if char::from(*next).eq_ignore_ascii_case(&letter) => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }

    /// Consumes the next character if it is `letter`, in upper or lower case; otherwise returns `None`.
    #[inline]
    pub(super) fn expect(&mut self, letter: char) -> Option<()> {
        self.eat(letter).then_some(())
    }

    /// Consumes a sign, and returns 1 for `+` or -1 for `-`.
    pub(super) fn sign(&mut self) -> Option<i8> {
        if self.eat('-') { Some(-1) } else { self.expect('+').map(|()| 1) }
    }

    /// Consumes and returns the digits that come next, possibly none.
    pub(super) fn digits(&mut self) -> &'a [u8] {
        let end = self.0.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(self.0.len());
        let (digits, rest) = self.0.split_at(end);
        self.0 = rest;
        digits
    }

    /// Consumes exactly two digits, and returns their number.
    #[inline]
    pub(super) fn two_digits(&mut self) -> Option<u8> {
        let [tens @ b'0'..=b'9', ones @ b'0'..=b'9', rest @ ..] = self.0 else { return None };
        self.0 = rest;
        Some((tens - b'0') * 10 + (ones - b'0'))
    }

    /// Consumes a decimal point with one to nine digits, and returns the fraction of a second in nanoseconds. Returns `Some(None)` if there
    /// is no point, and `None` if the number of digits is wrong.
    pub(super) fn fraction(&mut self) -> Option<Option<u32>> {
        if !self.eat('.') {
            return Some(None);
        }
        let digits = Some(self.digits()).filter(|digits| (1..=9).contains(&digits.len()))?;
        let number = digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'));
        Some(Some(number * 10_u32.pow(9 - u32::try_from(digits.len()).ok()?)))
    }
}

/// Returns the number that the digits write; `None` if there are no digits or the number is too large.
pub(super) fn number(digits: &[u8]) -> Option<i64> {
    let mut digits = digits.iter().map(|digit| i64::from(digit - b'0'));
    let first = digits.next()?;
    digits.try_fold(first, |number, digit| number.checked_mul(10)?.checked_add(digit))
}

/// The text of a date or time while it is written. It is on the stack, so writing a date allocates nothing.
pub(super) struct Text {
    bytes: [u8; LONGEST + 4],
    len: usize,
}

impl Text {
    pub(super) const fn new() -> Self {
        Self { bytes: [0; LONGEST + 4], len: 0 }
    }

    pub(super) fn as_str(&self) -> &str {
        self.bytes.get(..self.len).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default()
    }

    /// Writes an ASCII character.
    pub(super) fn push(&mut self, byte: u8) {
        if let Some(place) = self.bytes.get_mut(self.len) {
            *place = byte;
            self.len += 1;
        }
    }

    /// Writes one digit. `{:02}` would cost ten times as much, and a date has many digits.
    fn push_digit(&mut self, digit: u32) {
        self.push(b'0' + (digit % 10) as u8);
    }

    /// Writes a number less than 100 with two digits.
    pub(super) fn push_two_digits(&mut self, number: impl Into<u32>) {
        let number = number.into();
        self.push_digit(number / 10);
        self.push_digit(number);
    }

    /// Writes a number with at least one digit.
    pub(super) fn push_number(&mut self, number: u32) {
        if number >= 10 {
            self.push_number(number / 10);
        }
        self.push_digit(number);
    }

    /// Writes a fraction of a second: a point and as few digits as possible, but at least `at_least` digits. Writes nothing if the fraction
    /// is zero and `at_least` is 0.
    pub(super) fn push_fraction(&mut self, nanoseconds: u32, at_least: usize) {
        if nanoseconds == 0 && at_least == 0 {
            return;
        }
        self.push(b'.');
        let (mut rest, mut written) = (nanoseconds, 0);
        while rest > 0 || written < at_least {
            self.push_digit(rest / 100_000_000);
            (rest, written) = (rest % 100_000_000 * 10, written + 1);
        }
    }
}
