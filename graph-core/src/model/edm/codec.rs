//! Implements `PropertyValue` and serde's traits for the types of this module whose values are text in JSON.

use std::borrow::Cow;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

use super::binary::Binary;
use super::date::Date;
use super::date_time_offset::DateTimeOffset;
use super::duration::Duration;
use super::guid::Guid;
use super::parse_error::ParseValueError;
use super::stream::Stream;
use super::time_of_day::TimeOfDay;
use crate::model::descriptor::{Edm, PropertyType};
use crate::model::json::Json;
use crate::model::property_value::{Codec, PropertyValue};
use crate::model::raw_json::RawJson;
use crate::model::read_error::ReadError;
use crate::model::reader::ReadMode;
use crate::model::value_ref::ValueRef;

/// Parses a value from the text of a JSON string.
pub(super) fn read_text<T: FromStr<Err = ParseValueError>>(text: &str) -> Result<T, ReadError> {
    text.parse().map_err(|error: ParseValueError| ReadError::malformed(error.expected(), error.found()))
}

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
            #[inline]
            fn view(value: &Self) -> ValueRef<'_> {
                ValueRef::printed(value)
            }
            fn is_same(a: &Self, b: &Self) -> bool {
                a == b
            }
            #[inline]
            fn read(json: Json, _: ReadMode) -> Result<Self, ReadError> {
                match json {
                    Json::String(text) => read_text(&text),
                    other => Err(ReadError::wrong_kind(stringify!($name), &other)),
                }
            }
            #[inline]
            fn read_raw(value: RawJson<'_>) -> Option<Self> {
                match value {
                    RawJson::Text(text) => text.parse().ok(),
                    other => <Self as Codec<Self>>::read(other.json()?, ReadMode::Full).ok(),
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
