//! The values that expressions compute with.

use std::cmp::Ordering;

use time::OffsetDateTime;

use crate::model::descriptor::{Edm, EnumType};
use crate::model::edm::{Date, DateTimeOffset, Duration, Guid, TimeOfDay};
use crate::model::json::Json;
use crate::model::property_value::PropertyValue;
use crate::model::reader::ReadMode;

/// A value in the form in which it is compared.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Null,
    Boolean(bool),
    Integer(i64),
    Number(f64),
    Text(String),
    Instant(OffsetDateTime),
    Date(Date),
    Time(TimeOfDay),
    Length(Duration),
    Guid(Guid),
}

/// The types that can be compared with one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Boolean,
    Number,
    Text,
    Enum,
    Instant,
    Date,
    Time,
    Length,
    Guid,
    /// Any JSON: compared by the value that it has.
    Untyped,
    /// Binary data, streams and objects.
    Incomparable,
}

impl Family {
    pub(super) fn of(edm: Edm) -> Self {
        match edm {
            Edm::Boolean => Self::Boolean,
            Edm::Byte | Edm::Int16 | Edm::Int32 | Edm::Int64 | Edm::Single | Edm::Double => Self::Number,
            Edm::String => Self::Text,
            Edm::Enum(_) => Self::Enum,
            Edm::DateTimeOffset => Self::Instant,
            Edm::Date => Self::Date,
            Edm::TimeOfDay => Self::Time,
            Edm::Duration => Self::Length,
            Edm::Guid => Self::Guid,
            Edm::Untyped => Self::Untyped,
            Edm::Binary | Edm::Stream | Edm::Structured(_) => Self::Incomparable,
        }
    }

    /// Whether `lt` and its like apply.
    pub(super) fn has_order(self) -> bool {
        !matches!(self, Self::Boolean | Self::Enum | Self::Guid | Self::Incomparable)
    }
}

impl std::fmt::Display for Family {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Boolean => "Boolean",
            Self::Number => "number",
            Self::Text => "String",
            Self::Enum => "member of an enumeration",
            Self::Instant => "DateTimeOffset",
            Self::Date => "Date",
            Self::Time => "TimeOfDay",
            Self::Length => "Duration",
            Self::Guid => "Guid",
            Self::Untyped | Self::Incomparable => "value",
        })
    }
}

impl Value {
    /// Reads a JSON value of this type; null if it is of another type or of one that is not compared.
    pub(super) fn of(edm: Edm, json: &Json) -> Self {
        fn read<T: PropertyValue>(json: &Json, make: impl FnOnce(T) -> Value) -> Value {
            T::read(json.clone(), ReadMode::Full).map_or(Value::Null, make)
        }
        match edm {
            Edm::Boolean => read(json, Self::Boolean),
            Edm::Byte | Edm::Int16 | Edm::Int32 | Edm::Int64 => read(json, Self::Integer),
            // Both sides of a comparison lose the same digits.
            Edm::Single => read(json, |number: f32| Self::Number(number.into())),
            Edm::Double => read(json, Self::Number),
            Edm::String => read(json, Self::Text),
            Edm::Enum(declared) => json.as_str().map_or(Self::Null, |text| Self::Text(in_order(declared, text))),
            Edm::DateTimeOffset => read(json, |time: DateTimeOffset| Self::Instant(time.into())),
            Edm::Date => read(json, Self::Date),
            Edm::TimeOfDay => read(json, Self::Time),
            Edm::Duration => read(json, Self::Length),
            Edm::Guid => read(json, Self::Guid),
            Edm::Untyped => Self::untyped(json),
            Edm::Binary | Edm::Stream | Edm::Structured(_) => Self::Null,
        }
    }

    fn untyped(json: &Json) -> Self {
        match json {
            Json::Bool(value) => Self::Boolean(*value),
            Json::Number(number) => match (number.as_i64(), number.as_f64()) {
                (Some(integer), _) => Self::Integer(integer),
                (None, Some(number)) => Self::Number(number),
                (None, None) => Self::Null,
            },
            Json::String(text) => Self::Text(text.clone()),
            Json::Null | Json::Array(_) | Json::Object(_) => Self::Null,
        }
    }

    pub(super) fn is_true(&self) -> bool {
        matches!(self, Self::Boolean(true))
    }

    /// Whether two values are equal. Null equals null.
    pub(super) fn equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Boolean(a), Self::Boolean(b)) => a == b,
            (Self::Guid(a), Self::Guid(b)) => a == b,
            _ => self.compare(other) == Some(Ordering::Equal),
        }
    }

    /// Compares two values; `None` if one is null or they have no common order.
    pub(super) fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Integer(a), Self::Integer(b)) => Some(a.cmp(b)),
            (Self::Text(a), Self::Text(b)) => Some(a.cmp(b)),
            (Self::Instant(a), Self::Instant(b)) => Some(a.cmp(b)),
            (Self::Date(a), Self::Date(b)) => a.partial_cmp(b),
            (Self::Time(a), Self::Time(b)) => a.partial_cmp(b),
            (Self::Length(a), Self::Length(b)) => a.partial_cmp(b),
            _ => self.number()?.partial_cmp(&other.number()?),
        }
    }

    /// Compares two values as `$orderby` does: null before all others, then false, true, and GUIDs by their text.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Null, Self::Null) => Ordering::Equal,
            (Self::Null, _) => Ordering::Less,
            (_, Self::Null) => Ordering::Greater,
            (Self::Boolean(a), Self::Boolean(b)) => a.cmp(b),
            (Self::Guid(a), Self::Guid(b)) => a.to_string().cmp(&b.to_string()),
            _ => self.compare(other).unwrap_or(Ordering::Equal),
        }
    }

    /// Returns a number as floating point.
    #[expect(clippy::cast_precision_loss, reason = "an integer that meets a fraction is compared as one")]
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Integer(integer) => Some(*integer as f64),
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }
}

/// Sorts the members of a flags value, because their order has no meaning.
fn in_order(declared: &EnumType, text: &str) -> String {
    if !declared.flags {
        return text.to_owned();
    }
    let mut members: Vec<&str> = text.split(',').map(str::trim).collect();
    members.sort_unstable();
    members.join(",")
}
