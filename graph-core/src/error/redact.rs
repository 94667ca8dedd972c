//! Removes the access token from error texts: a service or a proxy may repeat the token in its response.

use std::cell::LazyCell;

use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderName};

use super::sanitise::one_line;

const PLACEHOLDER: &str = "[token]";

/// The length of a part of the token that is redacted, in bytes. A shorter match with the token may be a coincidence.
const PART: usize = 16;

/// How many bytes of a long text are read and redacted. This is enough for the longest excerpt, of 1000 characters.
const WINDOW: usize = 8 * 1024;

/// How many characters are dropped from the end of a text that was cut at `WINDOW`.
///
/// The cut may split the token, and a start of the token shorter than `PART` is not found. So `TAIL` is longer than any escaped form of
/// `PART` characters.
const TAIL: usize = 256;

/// Removes the token of a request from texts in its response.
#[derive(Clone, Copy)]
pub(crate) struct Redactor<'a> {
    token: &'a str,
}

impl<'a> Redactor<'a> {
    pub(crate) fn new(token: &'a str) -> Self {
        Self { token }
    }

    /// Replaces the token in a text with `[token]`.
    ///
    /// The token is also found if it is escaped as in JSON, percent-encoded or in another case, or if only its first 16 characters or any
    /// 31 characters in a row are left.
    pub(crate) fn redact(&self, text: &str) -> String {
        // No service issues a token of fewer than 16 characters. A shorter token, in a test, may be a part of ordinary words.
        if self.token.len() < PART || text.len() < PART {
            return text.to_owned();
        }
        let token = LazyCell::new(|| self.token.to_ascii_lowercase());
        let redact = |text: &str| redact_words(&text.replace(self.token, PLACEHOLDER), &token);
        let redacted = redact(text);
        if !text.contains(['\\', '%']) {
            return redacted;
        }
        let plain = unescape(text);
        let redacted_plain = redact(&plain);
        if redacted_plain == plain { redacted } else { redacted_plain }
    }

    /// Returns text from outside as one line of at most `limit` characters, without the token. Reads only the first 8 KiB of the text.
    pub(crate) fn line(&self, text: &str, limit: usize) -> String {
        if text.len() <= WINDOW {
            return one_line(&self.redact(text), limit);
        }
        let redacted = self.redact(&text[..text.floor_char_boundary(WINDOW)]);
        let end = redacted.char_indices().rev().nth(TAIL).map_or(0, |(end, _)| end);
        one_line(&redacted[..end], limit)
    }

    /// Removes the token from an error of the JSON parser, whose text may quote a key or a string of the JSON.
    pub(crate) fn redact_json_error(&self, error: serde_json::Error) -> serde_json::Error {
        let text = error.to_string();
        let redacted = self.line(&text, 300);
        if redacted == text { error } else { serde::de::Error::custom(redacted) }
    }

    /// Returns the start of a body as one line of at most `limit` characters, without the token.
    pub(crate) fn excerpt(&self, body: &[u8], limit: usize) -> String {
        // Pass one byte more than `line` reads, so that `line` knows that the text was cut. Replacing invalid bytes never shortens the text.
        self.line(&String::from_utf8_lossy(body.get(..=WINDOW).unwrap_or(body)), limit)
    }

    /// Keeps the token out of the `Debug` text of response headers: marks `Set-Cookie` headers, and headers whose values contain the token, as
    /// sensitive, and removes headers whose names contain the token.
    pub(crate) fn hide_in_headers(&self, headers: &mut HeaderMap) {
        let hostile = |name: &&HeaderName| name.as_str().len() >= PART && self.redact(name.as_str()) != name.as_str();
        let hostile: Vec<HeaderName> = headers.keys().filter(hostile).cloned().collect();
        for name in hostile {
            headers.remove(name);
        }
        for (name, value) in headers {
            let contains_token = || value.as_bytes().windows(self.token.len()).any(|part| part == self.token.as_bytes());
            if *name == SET_COOKIE || (self.token.len() >= PART && value.len() >= self.token.len() && contains_token()) {
                value.set_sensitive(true);
            }
        }
    }

    /// Returns the value of a response header as one line, with the access token replaced by `[token]`; `None` if the header is absent or empty.
    pub(crate) fn header(&self, headers: &HeaderMap, name: &str) -> Option<String> {
        let value = headers.get(name)?.as_bytes();
        // Fast path for request ids: a value that looks like a GUID is not part of a longer token, so it needs no redaction.
        let is_guid = value.len() == 36 && value.iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b'-');
        let guid = std::str::from_utf8(value).ok().filter(|_| is_guid && value.len() < self.token.len());
        let text = guid.map_or_else(|| self.excerpt(value, 500), str::to_owned);
        Some(text).filter(|text| !text.is_empty())
    }
}

/// Replaces each word that contains a part of the token with `[token]`. `token` is in lower case.
fn redact_words(text: &str, token: &LazyCell<String, impl FnOnce() -> String>) -> String {
    let is_of_token = |c: char| c.is_ascii_alphanumeric() || "-._~+/=".contains(c);
    let mut redacted = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let (word, after) = rest.split_at(rest.find(|c| !is_of_token(c)).unwrap_or(rest.len()));
        redacted.push_str(if word.len() >= PART && is_part_in(token, word) { PLACEHOLDER } else { word });
        let (separators, after) = after.split_at(after.find(is_of_token).unwrap_or(after.len()));
        redacted.push_str(separators);
        rest = after;
    }
    redacted
}

