//! Values that serde does not read and write by itself, by hand: each is a newtype without a cost of its own.

use std::marker::PhantomData;

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DateTimeOffset(#[serde(with = "time::serde::rfc3339")] pub time::OffsetDateTime);

time::serde::format_description!(clock, Time, "[hour]:[minute]:[second].[subsecond digits:7]");

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimeOfDay(#[serde(with = "clock")] pub time::Time);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Binary(#[serde(with = "base64_text")] pub Vec<u8>);

mod base64_text {
    use std::borrow::Cow;

    use base64::Engine as _;
    use base64::prelude::BASE64_STANDARD;
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64_STANDARD.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        BASE64_STANDARD.decode(Cow::<str>::deserialize(deserializer)?.as_ref()).map_err(D::Error::custom)
    }
}

/// A set of members of the enumeration `E`, as its text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Flags<E>(pub String, PhantomData<E>);

impl<E> Flags<E> {
    pub fn new(text: &str) -> Self {
        Self(text.to_owned(), PhantomData)
    }
}
