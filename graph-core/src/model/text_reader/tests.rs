//! Both ways to read a response give the same value or the same error: from its text, and through a JSON tree.

mod damaged;

use std::fmt::Debug;

use proptest::prelude::*;

use super::read_text;
use crate::model::decoded::{Decoded, TextError};
use crate::model::edm::Duration;
use crate::model::reader::ReadMode;
use crate::model::structured::Structured;
use crate::{
    Additional, Date, DateTimeOffset, Decimal, Expanded, Flags, GraphComplex, GraphDerived, GraphEntity, GraphEnum, Guid, Json,
    TimeOfDay, Untyped,
};

#[derive(Clone, Debug, PartialEq, GraphEnum)]
#[graph(crate = crate)]
enum Level {
    Low,
    High,
    #[graph(other)]
    Other(String),
}

#[derive(Clone, Debug, PartialEq, GraphEnum)]
#[graph(flags, crate = crate)]
enum Levels {
    Low,
    High,
    #[graph(other)]
    Other(String),
}

#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "microsoft.graph.part", crate = crate)]
struct Part {
    n: i32,
    #[graph(not_null)]
    level: Option<Level>,
    parts: Option<Vec<Part>>,
}

#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "microsoft.graph.bigPart", base = "microsoft.graph.part", crate = crate)]
struct BigPart {
    size: i64,
}

