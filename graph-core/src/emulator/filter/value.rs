//! Values of `$filter` and `$orderby` expressions, and how they are compared.

use std::cmp::Ordering;

use time::OffsetDateTime;

use crate::model::descriptor::{Edm, EnumType};
use crate::model::edm::{Date, DateTimeOffset, Duration, Guid, TimeOfDay};
use crate::model::json::Json;
use crate::model::number::Digits;
use crate::model::property_value::PropertyValue;
use crate::model::reader::ReadMode;

/// The rank of numbers: their position when `$orderby` sorts values of different kinds.
const NUMBERS: u8 = 2;

/// The value of an expression, in the form in which it is compared.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Null,
    Boolean(bool),
    Integer(i64),
    Number(f64),
    /// A number as JSON text, with all its digits.
    Decimal(String),
    Text(String),
    Instant(OffsetDateTime),
    Date(Date),
    Time(TimeOfDay),
    Length(Duration),
    Guid(Guid),
}

/// A family of Edm types: values of the same family can be compared.
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
    /// Any JSON value. Its own JSON type decides how it is compared.
    Untyped,
    /// Binary data, streams and objects, which cannot be compared.
    Incomparable,
}

impl Family {
    pub(super) fn of(edm: Edm) -> Self {
        match edm {
            Edm::Boolean => Self::Boolean,
            Edm::Byte | Edm::Int16 | Edm::Int32 | Edm::Int64 | Edm::Single | Edm::Double | Edm::Decimal => Self::Number,
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

    /// Returns `true` if `lt`, `le`, `gt` and `ge` apply to values of this family.
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
    /// Reads a JSON value as a value of this type. Returns null if the JSON does not fit the type, or if values of the type cannot be
    /// compared.
    pub(super) fn of(edm: Edm, json: &Json) -> Self {
        fn read<T: PropertyValue>(json: &Json, make: impl FnOnce(T) -> Value) -> Value {
            T::read(json.clone(), ReadMode::Full).map_or(Value::Null, make)
        }
        match edm {
            Edm::Boolean => read(json, Self::Boolean),
            Edm::Byte | Edm::Int16 | Edm::Int32 | Edm::Int64 => read(json, Self::Integer),
            // Both sides of a comparison are rounded to `f32`, so they lose the same digits.
            Edm::Single => read(json, |number: f32| Self::Number(number.into())),
            Edm::Double => read(json, Self::Number),
            Edm::Decimal => Self::untyped(json),
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
            Json::Number(number) => number.as_i64().map_or_else(|| Self::Decimal(number.to_string()), Self::Integer),
            Json::String(text) => Self::Text(text.clone()),
            Json::Null | Json::Array(_) | Json::Object(_) => Self::Null,
        }
    }

    pub(super) fn is_true(&self) -> bool {
        matches!(self, Self::Boolean(true))
    }

    /// Returns `true` if two values are equal. Null equals null.
    pub(super) fn equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Boolean(a), Self::Boolean(b)) => a == b,
            (Self::Guid(a), Self::Guid(b)) => a == b,
            _ => self.compare(other) == Some(Ordering::Equal),
        }
    }

    /// Compares two values. Returns `None` if one of them is null, or if values of their types have no order.
    pub(super) fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Integer(a), Self::Integer(b)) => Some(a.cmp(b)),
            (Self::Text(a), Self::Text(b)) => Some(a.cmp(b)),
            (Self::Instant(a), Self::Instant(b)) => Some(a.cmp(b)),
            (Self::Date(a), Self::Date(b)) => a.partial_cmp(b),
            (Self::Time(a), Self::Time(b)) => a.partial_cmp(b),
            (Self::Length(a), Self::Length(b)) => a.partial_cmp(b),
            // OData promotes a decimal that is compared with a double.
            (Self::Decimal(_), Self::Number(_)) | (Self::Number(_), Self::Decimal(_)) => {
                self.number()?.partial_cmp(&other.number()?)
            }
            _ => {
                let comparable = !(self.number()?.is_nan() || other.number()?.is_nan());
                comparable.then(|| self.order_numbers(other))
            }
        }
    }

    /// Compares two values for `$orderby`: null sorts first, false before true, GUIDs by their text, and `NaN` after all numbers.
    ///
    /// Values of different kinds also have an order, because Rust's sort may panic if the order is not total.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Boolean(a), Self::Boolean(b)) => a.cmp(b),
            (Self::Guid(a), Self::Guid(b)) => a.to_string().cmp(&b.to_string()),
            _ if self.rank() == NUMBERS && other.rank() == NUMBERS => self.order_numbers(other),
            _ => self.rank().cmp(&other.rank()).then_with(|| self.compare(other).unwrap_or(Ordering::Equal)),
        }
    }

    /// Compares two numbers. Numbers that are equal as floating point are compared digit by digit.
    fn order_numbers(&self, other: &Self) -> Ordering {
        // Turns -0 into 0, and every `NaN` into the same one, because `total_cmp` distinguishes them.
        let float = |value: &Self| value.number().filter(|number| !number.is_nan()).map_or(f64::NAN, |number| number + 0.0);
        let floats = float(self).total_cmp(&float(other));
        match (self, other) {
            (Self::Number(_), Self::Number(_)) => floats,
            _ => floats.then_with(|| {
                let (a, b) = (self.exact(), other.exact());
                (a.0, Digits::parse(&a.1)).cmp(&(b.0, Digits::parse(&b.1)))
            }),
        }
    }

    /// Returns 0 and the number's exact decimal digits. For positive infinity, returns 1 and no digits; for negative infinity, -1 and no
    /// digits.
    fn exact(&self) -> (i8, String) {
        match self {
            Self::Number(number) if number.is_infinite() => (if *number > 0.0 { 1 } else { -1 }, String::new()),
            // The smallest floating-point number has 1074 decimals.
            Self::Number(number) => (0, format!("{number:.1074}")),
            Self::Integer(integer) => (0, integer.to_string()),
            Self::Decimal(digits) => (0, digits.clone()),
            _ => (0, String::new()),
        }
    }

    /// Returns the position of values of this kind, such as numbers, in the order of `$orderby`.
    fn rank(&self) -> u8 {
        match self {
            Self::Null => 0,
            Self::Boolean(_) => 1,
            Self::Integer(_) | Self::Number(_) | Self::Decimal(_) => NUMBERS,
            Self::Text(_) => 3,
            Self::Instant(_) => 4,
            Self::Date(_) => 5,
            Self::Time(_) => 6,
            Self::Length(_) => 7,
            Self::Guid(_) => 8,
        }
    }

    /// Returns a number as floating point, or `None` if the value is not a number.
    #[expect(clippy::cast_precision_loss, reason = "`order_numbers` compares integers that come out equal in full")]
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Integer(integer) => Some(*integer as f64),
            Self::Number(number) => Some(*number),
            Self::Decimal(digits) => digits.parse().ok(),
            _ => None,
        }
    }
}

