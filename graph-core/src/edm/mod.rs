//! The primitive values that JSON writes as text: what the service sent is what the service gets back.
//!
//! Each type is a newtype of the crate that computes with such values, reads the forms that [OData's grammar] allows, writes the one
//! form that Graph writes, and refuses what it could only keep in part: more than nine digits of a second, a leap second, 24:00.
//! Letters are read in either case, as in that grammar, and written in upper case.
//!
//! [OData's grammar]: https://docs.oasis-open.org/odata/odata/v4.01/os/abnf/odata-abnf-construction-rules.txt

mod binary;
mod date;
mod date_time_offset;
mod duration;
mod guid;
mod stream;
#[cfg(test)]
mod tests;
mod text;
mod time_of_day;

pub use binary::Binary;
pub use date::Date;
pub use date_time_offset::DateTimeOffset;
pub use duration::Duration;
pub use guid::Guid;
pub use stream::Stream;
pub use time_of_day::TimeOfDay;

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

use crate::model::{Codec, Edm, Json, PropertyType, PropertyValue, ReadError, ReadMode, ValueRef};

/// Text that is not of the form that a value is written in.
///
/// ```
/// let error = "2016-12-31T24:00:00Z".parse::<graph_core::DateTimeOffset>().unwrap_err();
/// assert_eq!(error.to_string(), r#"expected DateTimeOffset, found the text "2016-12-31T24:00:00Z""#);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseValueError {
    expected: &'static str,
    found: String,
}

impl ParseValueError {
    fn new(expected: &'static str, found: &str) -> Self {
        const SHOWN: usize = 40;
        let mut shown: String = found.chars().take(SHOWN).collect();
        if shown.len() < found.len() {
            shown.push('…');
        }
        Self { expected, found: shown }
    }

    /// The EDM type.
    pub fn expected(&self) -> &'static str {
        self.expected
    }

    /// The text that arrived, shortened; of a [`Binary`] only its length.
    pub fn found(&self) -> &str {
        &self.found
    }
}

impl fmt::Display for ParseValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found the text {:?}", self.expected, self.found)
    }
}

impl std::error::Error for ParseValueError {}

macro_rules! text_values {
    ($($name:ident => $blank:expr),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl PropertyValue for $name {
            type Codec = Self;
        }

        impl Codec<Self> for $name {
            const TYPE: PropertyType = PropertyType::one(Edm::$name);
            fn blank() -> Self {
                $blank
            }
            fn view(value: &Self) -> ValueRef<'_> {
                ValueRef::Text(Cow::Owned(value.to_string()))
            }
            fn read(json: Json, _: ReadMode) -> Result<Self, ReadError> {
                match json {
                    Json::String(text) => text
                        .parse()
                        .map_err(|error: ParseValueError| ReadError::malformed(error.expected, &error.found)),
                    other => Err(ReadError::wrong_kind(stringify!($name), &other)),
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Cow::<str>::deserialize(deserializer)?.parse().map_err(D::Error::custom)
            }
        }
    )*};
}
text_values! {
    Binary => Self::default(),
    Date => Self::from(time::OffsetDateTime::UNIX_EPOCH.date()),
    DateTimeOffset => Self::from(time::OffsetDateTime::UNIX_EPOCH),
    Duration => Self::default(),
    Guid => Self::default(),
    Stream => Self::default(),
    TimeOfDay => Self::from(time::Time::MIDNIGHT),
}
