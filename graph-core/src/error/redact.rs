//! Removes the access token from error texts: a service or a proxy may repeat the token in its response.

use std::cell::LazyCell;

use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, Engine, GeneralPurpose, GeneralPurposeConfig};
use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderName};

use super::sanitise::one_line;

const PLACEHOLDER: &str = "[token]";

/// The length in bytes of the shortest part of a token that is redacted. A shorter match with the token may be a coincidence.
const PART: usize = 16;

/// The length of `PART` bytes in base64 without padding.
const PART_IN_BASE64: usize = 22;

/// Decodes base64 without padding. The base64 may be truncated anywhere, so its last character may have bits that do not fill a byte.
static BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::RequireNone).with_decode_allow_trailing_bits(true),
);

/// How many bytes of a long text are read and redacted. This is enough for the longest excerpt, of 1000 characters.
const WINDOW: usize = 8 * 1024;

/// How many characters are dropped from the end of a text that was truncated at `WINDOW`.
///
/// The end of such a text may be a part of the token that is shorter than `PART`, which the search does not find. So `TAIL` is longer than
/// any escaped form of `PART` characters.
const TAIL: usize = 256;

/// Names of common response headers with at least `PART` characters. They cannot contain the token, so the search for the token skips them.
const COMMON_NAMES: [&str; 5] =
    ["client-request-id", "strict-transport-security", "transfer-encoding", "content-encoding", "x-ms-ags-diagnostic"];

/// Removes the access tokens that were sent with a request from the texts of its response.
#[derive(Clone, Copy)]
pub(crate) struct Redactor<'a> {
    token: &'a str,
    /// An earlier token that the service refused for the same request, if there is one.
    refused: Option<&'a str>,
}

impl<'a> Redactor<'a> {
    pub(crate) fn new(token: &'a str) -> Self {
        Self { token, refused: None }
    }

    /// Returns a redactor that also removes `refused`, a token that the service has refused.
    pub(crate) fn with_refused(self, refused: &'a str) -> Self {
        Self { refused: Some(refused), ..self }
    }

    fn tokens(&self) -> impl Iterator<Item = &'a str> {
        [Some(self.token), self.refused].into_iter().flatten()
    }

    /// Replaces each token in a text with `[token]`.
    ///
    /// The token is also found if it is escaped as in JSON or HTML, percent-encoded, in base64 or in another case, or if only its first 16
    /// characters or any 31 characters in a row are left.
    pub(crate) fn redact(&self, text: &str) -> String {
        let redacted = redact(text, self.token);
        match self.refused {
            Some(refused) => redact(&redacted, refused),
            None => redacted,
        }
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
        let hostile = |name: &&HeaderName| {
            let name = name.as_str();
            name.len() >= PART && !COMMON_NAMES.contains(&name) && self.redact(name) != name
        };
        let hostile: Vec<HeaderName> = headers.keys().filter(hostile).cloned().collect();
        for name in hostile {
            headers.remove(name);
        }
        for (name, value) in headers {
            let contains_token = || {
                let text = String::from_utf8_lossy(value.as_bytes());
                self.redact(&text) != text
            };
            if *name == SET_COOKIE || (self.tokens().any(|token| (PART..=value.len()).contains(&token.len())) && contains_token())
            {
                value.set_sensitive(true);
            }
        }
    }

    /// Returns the value of a response header as one line, with the access token replaced by `[token]`; `None` if the header is absent or empty.
    pub(crate) fn header(&self, headers: &HeaderMap, name: &str) -> Option<String> {
        let value = headers.get(name)?.as_bytes();
        // Fast path for request ids: a value that looks like a GUID is not a part of the token, so it needs no redaction.
        let is_guid = value.len() == 36 && value.iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b'-');
        let guid = std::str::from_utf8(value).ok().filter(|_| is_guid && self.tokens().all(|token| value.len() < token.len()));
        let text = guid.map_or_else(|| self.excerpt(value, 500), str::to_owned);
        Some(text).filter(|text| !text.is_empty())
    }
}

/// Replaces one token in a text with `[token]`.
fn redact(text: &str, token: &str) -> String {
    // No service issues a token of fewer than 16 characters. A shorter token, in a test, may be a part of ordinary words.
    if token.len() < PART || text.len() < PART {
        return text.to_owned();
    }
    let redacted = redact_words(text, token);
    if !text.contains(ESCAPES) {
        return redacted;
    }
    let plain = unescape(text);
    let redacted_plain = redact_words(&plain, token);
    if redacted_plain == plain { redacted } else { redacted_plain }
}

