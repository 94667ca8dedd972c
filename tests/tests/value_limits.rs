//! Tests every primitive type at the limits of its range, alone and in a collection.

use graph_core::model::{Duration, Partial, Stream};
use graph_core::{Binary, Date, DateTimeOffset, Decimal, GraphComplex, GraphEntity, Guid, Json, TimeOfDay};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "microsoft.graph.kinds")]
struct Kinds {
    byte: Option<u8>,
    short: Option<i16>,
    int: Option<i32>,
    long: Option<i64>,
    single: Option<f32>,
    double: Option<f64>,
    decimal: Option<Decimal>,
    at: Option<DateTimeOffset>,
    day: Option<Date>,
    clock: Option<TimeOfDay>,
    span: Option<Duration>,
    guid: Option<Guid>,
    bytes: Option<Binary>,
    stream: Option<Stream>,
    shorts: Vec<i16>,
    ints: Vec<i32>,
    longs: Vec<i64>,
    singles: Vec<f32>,
    doubles: Vec<f64>,
    decimals: Vec<Decimal>,
    ats: Vec<DateTimeOffset>,
    days: Vec<Date>,
    clocks: Vec<TimeOfDay>,
    spans: Vec<Duration>,
    guids: Vec<Guid>,
    binaries: Vec<Binary>,
    streams: Vec<Stream>,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.thing")]
struct Thing {
    #[graph(key)]
    id: String,
    settings: Vec<Kinds>,
}

/// Returns the JSON values at the limits of the range of the type with this name, as Graph writes them.
fn ends(name: &str) -> Vec<Json> {
    let texts = |texts: &[&str]| texts.iter().map(|text| json!(text)).collect();
    match name {
        "byte" => vec![json!(u8::MIN), json!(u8::MAX)],
        "short" => vec![json!(i16::MIN), json!(i16::MAX)],
        "int" => vec![json!(i32::MIN), json!(i32::MAX)],
        "long" => vec![json!(i64::MIN), json!(-1), json!(i64::MAX)],
        "single" => vec![json!(3.4028235e38), json!(-3.4028235e38), json!(1e-45), json!(0.1), json!("INF"), json!("-INF")],
        "double" => vec![json!(f64::MAX), json!(f64::MIN), json!(f64::MIN_POSITIVE), json!(-0.0), json!("INF"), json!("-INF")],
        "decimal" => ["0", "-79228162514264337593543950335", "0.10000000000000000000000000001", "1.50", "1e+400"]
            .map(|digits| serde_json::from_str(digits).unwrap())
            .into(),
        "at" => texts(&[
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.9999999Z",
            "0001-01-01T00:00:00+14:00",
            "2016-02-29T12:00:00-08:00",
        ]),
        "day" => texts(&["0001-01-01", "9999-12-31", "2016-02-29"]),
        "clock" => texts(&["00:00:00.0000000", "23:59:59.9999999"]),
        // The first two are .NET's `TimeSpan.MinValue` and `TimeSpan.MaxValue`.
        "span" => texts(&["-P10675199DT2H48M5.4775808S", "P10675199DT2H48M5.4775807S", "PT0S", "-PT17.1357909S"]),
        "guid" => texts(&["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"]),
        "binary" => texts(&["", "AA==", "/+8="]),
        _ => texts(&["", "<Unknown Primitive Type Edm.Stream>"]),
    }
}

const SINGLE: &[(&str, &str)] = &[
    ("byte", "byte"),
    ("short", "short"),
    ("int", "int"),
    ("long", "long"),
    ("single", "single"),
    ("double", "double"),
    ("decimal", "decimal"),
    ("at", "at"),
    ("day", "day"),
    ("clock", "clock"),
    ("span", "span"),
    ("guid", "guid"),
    ("bytes", "binary"),
    ("stream", "stream"),
];

const COLLECTIONS: &[(&str, &str)] = &[
    ("shorts", "short"),
    ("ints", "int"),
    ("longs", "long"),
    ("singles", "single"),
    ("doubles", "double"),
    ("decimals", "decimal"),
    ("ats", "at"),
    ("days", "day"),
    ("clocks", "clock"),
    ("spans", "span"),
    ("guids", "guid"),
    ("binaries", "binary"),
    ("streams", "stream"),
];

/// Generates a JSON object in which each property has a value at a limit of its range.
fn kinds() -> impl Strategy<Value = Json> {
    let single: Vec<_> = SINGLE.iter().map(|(_, kind)| select(ends(kind))).collect();
    let many: Vec<_> = COLLECTIONS.iter().map(|(_, kind)| vec(select(ends(kind)), 0..4)).collect();
    (single, many).prop_map(|(single, many)| {
        let single = SINGLE.iter().zip(single).map(|((name, _), value)| ((*name).to_owned(), value));
        let many = COLLECTIONS.iter().zip(many).map(|((name, _), values)| ((*name).to_owned(), Json::Array(values)));
        let tag = ("@odata.type".to_owned(), json!("#microsoft.graph.kinds"));
        std::iter::once(tag).chain(single).chain(many).collect()
    })
}

proptest! {
    #[test]
    fn limits_of_every_range_round_trip(all in vec(kinds(), 0..3)) {
        let json = json!({ "@odata.type": "#microsoft.graph.thing", "id": "1", "settings": all });
        let thing: Thing = serde_json::from_value(json.clone()).unwrap();
        let written = serde_json::to_string(&thing).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Json>(&written).unwrap(), &json);
        let patch: ThingPatch = serde_json::from_value(json.clone()).unwrap();
        prop_assert_eq!(serde_json::to_value(&patch).unwrap(), json);
    }
}