#[derive(Clone, Debug, PartialEq, GraphDerived)]
#[graph(base = "microsoft.graph.part", crate = crate)]
enum AnyPart {
    Big(BigPart),
    #[graph(other)]
    Other(Untyped),
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.open", crate = crate)]
struct Open {
    #[graph(key)]
    id: String,
    byte: Option<u8>,
    int: Option<i32>,
    long: Option<i64>,
    single: Option<f32>,
    double: Option<f64>,
    decimal: Option<Decimal>,
    flag: Option<bool>,
    #[graph(not_null)]
    text: Option<String>,
    at: Option<DateTimeOffset>,
    day: Option<Date>,
    time: Option<TimeOfDay>,
    span: Option<Duration>,
    guid: Option<Guid>,
    level: Option<Level>,
    levels: Option<Flags<Levels>>,
    part: Option<Box<Part>>,
    any_part: Option<AnyPart>,
    texts: Option<Vec<String>>,
    numbers: Option<Vec<Option<i32>>>,
    json: Option<Json>,
    untyped: Option<Untyped>,
    members: Option<Expanded<Closed>>,
    owners: Option<Vec<Closed>>,
    #[graph(etag)]
    etag: Option<String>,
    #[graph(additional)]
    additional: Additional,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.closed", crate = crate)]
struct Closed {
    #[graph(key)]
    id: String,
    n: Option<i16>,
    parts: Option<Vec<Part>>,
    members: Option<Expanded<Closed>>,
    #[graph(rename = "@odata.context")]
    context: Option<String>,
}

fn outcome<T: Debug>(decoded: Result<Decoded<T>, TextError>) -> Result<String, String> {
    match decoded {
        // `Debug` distinguishes numbers that are equal, such as 0.0 and -0.0, and is the same for two NaNs.
        Ok(Decoded { value, etag }) => Ok(format!("{value:?} {etag:?}")),
        Err(TextError::Json(error)) => Err(error.to_string()),
        Err(TextError::Value(error)) => Err(error.to_string()),
    }
}

/// Reads the text in all ways, and asserts that they agree.
fn agree<T: Structured + Debug + for<'de> serde::Deserialize<'de>>(text: &str) -> Result<String, String> {
    let from_text = outcome(T::read_text(text.as_bytes()));
    let through_a_tree = outcome(Decoded::read(text.as_bytes(), |json| T::read(json, ReadMode::Full)));
    assert_eq!(from_text, through_a_tree, "{text}");
    let decoded = T::read_text(text.as_bytes());
    let expected = decoded.as_ref().map(|decoded| format!("{:?}", decoded.value)).map_err(|_| ());
    for through_serde in [serde_json::from_str::<T>(text), serde_json::from_reader(text.as_bytes())] {
        match (&decoded, through_serde) {
            (Err(TextError::Value(error)), Err(read)) => assert_eq!(read.to_string(), error.to_string(), "{text}"),
            (_, read) => assert_eq!(read.map(|value| format!("{value:?}")).map_err(drop), expected, "{text}"),
        }
    }
    from_text
}

/// Returns `true` if the text is read without a tree.
fn is_read_from_text<T: Structured>(text: &str) -> bool {
    read_text(T::DECLARATION, text, T::read_from).is_some()
}

/// Values that fit the properties of these names, and spellings near them. The last row is for all other names.
const FITTING: &[(&[&str], &[&str])] = &[
    (
        &["byte", "int", "long", "n"],
        &[
            "0",
            "-0",
            "7",
            "-128",
            "255",
            "256",
            "32768",
            "2147483648",
            "-9223372036854775808",
            "9223372036854775807",
            "9223372036854775808",
            "999999999999999999",
            "1000000000000000000",
            "1.0",
            "1e2",
            "01",
            "+1",
            "\"12\"",
            "\"1.5\"",
            "null",
        ],
    ),
    (
        &["single", "double", "decimal"],
        &[
            "0",
            "-0",
            "-0.0",
            "1.5",
            "0.1",
            "1e2",
            "1E-7",
            "3.4e38",
            "3.5e38",
            "1e400",
            "9007199254740993",
            "18446744073709551615",
            "123456789012345678901234567890.5",
            "\"INF\"",
            "\"NaN\"",
            "\"1.50\"",
            "1.",
            ".5",
            "1e",
            "-",
            "null",
        ],
    ),
    (&["flag"], &["true", "false", "null", "tru", "truee", "1"]),
    (
        &["at"],
        &[
            r#""2016-12-31T23:58:21.6459442-08:00""#,
            r#""2016-12-31T23:58:21Z""#,
            r#""2016-12-31""#,
            r#""2016\u002d12-31T00:00:00Z""#,
        ],
    ),
    (&["day"], &[r#""2016-12-31""#, r#""2016-13-31""#, "null"]),
    (&["time"], &[r#""23:58:21.5""#, r#""25:00:00""#]),
    (&["span"], &[r#""PT1H""#, r#""P1Y""#]),
    (&["guid"], &[r#""f20a67fe-67fe-f20a-fe67-0af2fe670af2""#, r#""f20a""#]),
    (&["level", "levels"], &[r#""low""#, r#""low,high""#, r#""low, new,,low""#, r#""l\u006fw""#, r#""""#, "null", "1"]),
    (
        &["part"],
        &[
            r#"{"n":1}"#,
            r#"{"parts":[{"n":2 , "level":"high"}],"n":1}"#,
            r#"{"n":1,"n":2}"#,
            r#"{"n":null}"#,
            "{}",
            r##"{"@odata.type":"#microsoft.graph.part","n":1,"level":null}"##,
            r#"{"@odata.type":"microsoft.graph.other","n":1}"#,
            r#"{"n":1,"x":{"a":[1,{"b":"\n"}],"c":2},"y":-0.5}"#,
            r#"{"n":1,"x":{"a":1,"a":2}}"#,
            r#"{"n":1,"x":"\ud83d"}"#,
            r#"{"n":1,"x":[1,]}"#,
            r#"{"n":1]"#,
            r#"{"n":1,"parts":[{"n":1}}]"#,
        ],
    ),
    (
        &["anyPart"],
        &[r##"{"@odata.type":"#microsoft.graph.bigPart","size":1}"##, r#"{"@odata.type":"x.y","n":[1.50]}"#, "{}", "7"],
    ),
    (&["texts"], &["[]", r#"["a","é\n"]"#, r#"[ "a" , "b" ]"#, r#"["a",null]"#, r#"["a",]"#, r#"["a" "b"]"#, r#"["a"}"#, "null"]),
    (&["numbers"], &["[]", "[1,null,-3]", "[1,2.5]", "[[1]]", "[,1]"]),
    (
        &["members", "owners"],
        &[
            "[]",
            r#"[{"id":"a"},{"id":"b","n":1}]"#,
            r#"[{"id":"a"},{"n":1}]"#,
            r#"[{"@removed":{},"id":"a"}]"#,
            r#"[{"id":"a","members":[{"id":"c"}],"members@odata.nextLink":"x"}]"#,
            r#"{"value":[]}"#,
        ],
    ),
    (
        &["json", "untyped"],
        &[
            "{}",
            r#"{"a":[1.50,-0,1e400]}"#,
            r#"{"a":1,"a":1}"#,
            r#""\u00e9""#,
            "1E5",
            "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]",
            r#"{"@odata.context":"x/$deletedEntity"}"#,
            "{]",
        ],
    ),
    (
        &["@odata.type"],
        &[r##""#microsoft.graph.open""##, r#""microsoft.graph.open""#, r#""microsoft.gr\u0061ph.open""#, r#""other""#, "null"],
    ),
    (&["@odata.etag"], &[r#""W/\"7\"""#, r#""7""#, "7", "null"]),
    (
        &["@odata.context"],
        &[
            r#""https://graph.microsoft.com/v1.0/$metadata#users/$entity""#,
            r#""x/$deletedEntity""#,
            r#""x\/$deletedEntity""#,
            "7",
        ],
    ),
    (&["@removed", "@odata.removed"], &["null", "false", r#"{"reason":"changed"}"#]),
    (&["members@odata.nextLink", "owners@odata.nextLink", "json@odata.nextLink"], &[r#""https://x/y""#, "null", "7"]),
    (&["members@odata.count", "owners@odata.count"], &["2", "\"2\"", "-1", "null"]),
    (
        &[],
        &[
            "\"\"",
            "\"a\"",
            "\"é𝄞\"",
            r#""a\"b\\""#,
            r#""\ud83d\ude00""#,
            r#""\ud83d""#,
            "\"a\tb\"",
            r#""\x""#,
            "null",
            "\"a",
            "nul",
            "7",
        ],
    ),
];

fn fitting(name: &str) -> &'static [&'static str] {
    let row = FITTING.iter().find(|(names, _)| names.contains(&name)).or(FITTING.last());
    row.unwrap().1
}

const NAMES: &[&str] = &[
    "id",
    "byte",
    "int",
    "long",
    "single",
    "double",
    "decimal",
    "flag",
    "text",
    "at",
    "day",
    "time",
    "span",
    "guid",
    "level",
    "levels",
    "part",
    "anyPart",
    "texts",
    "numbers",
    "json",
    "untyped",
    "members",
    "owners",
    "n",
    "parts",
    "x",
    "y",
    "reason",
    "@x",
    "x@y.z",
    r"t\u0065xt",
    r"\u0078",
    "é",
    "@odata.type",
    "@odata.etag",
    "@odata.context",
    "@removed",
    "@odata.removed",
    "members@odata.nextLink",
    "owners@odata.nextLink",
    "json@odata.nextLink",
    "members@odata.count",
    "owners@odata.count",
];

fn member() -> impl Strategy<Value = String> {
    let space = || prop_oneof![8 => Just(""), 1 => Just(" "), 1 => Just("\n\t\r ")];
    let name = prop::sample::select(NAMES);
    (
        name,
        any::<prop::sample::Index>(),
        prop::sample::select(NAMES),
        prop::bool::weighted(0.9),
        [space(), space(), space(), space()],
    )
        .prop_map(|(name, index, other, fits, [a, b, c, d])| {
            let value = *index.get(fitting(if fits { name } else { other }));
            format!("{a}\"{name}\"{b}:{c}{value}{d}")
        })
}

/// The text of an object: mostly with an id, in any order, and with any member twice now and then.
fn object() -> impl Strategy<Value = String> {
    (prop::collection::vec(member(), 0..7), any::<prop::sample::Index>(), prop::bool::weighted(0.95)).prop_map(
        |(mut members, at, has_id)| {
            if has_id && !members.iter().any(|member| member.contains("\"id\"")) {
                members.insert(at.index(members.len() + 1), "\"id\":\"a\"".into());
            }
            format!("{{{}}}", members.join(","))
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn both_ways_read_any_object_alike(text in object()) {
        let _ = (agree::<Open>(&text), agree::<Closed>(&text), agree::<Part>(&text));
    }

    #[test]
    fn both_ways_read_a_damaged_object_alike(
        text in object(), at in any::<prop::sample::Index>(), cut in 0..4_usize, new in "[\\PC{}\\[\\]\",:0-9\\\\\n]{0,3}",
    ) {
        let mut chars: Vec<char> = text.chars().collect();
        let start = at.index(chars.len() + 1);
        let end = (start + cut).min(chars.len());
        chars.splice(start..end, new.chars());
        let text: String = chars.into_iter().collect();
        let _ = (agree::<Open>(&text), agree::<Closed>(&text));
    }
}

#[test]
fn every_value_of_every_property_is_read_alike() {
    for name in NAMES {
        for value in NAMES.iter().flat_map(|name| fitting(name)) {
            for text in [format!(r#"{{"id":"a","{name}":{value}}}"#), format!(r#"{{"{name}":{value},"id":"a"}}"#)] {
                let _ = (agree::<Open>(&text), agree::<Closed>(&text), agree::<Part>(&text));
            }
        }
    }
}

#[test]
fn a_usual_response_is_read_without_a_tree() {
    let open = r##"{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#open","@odata.type":"#microsoft.graph.open","@odata.etag":"W/\"7\"",
        "id":"a","byte":1,"int":-2,"long":9223372036854775807,"single":1.5,"double":2,"decimal":1.50,"flag":true,"text":"\"é\n","level":"low",
        "at":"2016-12-31T23:58:21Z","levels":"low,high","part":{"n":1,"parts":[]},"anyPart":{"@odata.type":"#microsoft.graph.bigPart","size":1},
        "texts":["a","b"],"numbers":[1,null],"json":{"a":[1.50]},"untyped":{"n":-0},"members":[{"id":"b","n":null}],"members@odata.count":45,
        "members@odata.nextLink":"https://x/y","new":[{"a":1}]}"##;
    assert!(is_read_from_text::<Open>(&open.replace(r"\n", r"\\n").replace("\n", " ")));
    let reversed = r#"{"new":{"a":[1,{"b":2.5}],"c":"\n"},"@odata.context":"x","parts":[{"level":"new","n":1}],"n":1,"id":"a","@odata.id":"b"}"#;
    assert!(is_read_from_text::<Closed>(reversed));
    agree::<Closed>(reversed).unwrap();
}

#[test]
fn members_in_any_order_are_found() {
    let value = |name: &str| fitting(name).iter().find(|value| **value != "null").unwrap();
    let mut members: Vec<String> =
        Open::DECLARATION.properties.iter().map(|property| format!("\"{0}\":{1}", property.name, value(property.name))).collect();
    let straight = format!("{{{}}}", members.join(","));
    members.reverse();
    let reversed = format!("{{{}}}", members.join(","));
    members.extend((0..40).map(|unknown| format!("\"unknown{unknown}\":{unknown}")));
    members.sort_unstable();
    let sorted = format!("{{{}}}", members.join(","));
    for text in [&straight, &reversed, &sorted] {
        assert!(is_read_from_text::<Open>(text), "{text}");
        agree::<Open>(text).unwrap();
    }
    assert_eq!(agree::<Open>(&straight), agree::<Open>(&reversed));
    let twice = reversed.replacen('{', "{\"flag\":true,", 1);
    assert!(agree::<Open>(&twice).unwrap_err().contains("`flag`: present twice"));
}
