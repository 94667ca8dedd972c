//! The path of a raw request, which the caller has written and encoded.

use std::fmt;

use percent_encoding::percent_decode_str;

use crate::model::path::{ApiVersion, Template};

/// The longest raw path, in bytes. The `http` crate accepts URLs of up to 65,534 bytes, including the host.
const MAX_LENGTH: usize = 65_000;

/// The target of a [raw request](super::Client::request): a percent-encoded path, without the API version, and an optional query.
///
/// Logs, traces and errors show the text `/{rawPath}` in place of the path, because the path may contain ids. To tell several raw requests
/// apart, name their templates with [`with_template`](Self::with_template).
///
/// ```
/// use graph_core::client::RawPath;
///
/// let path = RawPath::v1("/users/ada%40example.com/messages?$top=5")?;
/// assert_eq!(path.as_str(), "/users/ada%40example.com/messages?$top=5");
///
/// let error = RawPath::v1("https://graph.microsoft.com/v1.0/me").unwrap_err();
/// assert_eq!(error.to_string(), "a raw path cannot contain a host: write the part after the version, such as `/me`");
/// # Ok::<(), graph_core::client::RawPathError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct RawPath {
    template: Template,
    text: String,
}

/// The reason why a text is not a [`RawPath`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RawPathError {
    /// The text begins with a scheme or a host.
    Host,
    /// The text does not begin with `/`.
    NoSlash,
    /// The text begins with `/v1.0` or `/beta`.
    Version,
    /// A segment is empty: the path would lead to another resource, such as a collection in place of one of its entities.
    EmptySegment {
        /// The offset of the empty segment in the text, in bytes.
        at: usize,
    },
    /// A segment is `.` or `..`, or contains one of them beside an encoded slash, as in `a%2F..`. The path could lead to another resource.
    DotSegment {
        /// The offset of the segment in the text, in bytes.
        at: usize,
    },
    /// The text contains a control character, or its path contains an encoded one.
    ControlCharacter {
        /// The offset of the control character, or of the segment with the encoded one, in bytes.
        at: usize,
    },
    /// The text contains a character that a URL contains only in encoded form.
    Character {
        /// The offset of the character in the text, in bytes.
        at: usize,
        /// The character.
        found: char,
    },
    /// A percent sign does not begin the encoded form of a byte, or the encoded bytes are not UTF-8.
    PercentSign {
        /// The offset of the percent sign, or of the segment with the encoded bytes, in bytes.
        at: usize,
    },
    /// The text is longer than 65,000 bytes.
    TooLong,
}

impl RawPath {
    /// Creates a path of API version v1.0 from its encoded text, such as `/me/sendMail`.
    ///
    /// # Errors
    /// Fails if the text is not percent-encoded, or could lead to another host or resource than the one that it seems to name.
    pub fn v1(path: impl Into<String>) -> Result<Self, RawPathError> {
        Self::new(ApiVersion::V1, path.into())
    }

    /// Creates a path of API version beta from its encoded text, such as `/me/sendMail`.
    ///
    /// # Errors
    /// Fails as [`v1`](Self::v1) does.
    pub fn beta(path: impl Into<String>) -> Result<Self, RawPathError> {
        Self::new(ApiVersion::Beta, path.into())
    }

    #[inline]
    fn new(version: ApiVersion, text: String) -> Result<Self, RawPathError> {
        check(&text)?;
        Ok(Self { template: Template { version, text: "/{rawPath}" }, text })
    }

    /// Sets the template that logs, traces and errors show, such as `/users/{userId}/messages`. Default: `/{rawPath}`.
    ///
    /// The template must not contain ids or secrets.
    ///
    /// ```
    /// # use graph_core::client::RawPath;
    /// # fn example(user: &str) -> Result<(), graph_core::client::RawPathError> {
    /// let path = RawPath::v1(format!("/users/{user}/messages"))?.with_template("/users/{userId}/messages");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_template(self, template: &'static str) -> Self {
        Self { template: Template { text: template, ..self.template }, ..self }
    }

    /// Returns the API version of the path.
    pub fn version(&self) -> ApiVersion {
        self.template.version
    }

    /// Returns the text that the path was created from.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn template(&self) -> Template {
        self.template
    }
}

