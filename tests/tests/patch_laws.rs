//! Property tests of patches, on an entity with every kind of property.

use graph_core::model::Duration;
use graph_core::{
    Additional, Binary, Date, DateTimeOffset, Flags, GraphComplex, GraphDerived, GraphEntity, GraphEnum, Guid, TimeOfDay, Untyped,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use serde_json::json;

#[derive(Clone, Debug, PartialEq, GraphEnum)]
enum Level {
    Low,
    High,
    #[graph(other)]
    Other(String),
}

#[derive(Clone, Debug, PartialEq, GraphEnum)]
#[graph(flags)]
enum Shown {
    Top,
    Left,
    Bottom,
    #[graph(other)]
    Other(String),
}

#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "microsoft.graph.limits")]
struct Limits {
    count: i32,
    text: Option<String>,
    inner: Option<Box<Limits>>,
    levels: Vec<Level>,
}

#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "microsoft.graph.namedRule", base = "microsoft.graph.rule")]
struct NamedRule {
    name: Option<String>,
    value: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "microsoft.graph.limitRule", base = "microsoft.graph.rule")]
struct LimitRule {
    limits: Limits,
}

#[derive(Clone, Debug, PartialEq, GraphDerived)]
#[graph(base = "microsoft.graph.rule")]
enum AnyRule {
    Named(NamedRule),
    Limit(Box<LimitRule>),
    #[graph(other)]
    Other(Untyped),
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.everything")]
struct Everything {
    #[graph(key)]
    id: String,
    flag: bool,
    small: i16,
    number: i32,
    big: i64,
    single: f32,
    double: Option<f64>,
    text: Option<String>,
    at: DateTimeOffset,
    day: Option<Date>,
    time: Option<TimeOfDay>,
    span: Option<Duration>,
    guid: Option<Guid>,
    bytes: Option<Binary>,
    level: Level,
    shown: Flags<Shown>,
    texts: Vec<String>,
    limits: Option<Limits>,
    rule: Option<AnyRule>,
    rules: Vec<AnyRule>,
    #[graph(etag)]
    etag: Option<String>,
    #[graph(additional)]
    additional: Additional,
}

fn level() -> impl Strategy<Value = Level> {
    prop_oneof![
        Just(Level::Low),
        Just(Level::High),
        "[a-z]{3,8}".prop_filter("a known member", |name| name != "low" && name != "high").prop_map(Level::Other)
    ]
}

fn limits() -> impl Strategy<Value = Limits> {
    let leaf = (any::<i32>(), option::of(".*"), vec(level(), 0..3)).prop_map(|(count, text, levels)| Limits {
        count,
        text,
        inner: None,
        levels,
    });
    leaf.prop_recursive(3, 6, 1, |inner| {
        (inner, any::<i32>(), option::of(".*")).prop_map(|(inner, count, text)| Limits {
            count,
            text,
            inner: Some(Box::new(inner)),
            levels: Vec::new(),
        })
    })
}

fn rule() -> impl Strategy<Value = AnyRule> {
    prop_oneof![
        (option::of(".*"), any::<Option<i64>>()).prop_map(|(name, value)| AnyRule::Named(NamedRule { name, value })),
        limits().prop_map(|limits| AnyRule::Limit(Box::new(LimitRule { limits }))),
        any::<i32>().prop_map(|x| AnyRule::Other(Untyped::from(json!({ "@odata.type": "#microsoft.graph.newRule", "x": x })))),
    ]
}

fn date_time() -> impl Strategy<Value = DateTimeOffset> {
    let texts = [
        "2016-12-31T23:58:21.6459442-08:00",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.9999999Z",
        "2017-01-01T00:00:17+05:30",
    ];
    proptest::sample::select(texts.to_vec()).prop_map(|text| text.parse().unwrap())
}

fn finite(value: f64) -> bool {
    value.is_finite()
}

prop_compose! {
    fn scalars()(
        flag in any::<bool>(), small in any::<i16>(), number in any::<i32>(), big in any::<i64>(), single in any::<f32>().prop_filter("finite", |value| value.is_finite()),
        double in option::of(any::<f64>().prop_filter("finite", |value| finite(*value))), text in option::of(".*"), at in date_time(),
        level in level(), shown in vec(proptest::sample::select(vec![Shown::Top, Shown::Left, Shown::Bottom]), 0..3),
    ) -> Everything {
        Everything {
            id: "1".into(), flag, small, number, big, single, double, text, at, level, shown: shown.into_iter().collect(),
            day: None, time: None, span: None, guid: None, bytes: None, texts: Vec::new(), limits: None, rule: None, rules: Vec::new(),
            etag: None, additional: Additional::new(),
        }
    }
}

prop_compose! {
    fn everything()(
        scalars in scalars(), dated in any::<bool>(), bytes in option::of(vec(any::<u8>(), 0..9)), texts in vec(".*", 0..3),
        limits in option::of(limits()), rule in option::of(rule()), rules in vec(rule(), 0..3), unknown in option::of(any::<i32>()),
    ) -> Everything {
        let additional = unknown.map(|value| ("unknown".to_owned(), json!(value))).into_iter().collect();
        let dated = |text: &'static str| dated.then_some(text);
        Everything {
            day: dated("2016-12-31").map(|text| text.parse().unwrap()),
            time: dated("12:00:00.1234567").map(|text| text.parse().unwrap()),
            span: dated("-PT17.1357909S").map(|text| text.parse().unwrap()),
            guid: dated("7e323db2-3db2-7e32-b23d-327eb23d327e").map(|text| text.parse().unwrap()),
            bytes: bytes.map(Binary::from), texts, limits, rule, rules, additional, ..scalars
        }
    }
}

/// Compares the text of `serde_json::to_string`, which is written without serde, with that of a writer that serde_json writes to.
fn same_text(value: &impl serde::Serialize) {
    let mut slow = std::io::Cursor::new(Vec::new());
    serde_json::to_writer(&mut slow, value).unwrap();
    let slow = String::from_utf8(slow.into_inner()).unwrap();
    assert_eq!(serde_json::to_string(value).unwrap(), slow);
    let pretty = serde_json::to_string_pretty(value).unwrap();
    assert_eq!(pretty, serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(&slow).unwrap()).unwrap());
}