#[test]
fn value_out_of_range_is_an_error_with_property_and_type() {
    let read = |name: &str, value: Json| {
        let whole: Json = COLLECTIONS.iter().map(|(name, _)| ((*name).to_owned(), json!([]))).collect();
        let mut wrong = whole.clone();
        wrong[name] = value;
        let json = json!({ "settings": [whole, whole, whole, wrong] });
        serde_json::from_value::<ThingPatch>(json).unwrap_err().to_string()
    };
    assert_eq!(read("byte", json!(256)), "property `settings[3].byte`: 256 does not fit Byte");
    assert_eq!(read("short", json!(-32769)), "property `settings[3].short`: -32769 does not fit Int16");
    assert_eq!(
        read("long", json!(9_223_372_036_854_775_808_u64)),
        "property `settings[3].long`: 9223372036854775808 does not fit Int64"
    );
    assert_eq!(read("single", json!(3.5e38)), "property `settings[3].single`: 3.5e+38 does not fit Single");
    assert_eq!(read("singles", json!([0.5, -1e300])), "property `settings[3].singles[1]`: -1e+300 does not fit Single");
    assert_eq!(read("int", json!(1.5)), "property `settings[3].int`: 1.5 does not fit Int32");
    assert_eq!(
        read("at", json!("10000-01-01T00:00:00Z")),
        "property `settings[3].at`: expected DateTimeOffset, found the text \"10000-01-01T00:00:00Z\""
    );
    assert_eq!(
        read("clocks", json!(["24:00:00"])),
        "property `settings[3].clocks[0]`: expected TimeOfDay, found the text \"24:00:00\""
    );
}

#[test]
fn a_setter_writes_a_number_like_json() {
    for (long, double) in [(i64::MIN, f64::MAX), (-1, -0.0), (0, 1.0), (1, 1e16), (i64::MAX, f64::MIN_POSITIVE)] {
        let patch = Kinds::patch().long(long).double(double);
        let text = serde_json::to_string(&patch).unwrap();
        let body = json!({"@odata.type": "#microsoft.graph.kinds", "long": long, "double": double});
        assert_eq!(text, body.to_string());
        assert_eq!(serde_json::to_value(&patch).unwrap().to_string(), text);
        assert!(patch.properties().map(|(_, value)| value.into_owned()).eq([json!(long), json!(double)]));
        assert_eq!(serde_json::from_str::<Partial<Kinds>>(&text).unwrap(), patch);
    }
    for (double, text) in [(f64::INFINITY, "INF"), (f64::NEG_INFINITY, "-INF"), (f64::NAN, "NaN")] {
        let body = json!({"@odata.type": "#microsoft.graph.kinds", "double": text});
        assert_eq!(serde_json::to_value(Kinds::patch().double(double)).unwrap(), body);
    }
}