/// Checks the text of a raw path.
#[inline]
fn check(text: &str) -> Result<(), RawPathError> {
    if text.len() > MAX_LENGTH {
        return Err(RawPathError::TooLong);
    }
    check_characters(text)?;
    let path = text.split('?').next().unwrap_or_default();
    let Some(segments) = path.strip_prefix('/') else {
        return Err(if path.contains("://") { RawPathError::Host } else { RawPathError::NoSlash });
    };
    if segments.starts_with('/') {
        return Err(RawPathError::Host);
    }
    if segments.is_empty() {
        return Ok(());
    }
    let first = segments.split('/').next().unwrap_or_default();
    if first.eq_ignore_ascii_case("v1.0") || first.eq_ignore_ascii_case("beta") {
        return Err(RawPathError::Version);
    }
    let mut at = 1;
    for segment in segments.split('/') {
        check_segment(segment, at)?;
        at += segment.len() + 1;
    }
    Ok(())
}

/// Checks that each character may be part of a URL ([RFC 3986 §3.3](https://www.rfc-editor.org/rfc/rfc3986#section-3.3)).
#[inline]
fn check_characters(text: &str) -> Result<(), RawPathError> {
    for (at, found) in text.char_indices() {
        match found {
            '%' => {
                let digits = text.get(at + 1..at + 3).unwrap_or_default();
                if digits.len() < 2 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                    return Err(RawPathError::PercentSign { at });
                }
            }
            _ if found.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/?".contains(found) => {}
            _ if found.is_control() => return Err(RawPathError::ControlCharacter { at }),
            _ => return Err(RawPathError::Character { at, found }),
        }
    }
    Ok(())
}

/// Checks one segment of the path in its decoded form, which is the one that a server reads. `at` is the segment's offset in the text. Some
/// servers treat an encoded slash like a slash, so the parts between encoded slashes are checked too.
#[inline]
fn check_segment(segment: &str, at: usize) -> Result<(), RawPathError> {
    if segment.is_empty() {
        return Err(RawPathError::EmptySegment { at });
    }
    let Ok(decoded) = percent_decode_str(segment).decode_utf8() else { return Err(RawPathError::PercentSign { at }) };
    if decoded.contains(char::is_control) {
        return Err(RawPathError::ControlCharacter { at });
    }
    // A path inside a drive ends in a colon: `root:/a/..:/content`.
    let is_dots = |part: &str| matches!(part.trim_end_matches(':'), "." | "..");
    if decoded.split(['/', '\\']).any(is_dots) {
        return Err(RawPathError::DotSegment { at });
    }
    Ok(())
}

impl fmt::Debug for RawPath {
    /// Writes the path without its query, which may contain secrets.
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, query) = self.text.split_once('?').map_or((self.text.as_str(), ""), |(path, _)| (path, "?…"));
        write!(f, "RawPath({}{path}{query})", self.template.version)
    }
}

impl fmt::Display for RawPathError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a raw path ")?;
        match self {
            Self::Host => f.write_str("cannot contain a host: write the part after the version, such as `/me`"),
            Self::NoSlash => f.write_str("begins with a slash: write `/me` in place of `me`"),
            Self::Version => {
                f.write_str("cannot contain the version: remove it, and choose the version with `RawPath::v1` or `RawPath::beta`")
            }
            Self::EmptySegment { at } => {
                write!(f, "cannot contain an empty segment (at byte {at}): write the missing id, or remove the slash")
            }
            Self::DotSegment { at } => {
                write!(f, "cannot contain the segment `.` or `..` (at byte {at}): write the path that it leads to")
            }
            Self::ControlCharacter { at } => write!(f, "cannot contain a control character (at byte {at}): remove it"),
            Self::Character { at, found: '{' | '}' } => {
                write!(f, "cannot contain a placeholder (at byte {at}): write the encoded id in its place")
            }
            Self::Character { at, found } => {
                write!(f, "cannot contain `{}` (at byte {at}): write `", found.escape_debug())?;
                found.encode_utf8(&mut [0; 4]).bytes().try_for_each(|byte| write!(f, "%{byte:02X}"))?;
                f.write_str("`")
            }
            Self::PercentSign { at } => {
                write!(f, "contains a percent sign that encodes no UTF-8 (at byte {at}): write `%25` for the sign itself")
            }
            Self::TooLong => write!(f, "cannot be longer than {MAX_LENGTH} bytes: shorten its query"),
        }
    }
}

impl std::error::Error for RawPathError {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::RawPathError::*;
    use super::*;

