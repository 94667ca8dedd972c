//! The URL of a request: version, segments strictly decoded, query.

use percent_encoding::percent_decode_str;

use super::answer::Failure;
use crate::model::path::ApiVersion;

/// The path of an object, decoded, without the version: v1.0 and beta look at the same objects.
pub(super) type Key = Vec<String>;

/// What a URL asks for.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub(super) version: ApiVersion,
    pub(super) segments: Vec<Segment>,
    /// Names and values, decoded.
    pub(super) query: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) text: String,
    /// The service's own word, such as `$count` or a cast, and so never an id.
    pub(super) reserved: bool,
}

impl Target {
    pub(super) fn parse(path: &str, query: Option<&str>) -> Result<Self, Failure> {
        let mut raw = path.strip_prefix('/').unwrap_or(path).split('/');
        let version = match raw.next() {
            Some("v1.0") => ApiVersion::V1,
            Some("beta") => ApiVersion::Beta,
            other => {
                return Err(Failure::bad_request(format!("There is no version '{}' of the API.", other.unwrap_or_default())));
            }
        };
        let segments = raw.map(Segment::decode).collect::<Result<_, _>>()?;
        let pairs = query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
        let query = pairs.map(decode_pair).collect::<Result<_, _>>()?;
        Ok(Self { version, segments, query })
    }

    /// The option of this name, with or without its `$`.
    pub(super) fn option(&self, name: &str) -> Option<&str> {
        let named = |(given, _): &&(String, String)| given.strip_prefix('$').unwrap_or(given).eq_ignore_ascii_case(name);
        self.query.iter().find(named).map(|(_, value)| value.as_str())
    }

    /// Refuses an option that is not one of these: passed over, it would have a client believe that it was honoured.
    pub(super) fn only(&self, options: &[&str]) -> Result<(), Failure> {
        match self.query.iter().find(|(name, _)| !options.contains(&name.as_str())) {
            Some((name, _)) => Err(Failure::bad_request(format!("The emulator has no query option '{name}'."))),
            None => Ok(()),
        }
    }

    /// The properties that `$select` names.
    pub(super) fn select(&self) -> Option<Vec<&str>> {
        self.option("select").map(|names| names.split(',').map(str::trim).collect())
    }

    pub(super) fn key(&self) -> Key {
        self.segments.iter().map(|segment| segment.text.clone()).collect()
    }
}

impl Segment {
    fn decode(raw: &str) -> Result<Self, Failure> {
        let text = decode(raw)?;
        if text.is_empty() {
            return Err(Failure::bad_request("The path has an empty segment."));
        }
        if text == "." || text == ".." || text.contains(char::is_control) {
            return Err(Failure::bad_request(format!("The segment '{raw}' cannot be part of a path.")));
        }
        Ok(Self { text, reserved: raw.starts_with('$') || raw.starts_with("microsoft.graph.") })
    }
}

fn decode_pair(pair: &str) -> Result<(String, String), Failure> {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    Ok((decode(&name.replace('+', " "))?, decode(&value.replace('+', " "))?))
}

/// Refuses what a lenient decoder passes on: a `%` without two hex digits, and bytes that are no UTF-8.
fn decode(raw: &str) -> Result<String, Failure> {
    let malformed = || Failure::bad_request(format!("'{raw}' is not percent-encoded UTF-8."));
    let hex = |escape: &str| escape.get(..2).is_some_and(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
    if !raw.split('%').skip(1).all(hex) {
        return Err(malformed());
    }
    percent_decode_str(raw).decode_utf8().map(|text| text.into_owned()).map_err(|_| malformed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_are_decoded_once_and_strictly() {
        let target = Target::parse("/beta/a/x%2Fy%2520z%C3%BC/$count", Some("$top=5&a+b=%26")).unwrap();
        assert_eq!(target.version, ApiVersion::Beta);
        assert_eq!(target.key(), ["a", "x/y%20zü", "$count"]);
        assert_eq!(target.segments.iter().map(|segment| segment.reserved).collect::<Vec<_>>(), [false, false, true]);
        assert_eq!(target.query, [("$top".into(), "5".into()), ("a b".into(), "&".into())]);
    }

    #[test]
    fn other_paths_are_refused() {
        for path in [
            "",
            "/",
            "/v2.0/a",
            "/beta/a//b",
            "/beta/a/",
            "/beta/%",
            "/beta/%2",
            "/beta/%zz",
            "/beta/%ff",
            "/beta/%2E%2E/a",
            "/beta/a%00",
        ] {
            assert_eq!(Target::parse(path, None).unwrap_err().status(), 400, "{path}");
        }
    }
}
