//! JSON values as they appear in a text: scalars are read, and everything else keeps its text.
//!
//! This is the fast way to read a response. Every function returns `None` for a text that it does not read with certainty, such as a
//! malformed one. The caller then reads the whole text as a JSON tree, which also finds the error.

use std::collections::HashMap;

use memchr::memchr2;

use super::duplicate_keys::parse;
use super::json::Json;
use super::json_text::string_end;

/// The number of nested arrays and objects above which a text is not read in the fast way, which scans a nested value once per level.
const MAX_DEPTH: usize = 16;

/// A JSON value that was cut from a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RawJson<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// An integer of at most 18 digits, but not `-0`.
    Integer(i64),
    /// The content of a string without escapes.
    Text(&'a str),
    /// The text of any other value. It may be malformed inside.
    Other(&'a str),
}

impl<'a> RawJson<'a> {
    /// Returns the value as a JSON tree.
    pub(super) fn json(self) -> Option<Json> {
        Some(match self {
            Self::Null => Json::Null,
            Self::Bool(value) => Json::Bool(value),
            Self::Integer(number) => number.into(),
            Self::Text(text) => text.into(),
            Self::Other(text) => parse(text.as_bytes()).ok()?,
        })
    }

    /// Calls `element` with each element of an array.
    pub(super) fn elements(self, mut element: impl FnMut(Self) -> Option<()>) -> Option<()> {
        let Self::Other(text) = self else { return None };
        let mut scanner = Scanner::new(text);
        scanner.open(b'[')?;
        if scanner.peek()? != b']' {
            loop {
                element(scanner.value()?)?;
                if !scanner.take(b',') {
                    break;
                }
            }
        }
        scanner.take(b']').then_some(())
    }

    /// Checks that the value is valid JSON and that no object in it has the same key twice.
    pub(super) fn check(self) -> Option<()> {
        match self {
            Self::Other(text) if text.starts_with('[') => self.elements(Self::check),
            Self::Other(text) if text.starts_with('{') => check_object(text),
            Self::Other(_) => self.json().map(drop),
            _ => Some(()),
        }
    }
}

fn check_object(text: &str) -> Option<()> {
    let mut keys = Vec::new();
    let mut scanner = Scanner::new(text);
    scanner.members(|scanner| {
        keys.push(scanner.key()?);
        scanner.value()?.check()
    })?;
    are_unique(&keys).then_some(())
}

/// Returns `true` if no key appears twice.
pub(super) fn are_unique(keys: &[&str]) -> bool {
    // Most objects have few such keys, and comparing them takes less time than hashing.
    if keys.len() <= 8 {
        return keys.iter().enumerate().all(|(index, key)| !keys.iter().take(index).any(|earlier| earlier == key));
    }
    let mut first = Indexes::with_capacity(keys.len());
    keys.iter().enumerate().all(|(index, key)| first.insert(key, index).is_none())
}

/// Indexes by name. One type for all maps of names, so that its code is in each program once.
pub(super) type Indexes<'a> = HashMap<&'a str, usize>;

/// Cuts JSON values from a text. Every method skips the whitespace before the next part.
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// Whether the text contains a control character, such as a line break.
    has_control: bool,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, has_control: has_control(text.as_bytes()) }
    }

    /// Cuts an object. `member` must cut the key and the value of one member.
    pub(super) fn members(&mut self, mut member: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.open(b'{')?;
        if self.peek()? != b'}' {
            loop {
                // Called in one place, so that the compiler can inline it.
                member(self)?;
                if !self.take(b',') {
                    break;
                }
            }
        }
        self.take(b'}').then_some(())
    }

    /// Cuts a key and the colon after it, if the key is `expected`. Returns whether it is; `None` if the colon is missing.
    pub(super) fn key_is(&mut self, expected: &str) -> Option<bool> {
        self.peek().filter(|first| *first == b'"')?;
        let content = self.rest().get(1..)?;
        if !content.strip_prefix(expected.as_bytes()).is_some_and(|rest| rest.starts_with(b"\"")) {
            return Some(false);
        }
        self.at += expected.len() + 2;
        self.take(b':').then_some(true)
    }

    /// Cuts a key without escapes, and the colon after it.
    pub(super) fn key(&mut self) -> Option<&'a str> {
        self.peek().filter(|first| *first == b'"')?;
        match self.string()? {
            RawJson::Text(key) if self.take(b':') => Some(key),
            _ => None,
        }
    }

    /// Cuts one value.
    pub(super) fn value(&mut self) -> Option<RawJson<'a>> {
        match self.peek()? {
            b'"' => self.string(),
            b'-' | b'0'..=b'9' => self.number(),
            b'n' => self.word("null", RawJson::Null),
            b't' => self.word("true", RawJson::Bool(true)),
            b'f' => self.word("false", RawJson::Bool(false)),
            b'{' | b'[' => self.nested(),
            _ => None,
        }
    }

    /// Returns `true` if only whitespace is left.
    pub(super) fn end(&mut self) -> bool {
        self.peek().is_none()
    }

    /// Cuts `expected` if it is the next byte.
    pub(super) fn take(&mut self, expected: u8) -> bool {
        let is_next = self.peek() == Some(expected);
        self.at += usize::from(is_next);
        is_next
    }

    fn open(&mut self, bracket: u8) -> Option<()> {
        self.take(bracket).then_some(())
    }

    #[inline]
    fn peek(&mut self) -> Option<u8> {
        loop {
            match *self.text.as_bytes().get(self.at)? {
                byte if byte > b' ' => return Some(byte),
                b' ' | b'\t' | b'\n' | b'\r' => self.at += 1,
                byte => return Some(byte),
            }
        }
    }

    /// Returns the bytes from the current one.
    #[inline]
    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn word(&mut self, word: &str, value: RawJson<'a>) -> Option<RawJson<'a>> {
        let found = self.rest().starts_with(word.as_bytes());
        self.at += word.len();
        found.then_some(value)
    }

    /// Cuts a string, which starts at the current byte.
    fn string(&mut self) -> Option<RawJson<'a>> {
        let start = self.at;
        let content = self.rest().get(1..)?;
        let len = memchr2(b'"', b'\\', content)?;
        let (plain, rest) = content.split_at_checked(len)?;
        if rest.starts_with(b"\"") && !(self.has_control && has_control(plain)) {
            self.at += len + 2;
            return self.text.get(start + 1..start + 1 + len).map(RawJson::Text);
        }
        self.at = string_end(self.text.as_bytes(), start + 1)?;
        self.text.get(start..self.at).map(RawJson::Other)
    }

    /// Cuts a number, which starts at the current byte.
    fn number(&mut self) -> Option<RawJson<'a>> {
        const MAX_DIGITS: usize = 18;
        let rest = self.rest();
        let digits = rest.strip_prefix(b"-").unwrap_or(rest);
        let (mut number, mut len) = (0_i64, 0);
        for digit in digits.iter().map(|byte| byte.wrapping_sub(b'0')).take_while(|digit| *digit <= 9) {
            number = number.wrapping_mul(10).wrapping_add(digit.into());
            len += 1;
        }
        let is_negative = digits.len() < rest.len();
        let is_plain = match len {
            1 => !is_negative || number != 0,
            2..=MAX_DIGITS => digits.first() != Some(&b'0'),
            _ => false,
        };
        let goes_on = |byte: &u8| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-');
        if is_plain && !digits.get(len).is_some_and(goes_on) {
            self.at += len + usize::from(is_negative);
            return Some(RawJson::Integer(if is_negative { -number } else { number }));
        }
        let start = self.at;
        self.at += rest.iter().take_while(|byte| goes_on(byte)).count();
        self.text.get(start..self.at).map(RawJson::Other)
    }

    /// Cuts an array or an object, which starts at the current byte. Checks only that its brackets and quotes are closed.
    fn nested(&mut self) -> Option<RawJson<'a>> {
        let start = self.at;
        let mut depth = 0;
        loop {
            let byte = *self.text.as_bytes().get(self.at)?;
            self.at += 1;
            match byte {
                b'"' => self.at = string_end(self.text.as_bytes(), self.at)?,
                b'{' | b'[' if depth == MAX_DEPTH => return None,
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return self.text.get(start..self.at).map(RawJson::Other);
            }
        }
    }
}

/// Returns `true` if the text contains a control character, which JSON allows only between values.
fn has_control(text: &[u8]) -> bool {
    // Without an early end, so that the compiler compares many bytes at once.
    text.iter().fold(u8::MAX, |least, byte| least.min(*byte)) < b' '
}