proptest! {
    #[test]
    fn diff_applied_to_the_first_gives_the_second(a in everything(), b in everything()) {
        let patch = EverythingPatch::diff(&a, &b);
        let mut patched = a.clone();
        patch.apply(&mut patched).unwrap();
        prop_assert_eq!(&patched, &b);
        patch.apply(&mut patched).unwrap();
        prop_assert_eq!(&patched, &b, "applying it twice changes the result");
        prop_assert_eq!(a == b, patch.is_empty());
    }

    #[test]
    fn diff_with_itself_is_empty(a in everything()) {
        prop_assert!(EverythingPatch::diff(&a, &a).is_empty());
    }

    #[test]
    fn patches_and_entities_round_trip(a in everything(), b in everything()) {
        let text = serde_json::to_string(&a).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Everything>(&text).unwrap(), &a);
        let patch = EverythingPatch::diff(&a, &b);
        let text = serde_json::to_string(&patch).unwrap();
        let tag_first = text.starts_with(r##"{"@odata.type":"#microsoft.graph.everything""##);
        prop_assert!(tag_first, "{}", text);
        let read: EverythingPatch = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(&read, &patch);
        prop_assert_eq!(serde_json::to_string(&read).unwrap(), text);
    }

    #[test]
    fn text_is_the_same_through_any_serializer(a in everything(), b in everything()) {
        same_text(&a);
        same_text(&vec![Some(&a), None]);
        same_text(&EverythingPatch::diff(&a, &b));
    }

    #[test]
    fn patch_is_written_in_declaration_order(number in any::<i32>(), text in ".*") {
        let one = Everything::patch().number(number).text(text.as_str()).flag(true);
        let other = Everything::patch().flag(true).text(text.as_str()).number(number);
        prop_assert_eq!(serde_json::to_string(&one).unwrap(), serde_json::to_string(&other).unwrap());
    }
}

