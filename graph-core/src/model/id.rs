//! Ids: keys as they stand in a path, checked once when they are made.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

/// All but the unreserved characters of [RFC 3986 §2.3](https://www.rfc-editor.org/rfc/rfc3986#section-2.3).
pub(crate) const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Why a text cannot be an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IdError {
    /// No text at all: the path would name the collection.
    Empty,
    /// `.` or `..`: the path would name another resource ([RFC 3986 §5.2.4](https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4)).
    DotSegment,
    /// A control character, which no key holds.
    ControlCharacter {
        /// Where, in bytes from the start.
        at: usize,
    },
}

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("an id cannot be empty"),
            Self::DotSegment => f.write_str("an id cannot be `.` or `..`, the path would lead elsewhere"),
            Self::ControlCharacter { at } => write!(f, "an id cannot hold a control character (at byte {at})"),
        }
    }
}

impl std::error::Error for IdError {}

/// The text of an id that is safe as one path segment; the types that [`graph_ids!`](crate::graph_ids) makes hold one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(String);

impl Id {
    /// Checks the text; it is encoded when a path is made, so it may hold any other character, `/` and `%` included.
    ///
    /// # Errors
    /// When the text is empty, `.`, `..` or holds a control character.
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

    /// The text as it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id as one path segment.
    pub fn encode(&self) -> impl fmt::Display + '_ {
        utf8_percent_encode(self.as_str(), SEGMENT)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Checked as by [`new`](Id::new).
impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// An id type: what stands for a placeholder of a path template.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an id type",
    label = "a placeholder of this name needs an id type",
    note = "an id type is declared with `graph_ids! {{ pub UserId; }}`, and `{{userId}}` then takes a `&UserId`"
)]
pub trait GraphId {
    /// The id as it was given, not encoded.
    fn as_id(&self) -> &Id;
}

/// Declares id types: one per kind of key, so that ids of different kinds cannot be mixed up.
///
/// ```
/// graph_core::graph_ids! {
///     /// The key of a device configuration.
///     pub DeviceConfigurationId;
///     pub UserId;
/// }
/// let id = DeviceConfigurationId::new("a1b2")?;
/// assert_eq!(id.as_str(), "a1b2");
/// assert!(UserId::new("..").is_err());
/// # Ok::<(), graph_core::model::IdError>(())
/// ```
#[macro_export]
macro_rules! graph_ids {
    ($($tokens:tt)*) => {
        $crate::__private::ids! { $crate $($tokens)* }
    };
}
