//! Ids: the keys of entities in a path. An id is checked when it is created, and percent-encoded when a path is built from it.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

/// The characters to percent-encode in a segment of a path: all but the unreserved ones
/// ([RFC 3986 §2.3](https://www.rfc-editor.org/rfc/rfc3986#section-2.3)).
pub(crate) const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The reason why a text is not a valid id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum IdError {
    /// The text is empty: a path with this id would lead to the collection.
    Empty,
    /// The text is `.` or `..`: a path with this id would lead to another resource
    /// ([RFC 3986 §5.2.4](https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4)).
    DotSegment,
    /// The text contains a control character, such as a line break.
    ControlCharacter {
        /// The offset of the control character in the text, in bytes.
        at: usize,
    },
}

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("an id cannot be empty"),
            Self::DotSegment => f.write_str("an id cannot be `.` or `..`: the path would lead to another resource"),
            Self::ControlCharacter { at } => write!(f, "an id cannot contain a control character (at byte {at})"),
        }
    }
}

impl std::error::Error for IdError {}

/// The key of an entity, safe as one segment of a path. The types that [`graph_ids!`](crate::graph_ids) declares wrap an `Id`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(String);

impl Id {
    /// Creates an id from a text. All characters except control characters are allowed, even `/` and `%`, because ids are percent-encoded
    /// in paths.
    ///
    /// # Errors
    /// Fails if the text is empty, `.` or `..`, or contains a control character.
    pub fn new(text: impl Into<String>) -> Result<Self, IdError> {
        let text = text.into();
        if text.is_empty() {
            return Err(IdError::Empty);
        }
        if text == "." || text == ".." {
            return Err(IdError::DotSegment);
        }
        if text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Ok(Self(text));
        }
        match text.find(char::is_control) {
            Some(at) => Err(IdError::ControlCharacter { at }),
            None => Ok(Self(text)),
        }
    }

    /// Returns the id, not percent-encoded.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the id, percent-encoded as one path segment.
    pub fn encode(&self) -> impl fmt::Display + '_ {
        utf8_percent_encode(self.as_str(), SEGMENT)
    }
}

/// Implements the conversions of a type that holds a text checked by `new`, such as `Id`: `Display`, `AsRef`, `FromStr` and `TryFrom`.
macro_rules! checked_text {
    ($text:ty, $error:ty) => {
        impl ::std::fmt::Display for $text {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $text {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl ::std::str::FromStr for $text {
            type Err = $error;

            fn from_str(text: &str) -> Result<Self, $error> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $text {
            type Error = $error;

            fn try_from(text: String) -> Result<Self, $error> {
                Self::new(text)
            }
        }

        impl TryFrom<&str> for $text {
            type Error = $error;

            fn try_from(text: &str) -> Result<Self, $error> {
                Self::new(text)
            }
        }
    };
}
pub(crate) use checked_text;

checked_text!(Id, IdError);

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.0
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Checks the deserialized text like [`Id::new`].
impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// A type that [`graph_ids!`](crate::graph_ids) declares: the argument for a placeholder of a path template.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an id type",
    label = "a placeholder of this name needs an id type",
    note = "an id type is declared with `graph_ids! {{ pub UserId; }}`, and `{{userId}}` then takes a `&UserId`"
)]
pub trait GraphId {
    /// Returns the id, not percent-encoded.
    fn as_id(&self) -> &Id;
}
