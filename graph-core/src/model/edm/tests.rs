//! Property tests of all types in this module: a value is written as it was read, and no text causes a panic.

use std::collections::{HashMap, HashSet};
use std::fmt::{Debug, Display};
use std::fs;
use std::path::Path;
use std::str::FromStr;

use proptest::prelude::*;

use super::binary::Binary;
use super::date::Date;
use super::date_time_offset::DateTimeOffset;
use super::duration::Duration;
use super::guid::Guid;
use super::parse_error::ParseValueError;
use super::stream::Stream;
use super::time_of_day::TimeOfDay;
use crate::model::json::Json;
use crate::model::property_value::PropertyValue;
use crate::model::read_error::Problem;
use crate::model::reader::ReadMode;
use crate::model::value_ref::ValueRef;

pub(super) trait Value: FromStr<Err = ParseValueError> + Display + Debug + PartialEq {}
impl<T: FromStr<Err = ParseValueError> + Display + Debug + PartialEq> Value for T {}

pub(super) fn reads_as<T: Value>(text: &str, written: &str) {
    let value: T = text.parse().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(value.to_string(), written);
    assert_eq!(written.parse(), Ok(value), "{written} has another value");
}

pub(super) fn unchanged<T: Value>(texts: &[&str]) {
    texts.iter().for_each(|text| reads_as::<T>(text, text));
}

pub(super) fn refuses<T: Value>(texts: &[&str]) {
    for text in texts {
        assert!(text.parse::<T>().is_err(), "{text:?} became {:?}", text.parse::<T>());
    }
}

fn offsets() -> impl Strategy<Value = time::UtcOffset> {
    (-93_599..=93_599).prop_map(|seconds| time::UtcOffset::from_whole_seconds(seconds).unwrap())
}

fn whole_minutes() -> impl Strategy<Value = time::UtcOffset> {
    (-1439..=1439).prop_map(|minutes| time::UtcOffset::from_whole_seconds(minutes * 60).unwrap())
}

fn dates() -> impl Strategy<Value = time::Date> {
    let (first, last) = (time::Date::MIN.to_julian_day(), time::Date::MAX.to_julian_day());
    let day = prop_oneof![Just(first), Just(last), first..=last];
    day.prop_map(|day| time::Date::from_julian_day(day).unwrap())
}

fn times() -> impl Strategy<Value = time::Time> {
    let nanosecond = prop_oneof![Just(0), (0_u32..10_000_000).prop_map(|ticks| ticks * 100), 0_u32..1_000_000_000];
    (0_u8..24, 0_u8..60, 0_u8..60, nanosecond)
        .prop_map(|(hour, minute, second, nanosecond)| time::Time::from_hms_nano(hour, minute, second, nanosecond).unwrap())
}

fn durations() -> impl Strategy<Value = time::Duration> {
    let seconds = prop_oneof![any::<i64>(), -200_000_i64..200_000];
    let nanoseconds = prop_oneof![Just(0), 0_i32..1_000_000_000];
    (seconds, nanoseconds)
        .prop_map(|(seconds, nanoseconds)| time::Duration::new(seconds, if seconds < 0 { -nanoseconds } else { nanoseconds }))
}

fn comes_back<T: Value>(value: T) {
    let text = value.to_string();
    assert_eq!(text.parse(), Ok(value), "{text}");
}

/// If the text is a valid `T`, asserts that its value is written as a text that parses to the same value.
fn survives<T: Value>(text: &str) {
    if let Ok(value) = text.parse::<T>() {
        comes_back(value);
    }
}

fn all_survive(text: &str) {
    survives::<Binary>(text);
    survives::<Date>(text);
    survives::<DateTimeOffset>(text);
    survives::<Duration>(text);
    survives::<Guid>(text);
    survives::<Stream>(text);
    survives::<TimeOfDay>(text);
}

