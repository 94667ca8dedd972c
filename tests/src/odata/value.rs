//! The values and objects on which the tests evaluate conditions.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// A primitive value.
#[derive(Clone, Debug)]
pub enum Value {
    Null,
    Bool(bool),
    Int(i64),
    Single(f32),
    Double(f64),
    Decimal(Decimal),
    Text(String),
    Instant(Instant),
    Date(Date),
    Time(Time),
    /// A duration in nanoseconds.
    Length(i128),
    Guid(u128),
    Member(String),
    Flags(BTreeSet<String>),
}

/// A JSON value whose primitive parts are typed.
#[derive(Clone, Debug)]
pub enum Node {
    Value(Value),
    Object(BTreeMap<&'static str, Node>),
    List(Vec<Node>),
}

/// A decimal number: `coefficient` times ten to the power of `-scale`. Decimals of the same value are equal.
#[derive(Clone, Copy, Debug)]
pub struct Decimal {
    pub coefficient: i128,
    pub scale: u32,
}

impl Decimal {
    /// Returns the number without zeros at the end of its fraction.
    pub fn normalised(self) -> Self {
        match self.scale {
            0 => self,
            scale if self.coefficient % 10 == 0 => Self { coefficient: self.coefficient / 10, scale: scale - 1 }.normalised(),
            _ => self,
        }
    }

    fn cmp(self, other: Self) -> Ordering {
        let scale = self.scale.max(other.scale);
        let digits = |number: Self| number.coefficient * 10_i128.pow(scale - number.scale);
        digits(self).cmp(&digits(other))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    pub year: i32,
    pub month: u8,
    pub day: u8,
}

impl Date {
    /// Returns the number of days since the year 0, in the Gregorian calendar.
    fn days(self) -> i64 {
        let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let year = i64::from(self.year);
        let before: i64 = (0..year).map(|year| if leap(year) { 366 } else { 365 }).sum();
        let months = [31, if leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let in_year: i64 = months.iter().take(usize::from(self.month) - 1).sum();
        before + in_year + i64::from(self.day)
    }
}

/// A time of day, in nanoseconds since midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time(pub u64);

/// A point in time: a local date and time, and the offset from UTC in minutes.
#[derive(Clone, Copy, Debug)]
pub struct Instant {
    pub date: Date,
    pub time: Time,
    pub offset: i32,
}

impl Instant {
    fn utc(self) -> i128 {
        let minutes = i128::from(self.date.days()) * 24 * 60 - i128::from(self.offset);
        minutes * 60_000_000_000 + i128::from(self.time.0)
    }
}

impl Value {
    /// Returns `true` if `eq` holds: null equals null only, and NaN equals nothing.
    pub fn equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Guid(a), Self::Guid(b)) => a == b,
            (Self::Member(a), Self::Member(b)) => a == b,
            (Self::Flags(a), Self::Flags(b)) => a == b,
            _ => self.compare(other) == Some(Ordering::Equal),
        }
    }

    /// Compares two values. Returns `None` if one of them is null or NaN.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Bool(a), Self::Bool(b)) => Some(a.cmp(b)),
            (Self::Int(a), Self::Int(b)) => Some(a.cmp(b)),
            (Self::Single(a), Self::Single(b)) => a.partial_cmp(b),
            (Self::Double(a), Self::Double(b)) => a.partial_cmp(b),
            (Self::Decimal(a), Self::Decimal(b)) => Some(a.cmp(*b)),
            (Self::Text(a), Self::Text(b)) => Some(a.cmp(b)),
            (Self::Instant(a), Self::Instant(b)) => Some(a.utc().cmp(&b.utc())),
            (Self::Date(a), Self::Date(b)) => Some(a.cmp(b)),
            (Self::Time(a), Self::Time(b)) => Some(a.cmp(b)),
            (Self::Length(a), Self::Length(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }

    /// Returns the canonical text of the value, without the quotes that a filter may need.
    pub fn text(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(value) => value.to_string(),
            Self::Int(value) => value.to_string(),
            Self::Single(value) => value.to_string(),
            Self::Double(value) => value.to_string(),
            Self::Decimal(Decimal { coefficient, scale }) => {
                let digits = format!("{:0width$}", coefficient.unsigned_abs(), width = *scale as usize + 1);
                let (whole, fraction) = digits.split_at(digits.len() - *scale as usize);
                let sign = if *coefficient < 0 { "-" } else { "" };
                format!("{sign}{whole}{}{fraction}", if fraction.is_empty() { "" } else { "." })
            }
            Self::Text(text) | Self::Member(text) => text.clone(),
            Self::Instant(Instant { date, time, offset }) => {
                let (sign, minutes) = (if *offset < 0 { '-' } else { '+' }, offset.abs());
                format!("{}T{}{sign}{:02}:{:02}", Self::Date(*date).text(), Self::Time(*time).text(), minutes / 60, minutes % 60)
            }
            Self::Date(Date { year, month, day }) => format!("{year:04}-{month:02}-{day:02}"),
            Self::Time(Time(nanoseconds)) => {
                let (seconds, fraction) = (nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000);
                format!("{:02}:{:02}:{:02}.{fraction:09}", seconds / 3600, seconds / 60 % 60, seconds % 60)
            }
            Self::Length(nanoseconds) => {
                let (sign, length) = (if *nanoseconds < 0 { "-" } else { "" }, nanoseconds.unsigned_abs());
                format!("{sign}PT{}.{:09}S", length / 1_000_000_000, length % 1_000_000_000)
            }
            Self::Guid(guid) => {
                let digits = format!("{guid:032x}");
                [0..8, 8..12, 12..16, 16..20, 20..32].map(|range| digits[range].to_owned()).join("-")
            }
            Self::Flags(members) => members.iter().cloned().collect::<Vec<_>>().join(","),
        }
    }
}