#[test]
fn property_is_absent_null_or_a_value() {
    let patch = Everything::patch().clear_text().number(1).set_or_clear_double(Some(0.5)).set_or_clear_day(None);
    let json = serde_json::to_value(&patch).unwrap();
    assert_eq!(
        json,
        json!({ "@odata.type": "#microsoft.graph.everything", "number": 1, "double": 0.5, "text": null, "day": null })
    );
    assert_eq!(serde_json::from_value::<EverythingPatch>(json).unwrap(), patch);
}

#[test]
fn complex_property_is_replaced_or_patched_inside() {
    let limits = Limits { count: 1, text: None, inner: None, levels: vec![Level::High] };
    let whole = serde_json::to_value(Everything::patch().limits(limits.clone())).unwrap();
    assert_eq!(
        whole["limits"],
        json!({ "@odata.type": "#microsoft.graph.limits", "count": 1, "text": null, "inner": null, "levels": ["high"] })
    );
    let inside = Everything::patch().limits(Limits::patch().count(2).inner(Limits::patch().clear_text()));
    let json = serde_json::to_value(&inside).unwrap();
    let tag = "#microsoft.graph.limits";
    assert_eq!(json["limits"], json!({ "@odata.type": tag, "count": 2, "inner": { "@odata.type": tag, "text": null } }));
}

#[test]
fn value_of_a_derived_type_is_patched_inside() {
    let patch = Everything::patch().rule(NamedRule::patch().value(2));
    let json = serde_json::to_value(&patch).unwrap();
    assert_eq!(json["rule"], json!({ "@odata.type": "#microsoft.graph.namedRule", "value": 2 }));

    let with = |rule| EverythingPatch::diff(&blank(None), &blank(Some(rule)));
    let applied = |to: AnyRule| {
        let mut entity = blank(None);
        with(to).apply(&mut entity).unwrap();
        patch.apply(&mut entity).unwrap();
        entity.rule
    };
    let named = |name: Option<&str>, value| AnyRule::Named(NamedRule { name: name.map(str::to_owned), value: Some(value) });
    assert_eq!(applied(named(Some("a"), 1)), Some(named(Some("a"), 2)), "other properties stay unchanged");
    let limits = Limits { count: 1, text: None, inner: None, levels: Vec::new() };
    let other = applied(AnyRule::Limit(Box::new(LimitRule { limits })));
    assert_eq!(other, Some(named(None, 2)), "a value of another type is replaced");
}

