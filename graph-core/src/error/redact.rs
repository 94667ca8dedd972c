//! Keeps the access token out of errors: a service or a proxy may send it back.

use http::HeaderMap;
use http::header::SET_COOKIE;

use super::sanitise::one_line;

const PLACEHOLDER: &str = "[token]";

/// Removes the token of a request from text of its response.
#[derive(Clone, Copy)]
pub(crate) struct Redactor<'a> {
    token: &'a str,
}

impl<'a> Redactor<'a> {
    pub(crate) fn new(token: &'a str) -> Self {
        Self { token }
    }

    /// Replaces the token, also where JSON escapes hide it.
    pub(crate) fn redact(&self, text: &str) -> String {
        // No service issues a token of fewer than 16 characters; a shorter one, from a test, may be a part of ordinary words. A text
        // shorter than the token is not searched, because preparing the search costs as much as the rest of a request.
        if self.token.len() < 16 || text.len() < self.token.len() {
            return text.to_owned();
        }
        let unescaped = text.contains('\\').then(|| unescape(text)).filter(|text| text.contains(self.token));
        unescaped.as_deref().unwrap_or(text).replace(self.token, PLACEHOLDER)
    }

    /// Redacts text that may end within the token: removes everything from the token's first 16 characters on.
    pub(crate) fn redact_truncated(&self, text: &str) -> String {
        let start = self.token.get(..16).and_then(|start| text.find(start));
        start.map_or_else(|| text.to_owned(), |start| format!("{}{PLACEHOLDER}", &text[..start]))
    }

    /// Redacts an error of the JSON parser, which may quote a member's name.
    pub(crate) fn redact_json_error(&self, error: serde_json::Error) -> serde_json::Error {
        let text = error.to_string();
        let redacted = self.redact_truncated(&text);
        if redacted == text { error } else { serde::de::Error::custom(redacted) }
    }

    /// The start of a body in one redacted line of at most `limit` characters.
    pub(crate) fn excerpt(&self, body: &[u8], limit: usize) -> String {
        one_line(&self.redact(&String::from_utf8_lossy(body)), limit)
    }

    /// Marks cookies and the values that contain the token as sensitive, so that `Debug` does not print them.
    pub(crate) fn mark_sensitive(&self, headers: &mut HeaderMap) {
        for (name, value) in headers {
            let contains_token = || value.as_bytes().windows(self.token.len()).any(|part| part == self.token.as_bytes());
            if *name == SET_COOKIE || (self.token.len() >= 16 && value.len() >= self.token.len() && contains_token()) {
                value.set_sensitive(true);
            }
        }
    }

    /// The value of a response header in one redacted line; `None` if it is absent or empty.
    pub(crate) fn header(&self, headers: &HeaderMap, name: &str) -> Option<String> {
        let value = headers.get(name)?.as_bytes();
        // The fast path for ids: one word that is too short to contain the token.
        let is_word = value.len() < self.token.len().min(100) && value.iter().all(u8::is_ascii_graphic);
        let word = std::str::from_utf8(value).ok().filter(|_| is_word);
        let text = word.map_or_else(|| self.excerpt(value, 500), str::to_owned);
        Some(text).filter(|text| !text.is_empty())
    }
}

/// Removes JSON's escapes at any depth of nesting: a message may be JSON within JSON, where .NET writes `+` as `\u002B` and `/` as `\/`.
fn unescape(text: &str) -> String {
    let mut parts = text.split('\\');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part.strip_prefix('u').and_then(|part| part.get(..4));
        let letter = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        plain.extend(letter);
        plain.push_str(letter.map_or(part, |_| &part[5..]));
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
        assert_eq!(redactor.redact_truncated(&format!("found {}", &TOKEN[..20])), "found [token]");
        assert_eq!(redactor.excerpt(format!("a\n{TOKEN}\nb").as_bytes(), 100), "a [token] b");
    }

    #[test]
    fn a_short_test_token_is_not_searched_for() {
        assert_eq!(Redactor::new("t").redact("a bit of text"), "a bit of text");
    }
}
