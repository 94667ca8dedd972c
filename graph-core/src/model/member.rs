//! The value of one property as it arrived in a response.

use super::json::Json;

/// The value of one property as it arrived in a response.
///
/// The number of a numeric property is an `i64` or `f64`, because serde_json's JSON value would keep the number's digits in a `String`.
#[derive(Clone, Debug)]
pub(super) enum Member {
    /// Any JSON value.
    Json(Json),
    /// A number of an integer type.
    Integer(i64),
    /// A floating-point number, which is finite.
    Double(f64),
}

impl Member {
    /// Converts the value to JSON.
    pub(super) fn into_json(self) -> Json {
        match self {
            Self::Json(json) => json,
            Self::Integer(number) => Json::from(number),
            Self::Double(number) => Json::from(number),
        }
    }
}