/// Returns whether the word contains the start of the token or another part of it, ignoring case. `token` is in lower case.
fn is_part_in(token: &str, word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    let contains_start = token.get(..PART).is_some_and(|start| word.contains(start));
    contains_start
        || word.as_bytes().chunks_exact(PART).any(|part| std::str::from_utf8(part).is_ok_and(|part| token.contains(part)))
}

/// Removes JSON escapes, at any depth of nesting, and percent-encoding.
///
/// A message may be JSON inside a JSON string. .NET writes `+` as `\u002B` and `/` as `\/`. A URL contains `%2B` for `+`.
fn unescape(text: &str) -> String {
    let mut parts = text.split_inclusive(['\\', '%']);
    let mut plain = String::with_capacity(text.len());
    let mut escape = None;
    for part in parts.by_ref() {
        let (part, next) = match part.strip_suffix(['\\', '%']) {
            Some(before) => (before, part[before.len()..].chars().next()),
            None => (part, None),
        };
        let digits = match escape {
            Some('\\') => part.strip_prefix('u').and_then(|part| part.get(..4)),
            Some(_) => part.get(..2),
            None => None,
        };
        let letter = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).and_then(char::from_u32);
        match (letter, escape) {
            (Some(letter), Some('\\')) => plain.extend([letter].into_iter().chain(part[5..].chars())),
            (Some(letter), _) => plain.extend([letter].into_iter().chain(part[2..].chars())),
            (None, Some('%')) => plain.extend(['%'].into_iter().chain(part.chars())),
            (None, _) => plain.push_str(part),
        }
        escape = next;
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "an+opaque/token+with/signs=";

    #[test]
    fn the_token_is_replaced_in_plain_escaped_and_truncated_text() {
        let redactor = Redactor::new(TOKEN);
        assert_eq!(redactor.redact(&format!("a {TOKEN} b")), "a [token] b");
        assert_eq!(redactor.redact(&format!("a {} b", TOKEN.replace('+', r"\u002B").replace('/', r"\/"))), "a [token] b");
        assert_eq!(redactor.redact(r"a\u002Bb"), r"a\u002Bb", "other escapes stay");
        assert_eq!(redactor.redact(&format!("found {}", &TOKEN[..20])), "found [token]");
        assert_eq!(redactor.excerpt(format!("a\n{TOKEN}\nb").as_bytes(), 100), "a [token] b");
    }

    /// The token is replaced if it is percent-encoded or in another case, or if only a part of it is left.
    // Case D1
    #[test]
    fn a_token_in_disguise_is_replaced() {
        let redactor = Redactor::new(TOKEN);
        let encoded = TOKEN.replace('+', "%2B").replace('/', "%2f");
        assert_eq!(redactor.redact(&format!("100% of ?t={encoded}&b")), "100% of ?t=[token]&b");
        assert_eq!(redactor.redact(&format!("a {} b", TOKEN.to_uppercase())), "a [token] b");
        let long = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        assert_eq!(Redactor::new(long).redact(&format!("at {}, 1", &long[7..40])), "at [token], 1");
        assert_eq!(redactor.redact("50% of a\\b"), "50% of a\\b", "other text stays");
    }

    /// The spaces before the token become one space in the excerpt, so a short excerpt includes the place where the body is cut.
    #[test]
    fn a_token_at_the_end_of_the_part_that_is_read_is_replaced() {
        let redactor = Redactor::new(TOKEN);
        let (percent, json) =
            (TOKEN.replace('+', "%2B").replace('/', "%2f"), TOKEN.replace('+', r"\\\\u002B").replace('/', r"\/"));
        for token in [TOKEN, &percent, &json] {
            for before in WINDOW - 100..=WINDOW + 1 {
                let body = format!("a{}{token} {}", " ".repeat(before - 1), "b".repeat(300));
                let excerpt = redactor.excerpt(body.as_bytes(), 100);
                assert!(excerpt.starts_with('a') && !excerpt.contains("an"), "{before}: {excerpt}");
            }
        }
        let body = format!("a{} {TOKEN}", " ".repeat(WINDOW - TOKEN.len() - 2));
        assert_eq!((body.len(), redactor.excerpt(body.as_bytes(), 100).as_str()), (WINDOW, "a [token]"), "nothing is cut");
        let body = format!("{} {TOKEN}", "ü".repeat(10_000));
        assert_eq!(redactor.excerpt(body.as_bytes(), 100), format!("{}…", "ü".repeat(100)));
        assert_eq!(redactor.excerpt(&[0xff; 10_000], 100), format!("{}…", "\u{fffd}".repeat(100)));
    }

    #[test]
    fn only_the_start_of_a_long_body_is_read() {
        let body = format!("a{}b", " ".repeat(WINDOW));
        assert_eq!(Redactor::new(TOKEN).excerpt(body.as_bytes(), 100), "a");
        assert_eq!(Redactor::new("t").line(&body, 100), "a");
    }

    #[test]
    fn a_short_test_token_is_not_searched_for() {
        assert_eq!(Redactor::new("t").redact("a bit of text"), "a bit of text");
    }
}