#[test]
fn additional_property_is_set_by_name() {
    let name = String::from("theme");
    let patch = Everything::patch().number(1).set_additional(&name, "Teal").set_additional("gone", json!(null));
    assert_eq!(
        serde_json::to_string(&patch).unwrap(),
        r##"{"@odata.type":"#microsoft.graph.everything","number":1,"theme":"Teal","gone":null}"##
    );
    let mut entity = blank(None);
    entity.additional.insert("gone".into(), json!(1));
    patch.apply(&mut entity).unwrap();
    assert_eq!(json!(entity.additional), json!({ "theme": "Teal" }));
    assert_eq!(entity.number, 1);

    let in_place = Everything::patch().number(1).set_additional("number", "one").set_additional("@odata.type", "#other");
    assert_eq!(serde_json::to_string(&in_place).unwrap(), r##"{"@odata.type":"#other","number":"one"}"##);
    in_place.apply(&mut entity).unwrap_err();
    assert_eq!(entity.number, 1);
}

#[test]
fn read_only_properties_are_never_in_a_patch() {
    #[derive(Clone, Debug, PartialEq, GraphComplex)]
    #[graph(odata_type = "microsoft.graph.usage")]
    struct Usage {
        limit: Option<i32>,
        #[graph(read_only)]
        used: Option<i32>,
    }

    #[derive(Clone, Debug, PartialEq, GraphEntity)]
    #[graph(odata_type = "microsoft.graph.drive", tag = "never")]
    struct Drive {
        #[graph(key)]
        id: String,
        usage: Option<Usage>,
        usages: Vec<Usage>,
    }

    let usage = |limit, used| Usage { limit: Some(limit), used };
    let drive = |usage, usages| Drive { id: "1".into(), usage, usages };
    let diff = |before: &Drive, after: &Drive| serde_json::to_value(DrivePatch::diff(before, after)).unwrap();
    let tag = "#microsoft.graph.usage";
    let before = drive(Some(usage(1, Some(1))), vec![usage(1, Some(1))]);
    assert_eq!(diff(&before, &drive(Some(usage(1, Some(2))), vec![usage(1, None)])), json!({}));
    assert_eq!(
        diff(&before, &drive(Some(usage(2, Some(2))), vec![usage(2, Some(2))])),
        json!({ "usage": { "@odata.type": tag, "limit": 2 }, "usages": [{ "@odata.type": tag, "limit": 2 }] })
    );
    assert_eq!(diff(&drive(None, vec![]), &before)["usage"], json!({ "@odata.type": tag, "limit": 1 }));
    assert_eq!(json!(Drive::patch().usage(usage(3, Some(3)))), json!({ "usage": { "@odata.type": tag, "limit": 3 } }));
}

#[test]
fn diff_ignores_expanded_properties() {
    #[derive(Clone, Debug, PartialEq, GraphEntity)]
    #[graph(odata_type = "microsoft.graph.group", tag = "never")]
    struct Group {
        #[graph(key)]
        id: String,
        mail: Option<String>,
        members: Option<Vec<Group>>,
    }

    let group = |mail: &str, members| Group { id: "1".into(), mail: Some(mail.into()), members };
    let diff = GroupPatch::diff(&group("a", Some(vec![group("b", None)])), &group("c", None));
    assert_eq!(json!(diff), json!({ "mail": "c" }));
}

#[test]
fn diff_ignores_the_order_of_flags() {
    let shown = |members: [Shown; 2]| Everything { shown: members.into_iter().collect(), ..blank(None) };
    let (one, other) = (shown([Shown::Top, Shown::Left]), shown([Shown::Left, Shown::Top]));
    assert_eq!(one, other);
    assert!(EverythingPatch::diff(&one, &other).is_empty());
    assert!(!EverythingPatch::diff(&one, &shown([Shown::Left, Shown::Other("right".into())])).is_empty());
}

fn blank(rule: Option<AnyRule>) -> Everything {
    Everything {
        id: "1".into(),
        flag: false,
        small: 0,
        number: 0,
        big: 0,
        single: 0.0,
        double: None,
        text: None,
        at: "2017-01-01T00:00:00Z".parse().unwrap(),
        day: None,
        time: None,
        span: None,
        guid: None,
        bytes: None,
        level: Level::Low,
        shown: Flags::new(),
        texts: Vec::new(),
        limits: None,
        rule,
        rules: Vec::new(),
        etag: None,
        additional: Additional::new(),
    }
}

#[test]
fn mismatched_value_is_an_error_with_its_path() {
    let whole = json!({ "@odata.type": "#microsoft.graph.everything", "id": "1" });
    let read = |name: &str, value: serde_json::Value| {
        let mut json = whole.clone();
        json[name] = value;
        serde_json::from_value::<EverythingPatch>(json).unwrap_err().to_string()
    };
    assert_eq!(
        read("rules", json!([{ "@odata.type": "microsoft.graph.limitRule", "limits": { "count": 1, "levels": [1] } }])),
        "property `rules[0].limits.levels[0]`: expected an enumeration member, found a number"
    );
    assert_eq!(read("number", json!(3_000_000_000_u64)), "property `number`: 3000000000 does not fit Int32");
    assert_eq!(read("single", json!(1e39)), "property `single`: 1e+39 does not fit Single");
    assert_eq!(read("number", json!(null)), "property `number`: null, but declared non-nullable");
    assert_eq!(read("at", json!("yesterday")), "property `at`: expected DateTimeOffset, found the text \"yesterday\"");
    let missing = serde_json::from_value::<Everything>(whole).unwrap_err().to_string();
    assert_eq!(missing, "property `flag`: missing");
    let twice = serde_json::from_str::<EverythingPatch>(r#"{ "number": 1, "number": 2 }"#).unwrap_err().to_string();
    assert!(twice.starts_with("property `number`: present twice"), "{twice}");
    let other =
        serde_json::from_value::<EverythingPatch>(json!({ "@odata.type": "#microsoft.graph.user" })).unwrap_err().to_string();
    assert_eq!(other, "expected a microsoft.graph.everything, found a #microsoft.graph.user");
}