/// Sorts the members of a flags value, such as `b,a`, so that values with the same members are equal.
fn in_order(declared: &EnumType, text: &str) -> String {
    if !declared.flags {
        return text.to_owned();
    }
    let mut members: Vec<&str> = text.split(',').map(str::trim).collect();
    members.sort_unstable();
    members.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values() -> Vec<Value> {
        let numbers = [f64::NEG_INFINITY, -1.0, -0.0, 0.0, 0.5, 9_007_199_254_740_992.0, f64::INFINITY, f64::NAN, -f64::NAN];
        let integers = [i64::MIN, -1, 0, 1, 9_007_199_254_740_991, 9_007_199_254_740_992, 9_007_199_254_740_993, i64::MAX];
        let mut values = vec![Value::Null, Value::Boolean(true), Value::Boolean(false), Value::Text("a".into())];
        values.extend(numbers.map(Value::Number));
        values.extend(integers.map(Value::Integer));
        values.push(Value::Guid("00000000-0000-0000-0000-000000000001".parse().unwrap()));
        values.push(Value::Date("2026-11-22".parse().unwrap()));
        values.push(Value::Instant(OffsetDateTime::UNIX_EPOCH));
        values
    }

    fn decimal(digits: &str) -> Value {
        Value::Decimal(digits.into())
    }

    #[test] // A11
    fn decimals_are_compared_digit_by_digit() {
        let sorted =
            ["-1e400", "-0.1", "-0.0", "1e-400", "0.1", "9007199254740992.5", "9007199254740993", "1e400", "1e401"].map(decimal);
        assert!(sorted.is_sorted_by(|a, b| a.order(b).is_lt() && a.compare(b) == Some(Ordering::Less)), "{sorted:?}");
        assert!(decimal("1.50").equals(&decimal("1.5")) && decimal("2.0").equals(&Value::Integer(2)));
        assert!(!decimal("18446744073709551616").equals(&decimal("18446744073709551617")));
        // A double is compared as a double, but sorted by its exact value.
        assert!(decimal("0.1").equals(&Value::Number(0.1)));
        assert_eq!(decimal("0.1").order(&Value::Number(0.1)), Ordering::Less);
        assert_eq!(decimal("1e400").order(&Value::Number(f64::INFINITY)), Ordering::Less);
    }

    // `sort_by` may panic if the order is not total.
    #[test]
    fn the_order_of_values_is_total() {
        let mut values = values();
        values.extend(["9007199254740992.5", "0.1", "0.5", "-0.0", "1e400", "1e401", "-1e400", "1e-400"].map(decimal));
        for a in &values {
            for b in &values {
                assert_eq!(a.order(b), b.order(a).reverse(), "{a:?}, {b:?}");
                for c in &values {
                    if a.order(b).is_le() && b.order(c).is_le() {
                        assert!(a.order(c).is_le(), "{a:?}, {b:?}, {c:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn kinds_of_values_are_sorted_apart() {
        let mut sorted = values();
        sorted.sort_by(Value::order);
        let shown: Vec<_> = sorted.iter().map(|value| format!("{value:?}")).collect();
        assert_eq!(shown[..3], ["Null", "Boolean(false)", "Boolean(true)"]);
        assert_eq!(shown[3..6], ["Number(-inf)", "Integer(-9223372036854775808)", "Number(-1.0)"]);
        assert_eq!(shown[17..20], ["Number(inf)", "Number(NaN)", "Number(NaN)"]);
        assert_eq!(shown[20], "Text(\"a\")");
        assert_eq!(Value::Integer(1).order(&Value::Number(1.0)), Ordering::Equal);
        assert_eq!(Value::Number(-0.0).order(&Value::Number(0.0)), Ordering::Equal);
        assert_eq!(Value::Integer(9_007_199_254_740_993).order(&Value::Number(9_007_199_254_740_992.0)), Ordering::Greater);
    }
}
