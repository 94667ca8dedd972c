//! The URL of a request: version, path segments and query, decoded strictly.

use http::Uri;
use percent_encoding::percent_decode_str;

use super::reply::Rejection;
use crate::model::path::ApiVersion;

/// The API version, the path segments and the query of a request's URL.
#[derive(Clone, Debug)]
pub(super) struct RequestUrl {
    pub(super) version: ApiVersion,
    pub(super) segments: Vec<UrlSegment>,
    /// The names and values of the query options, decoded.
    pub(super) query: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct UrlSegment {
    pub(super) text: String,
    /// Whether the service reserves the segment, such as `$count` or a type name, so that it is never an id.
    pub(super) reserved: bool,
    /// Whether the segment ends in a `:` that is not percent-encoded, which begins or ends the path of an item.
    pub(super) colon: bool,
}

/// A path segment with parentheses, such as `groups('a')`.
#[derive(Debug)]
pub(super) struct Call<'s> {
    pub(super) name: &'s str,
    pub(super) arguments: Vec<CallArgument>,
}

/// A decoded key or argument in parentheses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CallArgument {
    pub(super) name: Option<String>,
    /// The value without its quotes.
    pub(super) value: String,
    pub(super) quoted: bool,
}

impl RequestUrl {
    pub(super) fn parse(path: &str, query: Option<&str>) -> Result<Self, Rejection> {
        let mut raw = path.strip_prefix('/').unwrap_or(path).split('/');
        let version = match raw.next().unwrap_or_default() {
            v1 if v1.eq_ignore_ascii_case("v1.0") => ApiVersion::V1,
            beta if beta.eq_ignore_ascii_case("beta") => ApiVersion::Beta,
            other => return Err(Rejection::bad_request(format!("There is no version '{other}' of the API."))),
        };
        let mut raw: Vec<_> = raw.collect();
        // A slash at the end changes nothing: Graph answers `/v1.0/me/` like `/v1.0/me`.
        raw.pop_if(|last| last.is_empty());
        let segments = raw.into_iter().map(UrlSegment::decode).collect::<Result<_, _>>()?;
        let pairs = query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
        let query = pairs.map(decode_pair).collect::<Result<_, _>>()?;
        Ok(Self { version, segments, query })
    }

    /// Returns `true` if the path without the version is `$batch`.
    pub(super) fn is_batch(&self) -> bool {
        matches!(self.segments.as_slice(), [segment] if segment.text.eq_ignore_ascii_case("$batch"))
    }

    /// Returns `true` if the path without the version is `$metadata`.
    pub(super) fn is_metadata(&self) -> bool {
        matches!(self.segments.as_slice(), [segment] if segment.text.eq_ignore_ascii_case("$metadata"))
    }
}

impl UrlSegment {
    fn decode(raw: &str) -> Result<Self, Rejection> {
        let text = decode(raw)?;
        if text.is_empty() {
            return Err(Rejection::bad_request("The path has an empty segment."));
        }
        // Text in parentheses may contain any character; an object's id must not contain control characters.
        let before = text.split('(').next().unwrap_or_default();
        if text == "." || text == ".." || before.contains(char::is_control) {
            return Err(Rejection::bad_request(format!("The segment '{raw}' cannot be part of a path.")));
        }
        let reserved = raw.starts_with('$') || raw.starts_with("microsoft.graph.") || is_word(&text);
        Ok(Self { text, reserved, colon: raw.ends_with(':') })
    }

    /// Parses a segment with parentheses, such as `groups('a')` or `range(address='A1')`. `None` if the segment is not of this form.
    pub(super) fn call(&self) -> Option<Call<'_>> {
        let (name, inside) = self.text.strip_suffix(')')?.split_once('(')?;
        let arguments = split_arguments(inside)?.into_iter().map(CallArgument::parse).collect::<Option<_>>()?;
        (!name.is_empty()).then_some(Call { name, arguments })
    }

    /// Splits off a key in parentheses from a segment: `groups('a')` becomes `groups` and `a`.
    pub(super) fn split(&self) -> Option<[Self; 2]> {
        let Call { name, arguments } = self.call()?;
        let [CallArgument { value, .. }] = <[_; 1]>::try_from(arguments).ok()?;
        let valid = !value.is_empty() && value != "." && value != "..";
        valid.then(|| {
            let name = Self { text: name.to_owned(), ..self.clone() };
            [name, Self { text: value, reserved: false, colon: false }]
        })
    }
}

/// Splits arguments at the commas outside quotes. An empty text has no arguments. Returns `None` if a quote is not closed.
fn split_arguments(inside: &str) -> Option<Vec<&str>> {
    let (mut arguments, mut start, mut quoted) = (Vec::new(), 0, false);
    for (at, char) in inside.char_indices() {
        match char {
            '\'' => quoted = !quoted,
            ',' if !quoted => {
                arguments.push(inside.get(start..at)?);
                start = at + 1;
            }
            _ => {}
        }
    }
    arguments.extend(inside.get(start..).filter(|_| !inside.is_empty()));
    (!quoted).then_some(arguments)
}