proptest! {
    #[test]
    fn every_value_round_trips(
        date in dates(), time in times(), any_offset in offsets(), duration in durations(),
        guid in any::<u128>(), bytes in any::<Vec<u8>>(), text in any::<String>(),
    ) {
        comes_back(Date::from(date));
        comes_back(TimeOfDay::from(time));
        comes_back(DateTimeOffset::from(time::OffsetDateTime::new_in_offset(date, time, any_offset)));
        comes_back(Duration::from(duration));
        comes_back(Guid::from(uuid::Uuid::from_u128(guid)));
        comes_back(Binary::from(bytes));
        comes_back(Stream::from(text));
    }

    #[test]
    fn equality_follows_the_text_and_order_the_instant(
        day in dates(), time in times(), here in whole_minutes(), there in whole_minutes(),
    ) {
        let value = time::OffsetDateTime::new_in_offset(day, time, here);
        let Some(moved) = value.checked_to_offset(there) else { return Ok(()) };
        let [a, b] = [value, moved].map(DateTimeOffset::from);
        prop_assert_eq!(a == b, a.to_string() == b.to_string());
        prop_assert_eq!(a.cmp(&b), here.whole_seconds().cmp(&there.whole_seconds()));
        if let Some(later) = moved.checked_add(time::Duration::NANOSECOND) {
            prop_assert!(a < DateTimeOffset::from(later));
        }
    }

    #[test]
    fn no_text_causes_a_panic(
        any_text in any::<String>(),
        alike in "[-+]?[0-9TZPDHMSYWtzpdhms:.+-]{0,40}",
        date_time in "-?[0-9]{4,6}-[01][0-9]-[0-3][0-9][Tt][0-2][0-9]:[0-6][0-9](:[0-6][0-9])?([.][0-9]{0,10})?(Z|[+-][0-9]{2}:[0-9]{2})",
        duration in "[-+]?P([0-9]{1,20}D)?(T([0-9]{1,20}H)?([0-9]{1,20}M)?([0-9]{1,20}([.][0-9]{0,10})?S)?)?",
    ) {
        [any_text, alike, date_time, duration].iter().for_each(|text| all_survive(text));
    }
}

#[test]
fn json_of_another_kind_and_malformed_text_name_the_type() {
    let problem = |json: Json| Date::read(json, ReadMode::Full).unwrap_err().problem().clone();
    assert_eq!(problem(Json::from(5)), Problem::WrongKind { expected: "Date", found: "a number" });
    assert_eq!(problem(Json::Null), Problem::Null);
    assert_eq!(problem("31.12.2016".into()), Problem::Malformed { expected: "Date", found: "31.12.2016".into() });
    let Problem::Malformed { found, .. } = problem("é".repeat(1000).into()) else { panic!("not malformed") };
    assert_eq!(found, format!("{}…", "é".repeat(40)));

    let date = Date::read("2016-12-31".into(), ReadMode::Full).unwrap();
    let ValueRef::Text(text) = date.view() else { panic!("not text") };
    assert_eq!(text, "2016-12-31");
}

/// Adds to `types`, for each property name, all EDM types that properties of that name have on the API pages. Each of the `lines` is a JSON
/// object, whose array `members` describes properties.
fn declared_types(lines: &str, members: &str, types: &mut HashMap<String, HashSet<String>>) {
    for line in lines.lines() {
        let line: Json = serde_json::from_str(line).unwrap();
        for member in line[members].as_array().into_iter().flatten() {
            if let (Some(name), Some(declared)) = (member["name"].as_str(), member["type_name"].as_str()) {
                types.entry(name.into()).or_default().insert(declared.into());
            }
        }
    }
}

fn texts(name: &str, json: &Json, found: &mut impl FnMut(&str, &str)) {
    match json {
        Json::String(text) => found(name, text),
        Json::Array(elements) => elements.iter().for_each(|element| texts(name, element, found)),
        Json::Object(members) => members.iter().for_each(|(name, value)| texts(name, value, found)),
        _ => {}
    }
}

#[graph_test_attributes::needs_shared]
#[test]
fn every_value_on_the_pages_round_trips_unchanged() {
    let shared = std::env::var_os("GRAPH_SHARED").unwrap();
    let read = |name| fs::read_to_string(Path::new(&shared).join("corpus").join(name)).unwrap();
    let pages = read("pages.jsonl");
    let mut types = HashMap::new();
    declared_types(&pages, "properties", &mut types);
    declared_types(&read("types.jsonl"), "members", &mut types);

    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut check = |name: &str, text: &str| {
        // Checks only names that have the same type on all pages.
        let declared = types.get(name).filter(|declared| declared.len() == 1).and_then(|declared| declared.iter().next());
        let Some(declared) = declared else { return };
        match declared.as_str() {
            "Binary" => reads_as::<Binary>(text, text),
            "Date" => reads_as::<Date>(text, text),
            "DateTimeOffset" => reads_as::<DateTimeOffset>(text, text),
            "Duration" => reads_as::<Duration>(text, text),
            "Guid" => reads_as::<Guid>(text, text),
            "Stream" => reads_as::<Stream>(text, text),
            "TimeOfDay" => reads_as::<TimeOfDay>(text, text),
            _ => return,
        }
        *counts.entry(declared).or_default() += 1;
    };
    for line in pages.lines() {
        let page: Json = serde_json::from_str(line).unwrap();
        for side in ["request", "response"] {
            if let Some(Ok(body)) = page[side]["body"].as_str().map(serde_json::from_str::<Json>) {
                texts("", &body, &mut check);
            }
        }
    }
    println!("{counts:?}");
    assert_eq!(counts.len(), 7, "a value of each type: {counts:?}");
}
