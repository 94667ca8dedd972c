//! `Edm.Stream`.

use std::fmt;
use std::str::FromStr;

use super::parse_error::ParseValueError;

/// An `Edm.Stream`: the text that JSON has in place of the stream, unchanged.
///
/// The content of a stream has its own URL and is not part of the entity's JSON. The JSON on Graph's API pages has a placeholder in its
/// place.
///
/// ```
/// let payload = graph_core::model::Stream::from("<Unknown Primitive Type Edm.Stream>");
/// assert_eq!(payload.as_ref(), "<Unknown Primitive Type Edm.Stream>");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stream(String);

impl From<String> for Stream {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Stream {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<Stream> for String {
    fn from(stream: Stream) -> Self {
        stream.0
    }
}

impl AsRef<str> for Stream {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Accepts any text, and never fails.
impl FromStr for Stream {
    type Err = ParseValueError;

    fn from_str(text: &str) -> Result<Self, ParseValueError> {
        Ok(Self::from(text))
    }
}