impl CallArgument {
    fn parse(raw: &str) -> Option<Self> {
        let named = raw.split_once('=').filter(|(name, _)| name.trim().chars().all(|c| c.is_alphanumeric() || c == '_'));
        let (name, value) = named.map_or((None, raw), |(name, value)| (Some(name.trim().to_owned()), value));
        let value = value.trim();
        Some(match value.strip_prefix('\'') {
            Some(text) => {
                // A quote inside the text must be doubled, since a single one would end the text.
                let text = text.strip_suffix('\'')?;
                let is_one = !text.replace("''", "").contains('\'');
                Self { name, value: is_one.then(|| text.replace("''", "'"))?, quoted: true }
            }
            None => Self { name, value: value.to_owned(), quoted: false },
        })
    }
}

impl std::fmt::Display for CallArgument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(name) = &self.name {
            write!(f, "{name}=")?;
        }
        match self.quoted {
            true => write!(f, "'{}'", self.value.replace('\'', "''")),
            false => f.write_str(&self.value),
        }
    }
}

/// Returns `true` if OData defines the decoded segment, such as `$count`. `%24count` is also `$count`, because a service decodes a segment
/// before it interprets the segment ([OData URL conventions
/// §2](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html)).
fn is_word(text: &str) -> bool {
    ["$batch", "$count", "$metadata", "$ref", "$value"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

fn decode_pair(pair: &str) -> Result<(String, String), Rejection> {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    Ok((decode(&name.replace('+', " "))?, decode(&value.replace('+', " "))?))
}

/// Decodes percent-encoded text of a URL.
///
/// # Errors
/// 400 for a `%` without two hexadecimal digits, and for bytes that are not UTF-8.
fn decode(raw: &str) -> Result<String, Rejection> {
    let malformed = || Rejection::bad_request(format!("'{raw}' is not percent-encoded UTF-8."));
    let hex = |escape: &str| escape.get(..2).is_some_and(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
    if !raw.split('%').skip(1).all(hex) {
        return Err(malformed());
    }
    percent_decode_str(raw).decode_utf8().map(|text| text.into_owned()).map_err(|_| malformed())
}

/// The host of upload URLs, redirected downloads and monitor URLs for clients in memory, if a test does not set another host. Graph's own host is
/// unsuitable, because a client would send its token there.
pub(super) const MEDIA_HOST: &str = "media.emulator.test";

/// Returns `true` if the emulator answers requests to the URL's host, and the URL's scheme protects the token.
pub(super) fn answers_for(url: &Uri) -> bool {
    const GRAPH: [&str; 4] =
        ["graph.microsoft.com", "graph.microsoft.us", "dod-graph.microsoft.us", "microsoftgraph.chinacloudapi.cn"];
    const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];
    let host = url.host().unwrap_or_default();
    LOOPBACK.contains(&host) || ((GRAPH.contains(&host) || host == MEDIA_HOST) && url.scheme_str() == Some("https"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_are_decoded_once_and_strictly() {
        let url = RequestUrl::parse("/Beta/a/x%2Fy%2520z%C3%BC/$count", Some("$top=5&a+b=%26")).unwrap();
        assert_eq!(url.version, ApiVersion::Beta);
        assert_eq!(url.segments.iter().map(|segment| segment.text.as_str()).collect::<Vec<_>>(), ["a", "x/y%20zü", "$count"]);
        assert_eq!(url.segments.iter().map(|segment| segment.reserved).collect::<Vec<_>>(), [false, false, true]);
        assert_eq!(url.query, [("$top".into(), "5".into()), ("a b".into(), "&".into())]);
        for (path, segments) in [("/beta/", 0), ("/beta/a/", 1), ("/beta/a/b/", 2)] {
            assert_eq!(RequestUrl::parse(path, None).unwrap().segments.len(), segments, "{path}");
        }
    }

    #[test]
    fn keys_in_parentheses_are_split_off() {
        let split = |raw| UrlSegment::decode(raw).unwrap().split().map(|[name, key]| (name.text, key.text));
        let pair = |name: &str, key: &str| Some((name.to_owned(), key.to_owned()));
        assert_eq!(split("groups('g1')"), pair("groups", "g1"));
        assert_eq!(split("groups(%27it%27%27s%27)"), pair("groups", "it's"));
        assert_eq!(split("groups(id='g1')"), pair("groups", "g1"));
        assert_eq!(split("bags(7)"), pair("bags", "7"));
        for other in ["groups", "groups()", "(1)", "groups('a)", "groups('..')", "a)("] {
            assert_eq!(split(other), None, "{other}");
        }
    }

    #[test]
    fn malformed_paths_are_refused() {
        for path in [
            "",
            "/",
            "/v2.0/a",
            "/beta/a//b",
            "/beta/a//",
            "/beta/%",
            "/beta/%2",
            "/beta/%zz",
            "/beta/%ff",
            "/beta/%2E%2E/a",
            "/beta/a%00",
        ] {
            assert_eq!(RequestUrl::parse(path, None).unwrap_err().status(), 400, "{path}");
        }
    }
}
