//! The functions that expressions can call ([OData URL conventions §5.1.1.5](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html)).

use super::value::{Family, Value};
use crate::model::descriptor::Edm;

/// A function that an expression can call, such as `startswith`.
#[derive(Debug)]
pub(super) struct Function {
    pub(super) name: &'static str,
    parameters: &'static [&'static [Family]],
    /// How many of the last parameters are optional.
    optional: usize,
    pub(super) result: Edm,
    run: fn(&[Value]) -> Option<Value>,
}

const TEXT: &[Family] = &[Family::Text];
const NUMBER: &[Family] = &[Family::Number];
const DAY: &[Family] = &[Family::Instant, Family::Date];
const CLOCK: &[Family] = &[Family::Instant, Family::Time];
const INSTANT: &[Family] = &[Family::Instant];

macro_rules! functions {
    ($($name:literal($($parameter:ident),*) -> $result:ident = $run:expr;)*) => {
        static FUNCTIONS: &[Function] = &[
            $(Function { name: $name, parameters: &[$($parameter),*], optional: 0, result: Edm::$result, run: $run },)*
            Function { name: "substring", parameters: &[TEXT, NUMBER, NUMBER], optional: 1, result: Edm::String, run: substring },
        ];
    };
}

functions! {
    "contains"(TEXT, TEXT) -> Boolean = |values| texts(values, |text, part| Value::Boolean(text.contains(part)));
    "startswith"(TEXT, TEXT) -> Boolean = |values| texts(values, |text, part| Value::Boolean(text.starts_with(part)));
    "endswith"(TEXT, TEXT) -> Boolean = |values| texts(values, |text, part| Value::Boolean(text.ends_with(part)));
    "indexof"(TEXT, TEXT) -> Int64 = |values| texts(values, |text, part| {
        Value::Integer(text.find(part).map_or(-1, |start| length(text.get(..start).unwrap_or_default())))
    });
    "concat"(TEXT, TEXT) -> String = |values| texts(values, |text, other| Value::Text(format!("{text}{other}")));
    "length"(TEXT) -> Int64 = |values| text(values, |text| Value::Integer(length(text)));
    "tolower"(TEXT) -> String = |values| text(values, |text| Value::Text(text.to_lowercase()));
    "toupper"(TEXT) -> String = |values| text(values, |text| Value::Text(text.to_uppercase()));
    "trim"(TEXT) -> String = |values| text(values, |text| Value::Text(text.trim().to_owned()));
    "year"(DAY) -> Int64 = |values| day(values, |date| date.year().into());
    "month"(DAY) -> Int64 = |values| day(values, |date| u8::from(date.month()).into());
    "day"(DAY) -> Int64 = |values| day(values, |date| date.day().into());
    "hour"(CLOCK) -> Int64 = |values| clock(values, |time| time.hour());
    "minute"(CLOCK) -> Int64 = |values| clock(values, |time| time.minute());
    "second"(CLOCK) -> Int64 = |values| clock(values, |time| time.second());
    "date"(INSTANT) -> Date = |values| match values { [Value::Instant(at)] => Some(Value::Date(at.date().into())), _ => None };
    "time"(INSTANT) -> TimeOfDay = |values| match values { [Value::Instant(at)] => Some(Value::Time(at.time().into())), _ => None };
    "floor"(NUMBER) -> Double = |values| number(values, f64::floor);
    "ceiling"(NUMBER) -> Double = |values| number(values, f64::ceil);
    "round"(NUMBER) -> Double = |values| number(values, f64::round);
}

impl Function {
    /// Returns the function with this name, ignoring case, because Graph's documentation writes `startsWith`.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        FUNCTIONS.iter().find(|function| function.name.eq_ignore_ascii_case(name))
    }

    /// Returns `true` if the function takes this number of arguments.
    pub(super) fn takes(&self, arguments: usize) -> bool {
        (self.parameters.len() - self.optional..=self.parameters.len()).contains(&arguments)
    }

    /// Returns the type families that the parameter at this index accepts.
    pub(super) fn parameter(&self, place: usize) -> &'static [Family] {
        self.parameters.get(place).copied().unwrap_or_default()
    }

    /// Computes the function's result. It is null if an argument is null.
    pub(super) fn call(&self, arguments: &[Value]) -> Value {
        (self.run)(arguments).unwrap_or(Value::Null)
    }
}

fn text(values: &[Value], run: impl FnOnce(&str) -> Value) -> Option<Value> {
    match values {
        [Value::Text(text)] => Some(run(text)),
        _ => None,
    }
}

fn texts(values: &[Value], run: impl FnOnce(&str, &str) -> Value) -> Option<Value> {
    match values {
        [Value::Text(first), Value::Text(second)] => Some(run(first, second)),
        _ => None,
    }
}

fn number(values: &[Value], run: impl FnOnce(f64) -> f64) -> Option<Value> {
    match values {
        [value] => value.number().map(run).map(Value::Number),
        _ => None,
    }
}

fn day(values: &[Value], part: impl FnOnce(time::Date) -> i64) -> Option<Value> {
    match values {
        [Value::Instant(at)] => Some(Value::Integer(part(at.date()))),
        [Value::Date(date)] => Some(Value::Integer(part((*date).into()))),
        _ => None,
    }
}

fn clock(values: &[Value], part: impl FnOnce(time::Time) -> u8) -> Option<Value> {
    match values {
        [Value::Instant(at)] => Some(Value::Integer(part(at.time()).into())),
        [Value::Time(time)] => Some(Value::Integer(part((*time).into()).into())),
        _ => None,
    }
}

/// Returns the length of a text in characters, the unit in which `indexof` and `substring` count too.
fn length(text: &str) -> i64 {
    i64::try_from(text.chars().count()).unwrap_or(i64::MAX)
}

fn substring(values: &[Value]) -> Option<Value> {
    let (text, start, count) = match values {
        [Value::Text(text), start] => (text, start, f64::INFINITY),
        [Value::Text(text), start, count] => (text, start, count.number()?),
        _ => return None,
    };
    // The cast saturates, so a negative number becomes 0.
    let (start, count) = (start.number()? as usize, count as usize);
    Some(Value::Text(text.chars().skip(start).take(count).collect()))
}