/// Replaces the token, and each word that contains a part of it, with `[token]`.
// Called twice: inlined, the code would be in each program twice.
#[inline(never)]
fn redact_words(text: &str, token: &str) -> String {
    let text = text.replace(token, PLACEHOLDER);
    let token = LazyCell::new(|| token.to_ascii_lowercase());
    let is_of_token = |c: char| c.is_ascii_alphanumeric() || "-._~+/=".contains(c);
    let mut redacted = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (word, after) = rest.split_at(rest.find(|c| !is_of_token(c)).unwrap_or(rest.len()));
        redacted.push_str(if word.len() >= PART && (is_part_in(&token, word) || encodes_part(&token, word)) {
            PLACEHOLDER
        } else {
            word
        });
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

/// Returns whether the word contains a part of the token in base64 or base64url, for example the base64 of `Bearer <token>`. `token` is in
/// lower case.
fn encodes_part(token: &str, word: &str) -> bool {
    let parts = word.split(['.', '~', '=']).filter(|part| part.len() >= PART_IN_BASE64);
    parts.map(|part| part.replace('-', "+").replace('_', "/")).any(|part| {
        // Text in front of the base64, such as a URL's path, shifts its groups of four characters, so try all four starts.
        (0..4).filter_map(|start| part.get(start..)).any(|part| {
            // A single character in the last group of four is not valid base64, so drop it.
            let end = if part.len() % 4 == 1 { part.len() - 1 } else { part.len() };
            BASE64.decode(&part[..end]).is_ok_and(|bytes| is_part_in(token, &String::from_utf8_lossy(&bytes)))
        })
    })
}

/// The characters with which an escape begins.
const ESCAPES: [char; 3] = ['\\', '%', '&'];

/// Decodes JSON escapes (at any depth of nesting), percent-encoding, and numeric character references of HTML.
///
/// A message may be JSON inside a JSON string. .NET writes `+` as `\u002B` and `/` as `\/`, and in HTML `+` as `&#43;`. A URL contains `%2B`
/// for `+`.
fn unescape(text: &str) -> String {
    let mut parts = text.split_inclusive(ESCAPES);
    let mut plain = String::with_capacity(text.len());
    let mut escape = None;
    for part in parts.by_ref() {
        let (part, next) = match part.strip_suffix(ESCAPES) {
            Some(before) => (before, part[before.len()..].chars().next()),
            None => (part, None),
        };
        match (escape.and_then(|escape| escaped_letter(escape, part)), escape) {
            (Some((letter, rest)), _) => plain.extend([letter].into_iter().chain(rest.chars())),
            (None, Some(escape @ ('%' | '&'))) => plain.extend([escape].into_iter().chain(part.chars())),
            (None, _) => plain.push_str(part),
        }
        escape = next;
    }
    plain
}

/// Decodes the escape whose first character is `escape` and whose rest is at the start of `text`, such as `\` and `u002B`. Returns the
/// character that the escape stands for, and the text after the escape.
fn escaped_letter(escape: char, text: &str) -> Option<(char, &str)> {
    let (digits, radix, rest) = match escape {
        '\\' => {
            let (digits, rest) = text.strip_prefix('u')?.split_at_checked(4)?;
            (digits, 16, rest)
        }
        '%' => {
            let (digits, rest) = text.split_at_checked(2)?;
            (digits, 16, rest)
        }
        _ => {
            let (number, rest) = text.strip_prefix('#')?.split_once(';')?;
            let hex = number.strip_prefix(['x', 'X']);
            (hex.unwrap_or(number), if hex.is_some() { 16 } else { 10 }, rest)
        }
    };
    Some((u32::from_str_radix(digits, radix).ok().and_then(char::from_u32)?, rest))
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

    // Case D1: a proxy's HTML page, and base64 of a header.
    #[test]
    fn a_token_in_html_or_base64_is_replaced() {
        use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
        let redactor = Redactor::new(TOKEN);
        for html in [TOKEN.replace('+', "&#43;").replace('/', "&#x2F;"), TOKEN.replace('+', "&#x2b;").replace('=', "&#61;")] {
            assert_eq!(redactor.redact(&format!("<p>a &amp; {html} &#x;</p>")), "<p>a &amp; [token] &#x;</p>");
        }
        assert_eq!(redactor.redact("a &amp; b &#43; c"), "a &amp; b &#43; c", "other references stay");
        for before in ["", "a", "ab", "Bearer ", "\u{1}\u{ff}:"] {
            let text = format!("{before}{TOKEN}");
            for encoded in [BASE64_STANDARD.encode(&text), BASE64_URL_SAFE_NO_PAD.encode(&text)] {
                for prefix in ["", "t=", "https://a/b/", "x."] {
                    for end in [encoded.len(), 44, 45, 46, 47] {
                        let found = redactor.redact(&format!("a {prefix}{} b", &encoded[..end.min(encoded.len())]));
                        assert!(found == "a [token] b" || found.ends_with(":[token] b"), "{before:?} {prefix} {end}: {found}");
                    }
                }
            }
        }
        let other = BASE64_STANDARD.encode("another text that is long enough");
        assert_eq!(redactor.redact(&other), other);
    }

    // Case D1
    #[test]
    fn a_header_with_the_token_in_disguise_is_sensitive() {
        use base64::prelude::BASE64_STANDARD;
        let encoded = TOKEN.replace('+', "%2B").replace('/', "%2F");
        let values = [TOKEN.to_owned(), format!("https://a/?t={encoded}"), TOKEN.to_uppercase(), BASE64_STANDARD.encode(TOKEN)];
        for value in values {
            let mut headers = HeaderMap::new();
            headers.insert("location", value.parse().unwrap());
            headers.insert("x-other", "a value that is longer than the token".parse().unwrap());
            Redactor::new(TOKEN).hide_in_headers(&mut headers);
            assert!(headers["location"].is_sensitive() && !headers["x-other"].is_sensitive(), "{value}");
        }
    }

    /// The body has thousands of spaces before the token, which become one space in the excerpt. So even a short excerpt reaches the point
    /// at which the body is truncated.
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