    #[test]
    fn a_path_that_leads_where_it_says_is_accepted() {
        for path in [
            "/",
            "/me",
            "/me/sendMail",
            "/users/a%2Fb/messages?$filter=subject%20eq%20'it''s'&$top=5",
            "/groups(uniqueName='x')/members/$ref",
            "/drives/d/root:/a%20b/c.txt:/content",
            "/me?a=/../b//c?d",
            "/betas/v1.0",
            "/users/...",
        ] {
            assert_eq!(RawPath::v1(path).map(|path| path.text), Ok(path.to_owned()));
        }
    }

    #[test]
    fn a_path_that_could_lead_elsewhere_is_refused() {
        for (path, error) in [
            ("https://evil.example/v1.0/me", Host),
            ("//evil.example/me", Host),
            ("me", NoSlash),
            ("", NoSlash),
            ("?a=b", NoSlash),
            ("@evil.example/", NoSlash),
            ("/v1.0/me", Version),
            ("/Beta/me", Version),
            ("/users//messages", EmptySegment { at: 7 }),
            ("/users/", EmptySegment { at: 7 }),
            ("/users/?a", EmptySegment { at: 7 }),
            ("/users/../groups", DotSegment { at: 7 }),
            ("/users/.", DotSegment { at: 7 }),
            ("/users/%2e%2E/groups", DotSegment { at: 7 }),
            ("/users/a%2f..%2Fb", DotSegment { at: 7 }),
            ("/users/a%5C..", DotSegment { at: 7 }),
            ("/root:/a/..:/content", DotSegment { at: 9 }),
            ("/me\r\nX-Evil: 1", ControlCharacter { at: 3 }),
            ("/me/%0D%0A", ControlCharacter { at: 4 }),
            ("/me?a=\0", ControlCharacter { at: 6 }),
            ("/me/a b", Character { at: 5, found: ' ' }),
            ("/me#a", Character { at: 3, found: '#' }),
            ("/me\\a", Character { at: 3, found: '\\' }),
            ("/users/ü", Character { at: 7, found: 'ü' }),
            ("/users/{id}", Character { at: 7, found: '{' }),
            ("/me/%", PercentSign { at: 4 }),
            ("/me/%2", PercentSign { at: 4 }),
            ("/me?a=%zz", PercentSign { at: 6 }),
            ("/me/%ü", PercentSign { at: 4 }),
            ("/me/%c0%ae", PercentSign { at: 4 }),
        ] {
            assert_eq!(RawPath::v1(path), Err(error), "{path}");
        }
        assert_eq!(RawPath::v1(format!("/{}", "a".repeat(70_000))), Err(TooLong));
    }

    #[test]
    fn an_error_says_what_to_write() {
        let text = |path: &str| RawPath::beta(path).unwrap_err().to_string();
        assert_eq!(text("/a b"), "a raw path cannot contain ` ` (at byte 2): write `%20`");
        assert_eq!(text("/\u{202e}"), r"a raw path cannot contain `\u{202e}` (at byte 1): write `%E2%80%AE`");
        assert!(text("/users/{userId}").contains("write the encoded id in its place"));
    }

    #[test]
    fn debug_hides_the_query() {
        let path = RawPath::beta("/me/messages?$skiptoken=s3cret").unwrap();
        assert_eq!(format!("{path:?}"), "RawPath(beta/me/messages?…)");
    }

    proptest! {
        /// A request to an accepted path goes to the client's host, and to the resource that the path's text seems to name.
        #[test]
        fn hostile_text_is_refused_or_stays_in_its_place(text in "(/|\\PC|[%.:/?#@\\\\]|\\.\\.|%2[eEfF]|%5c|%00|\r|\n){0,12}") {
            if let Ok(path) = RawPath::v1(text.clone()) {
                let uri = crate::Host::global().url(&["/v1.0", path.as_str()].concat()).unwrap();
                prop_assert_eq!(uri.host(), Some("graph.microsoft.com"));
                prop_assert_eq!(uri.path_and_query().unwrap().as_str(), format!("/v1.0{text}"));
                let decoded = percent_decode_str(uri.path()).decode_utf8().unwrap().into_owned();
                prop_assert!(!decoded.split(['/', '\\']).any(|segment| segment == "." || segment == ".."), "{}", decoded);
                prop_assert!(!decoded.contains(char::is_control));
            }
        }
    }
}
