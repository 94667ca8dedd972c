//! Cuts JSON text into the texts of its parts, without reading the parts: one malformed part then does not hide the others.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use memchr::memchr2;
use serde::de::IgnoredAny;

use super::duplicate_keys::Key;

/// Cuts a JSON text from its start to its end. Every method skips whitespace first, and returns `None` if the text has another structure.
///
/// The cutter looks only at quotes, brackets, commas and the colons after keys. So it accepts every valid text, and also a text with a
/// malformed string, number or word.
#[derive(Debug)]
pub(crate) struct Cutter<'a> {
    text: &'a [u8],
    at: usize,
}

/// The name of a member of an object, or the reason why the name is malformed.
pub(crate) type Name<'a> = Result<Cow<'a, str>, serde_json::Error>;

/// Returns the members of the one JSON object that `text` consists of: each member's name and the JSON text of its value.
pub(crate) fn members(text: &[u8]) -> Option<Vec<(Name<'_>, &[u8])>> {
    let mut members = Vec::new();
    let mut cutter = Cutter::new(text);
    cutter.object(|cutter, name| {
        members.push((name, text.get(cutter.value()?)?));
        Some(())
    })?;
    cutter.end()?;
    Some(members)
}

/// Returns the parser's error for a text that cannot be cut as an object.
#[inline]
pub(crate) fn object_error(text: &[u8]) -> serde_json::Error {
    // The parser refuses every text that the cutter refuses.
    let error = serde_json::from_slice::<HashMap<Key<'_>, IgnoredAny>>(text).err();
    error.unwrap_or_else(|| serde::de::Error::custom("expected an object"))
}

impl<'a> Cutter<'a> {
    pub(crate) fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0 }
    }

    /// Cuts an object. Calls `member` with each name, or with the error of a malformed name; `member` must cut the value.
    pub(crate) fn object(&mut self, mut member: impl FnMut(&mut Self, Name<'a>) -> Option<()>) -> Option<()> {
        self.list(b'{', b'}', |cutter| {
            cutter.peek()?;
            let start = cutter.at;
            cutter.string()?;
            let name = serde_json::from_slice(cutter.text.get(start..cutter.at)?).map(|Key(name)| name);
            cutter.take(b':')?;
            member(cutter, name)
        })
    }

    /// Cuts an array. Calls `element` at the start of each element; `element` must cut the value.
    pub(crate) fn array(&mut self, element: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.list(b'[', b']', element)
    }

    /// Cuts one value, and returns the range of its text.
    pub(crate) fn value(&mut self) -> Option<Range<usize>> {
        let is_nested = matches!(self.peek()?, b'{' | b'[');
        let start = self.at;
        self.at = if is_nested { brackets_end(self.text, start)? } else { self.scalar_end()? };
        (start < self.at).then_some(start..self.at)
    }

    /// Returns the index after a string, a number or a word. A malformed word may contain a string or brackets.
    fn scalar_end(&self) -> Option<usize> {
        let is_end = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r' | b'"' | b'{' | b'[');
        let at = self.at + self.text.get(self.at..)?.iter().position(is_end)?;
        match self.text.get(at)? {
            b'"' => string_end(self.text, at + 1),
            b'{' | b'[' => brackets_end(self.text, at),
            _ => Some(at),
        }
    }

    /// Returns the first byte of the next part, without cutting the part.
    pub(crate) fn peek(&mut self) -> Option<u8> {
        loop {
            match *self.text.get(self.at)? {
                b' ' | b'\t' | b'\n' | b'\r' => self.at += 1,
                byte => return Some(byte),
            }
        }
    }

    /// Checks that only whitespace is left.
    pub(crate) fn end(&mut self) -> Option<()> {
        self.peek().is_none().then_some(())
    }

    fn take(&mut self, expected: u8) -> Option<()> {
        let is_next = self.peek()? == expected;
        self.at += usize::from(is_next);
        is_next.then_some(())
    }

    /// Cuts a list of parts between brackets, with a comma between two parts.
    fn list(&mut self, open: u8, close: u8, mut part: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.take(open)?;
        if self.peek()? == close {
            return self.take(close);
        }
        loop {
            part(self)?;
            if self.peek()? == close {
                return self.take(close);
            }
            self.take(b',')?;
        }
    }

    /// Cuts a string, which starts at the current byte.
    fn string(&mut self) -> Option<()> {
        (*self.text.get(self.at)? == b'"').then_some(())?;
        self.at = string_end(self.text, self.at + 1)?;
        Some(())
    }
}

/// Returns the index after the array or object that starts at `start` in `text`. Counts only brackets, and does not distinguish their kinds.
fn brackets_end(text: &[u8], start: usize) -> Option<usize> {
    let (mut at, mut depth) = (start, 0_usize);
    loop {
        let byte = *text.get(at)?;
        at += 1;
        match byte {
            b'"' => at = string_end(text, at)?,
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 1 => return Some(at),
            b'}' | b']' => depth -= 1,
            _ => {}
        }
    }
}

/// Returns the index after the end of a string in `text`; `start` is the index after its opening quote. Accepts a malformed string, so that
/// it does not hide the other parts of the text.
pub(super) fn string_end(text: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    loop {
        at += memchr2(b'"', b'\\', text.get(at..)?)?;
        if text.get(at) == Some(&b'"') {
            return Some(at + 1);
        }
        // The byte after a backslash never ends the string.
        at += 2;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn elements(text: &str) -> Option<Vec<&str>> {
        let mut elements = Vec::new();
        let mut cutter = Cutter::new(text.as_bytes());
        cutter.array(|cutter| cutter.value().map(|range| elements.push(&text[range])))?;
        cutter.end()?;
        Some(elements)
    }

    #[test]
    fn parts_are_cut_without_being_read() {
        let parts = ["1", "nul", r#""a\"],[\\""#, r#"{"x":"\ud83d","x":[1,{}]}"#, r#"[ "\x" , "}" ]"#, "{]", r#"{"a" 1}"#];
        assert_eq!(elements(&format!(" [{}]\n", parts.join(" , "))).unwrap(), parts);
        assert_eq!(elements("[]").unwrap(), [""; 0]);
        assert_eq!(elements("[ ]").unwrap(), [""; 0]);
        let members = members(br#"{"a":1 , "\u0062" :"x", "\ud83d":[]}"#).unwrap();
        let members: Vec<_> = members.iter().map(|(name, value)| (name.as_deref().ok(), *value)).collect();
        assert_eq!(members, [(Some("a"), &b"1"[..]), (Some("b"), b"\"x\""), (None, b"[]")]);
    }

    #[test]
    fn a_text_of_another_structure_is_refused() {
        for text in ["", "[", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1]]", "[\"", "[\"\\", "[\"\\\"]", "[[]", "{}", "1", "[1}"] {
            assert_eq!(elements(text), None, "{text}");
        }
        for text in ["", "{", "{\"a\"", "{\"a\":", "{\"a\":}", "{\"a\" 1}", "{\"a\":1,}", "{a:1}", "{\"a\":1} 2", "[]", "null"] {
            assert!(members(text.as_bytes()).is_none(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_valid_text_is_cut_into_valid_parts(text in "[\\[\\]{}:,\"\\\\ua1 ]{0,24}") {
            if text.trim_start().starts_with('[') && serde_json::from_str::<Vec<IgnoredAny>>(&text).is_ok() {
                for element in elements(&text).unwrap() {
                    serde_json::from_str::<IgnoredAny>(element).unwrap();
                }
            }
        }
    }
}
