//! The value of one property on its way between a struct and JSON.

use std::borrow::Cow;

use serde::ser::{Serialize, Serializer};

use super::json::Json;

/// The value of one property: as it arrived in a response, or as a patch sends it.
///
/// The number of a numeric property is an `i64` or `f64`, because serde_json's JSON value would keep the number's digits in a `String`.
#[derive(Clone, Debug)]
pub enum Member {
    /// Any JSON value. A patch that was read from JSON keeps numbers in this form too.
    Json(Json),
    /// A number of an integer type.
    Integer(i64),
    /// A floating-point number, which is finite.
    Double(f64),
}

impl Member {
    /// Borrows the value as JSON; a number is converted.
    pub(crate) fn json(&self) -> Cow<'_, Json> {
        match self {
            Self::Json(json) => Cow::Borrowed(json),
            number => Cow::Owned(number.clone().into_json()),
        }
    }

    /// Converts the value to JSON.
    pub(crate) fn into_json(self) -> Json {
        match self {
            Self::Json(json) => json,
            Self::Integer(number) => Json::from(number),
            Self::Double(number) => Json::from(number),
        }
    }
}

impl Serialize for Member {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Json(json) => json.serialize(serializer),
            Self::Integer(number) => serializer.serialize_i64(*number),
            Self::Double(number) => serializer.serialize_f64(*number),
        }
    }
}
