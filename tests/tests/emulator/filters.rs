use super::entities::*;
use super::*;
use graph_core::model::PropertyValue;
use graph_core::query::Qualified;
use graph_core::{Client, Filter, Flags, GraphEntity, Guid, graph_ids, graph_paths, property};

/// Returns a client of an emulator with five things. Each thing is greater than the one before it in every ordered property; the first
/// thing has no text.
fn things() -> Client {
    let emulator = Emulator::new().with::<Thing>();
    for n in 0..5_u8 {
        let path = Thing::v1().things(&ThingId::new(n.to_string()).unwrap());
        let thing = Thing {
            created: format!("2026-11-22T0{n}:30:00.5-08:00").parse().unwrap(),
            text: (n > 0).then(|| format!("it's {n}")),
            truth: n > 2,
            byte: n,
            short: i16::from(n) - 2,
            int: i32::from(n) * 1_000_000,
            long: i64::MAX - 4 + i64::from(n),
            single: f32::from(n) / 10.0,
            double: if n < 4 { f64::from(n) / 10.0 } else { f64::INFINITY },
            day: format!("2026-11-2{n}").parse().unwrap(),
            clock: format!("0{n}:00:00").parse().unwrap(),
            span: format!("PT{n}H").parse().unwrap(),
            guid: guid(n),
            color: if n % 2 == 0 { Color::Red } else { Color::Green },
            sides: [Side::Right, Side::Left].into_iter().take(n.into()).collect::<Flags<Side>>(),
            shape: AnyShape::Circle(Circle { radius: 1.0 }),
            ..Thing::blank()
        };
        emulator.seed(&path, &thing);
    }
    emulator.client()
}

fn guid(n: u8) -> Guid {
    format!("00000000-0000-0000-0000-00000000000{n}").parse().unwrap()
}

/// Returns the ids of the things that match a filter.
async fn passed(graph: &Client, filter: Filter<Thing>) -> String {
    let text = filter.to_string();
    let passed = graph.list(Thing::v1().things_collection()).filter(filter).stream().collect().await;
    passed.unwrap_or_else(|error| panic!("{text}: {error}")).into_iter().map(|thing| thing.id).collect()
}

/// Returns the error message for a refused filter.
async fn refusal(graph: &Client, filter: Filter<Thing>) -> String {
    let error = graph.list(Thing::v1().things_collection()).filter(filter).stream().collect().await.unwrap_err();
    let service = error.service().unwrap_or_else(|| panic!("{error}"));
    assert_eq!(service.status, 400, "{error}");
    service.message.clone().unwrap()
}

macro_rules! ordered {
    ($graph:expr, $name:ident, $third:expr) => {{
        let name = property!(Thing, $name);
        let cases = [
            (name.eq($third), "2"),
            (name.ne($third), "0134"),
            (name.gt($third), "34"),
            (name.ge($third), "234"),
            (name.lt($third), "01"),
            (name.le($third), "012"),
            (name.one_of([$third, $third]), "2"),
        ];
        for (filter, ids) in cases {
            let text = filter.to_string();
            assert_eq!(passed($graph, filter).await, ids, "{text}");
        }
    }};
}

#[tokio::test]
async fn ordered_types_are_compared() {
    let graph = &things();
    ordered!(graph, byte, 2);
    ordered!(graph, short, 0);
    ordered!(graph, int, 2_000_000);
    ordered!(graph, long, i64::MAX - 2);
    ordered!(graph, single, 0.2);
    ordered!(graph, double, 0.2);
    // The same instant as that of the third thing, written with another UTC offset.
    ordered!(graph, created, &"2026-11-22T16:00:00.500+05:30".parse::<graph_core::DateTimeOffset>().unwrap());
    ordered!(graph, day, &"2026-11-22".parse::<graph_core::Date>().unwrap());
    ordered!(graph, clock, &"02:00:00".parse::<graph_core::TimeOfDay>().unwrap());
    ordered!(graph, span, &"PT120M".parse::<graph_core::model::Duration>().unwrap());
    assert_eq!(passed(graph, property!(Thing, double).eq(f64::INFINITY)).await, "4");
}

#[tokio::test]
async fn texts_members_guids_and_booleans_are_compared() {
    let graph = &things();
    let (text, color) = (property!(Thing, text), property!(Thing, color));
    let cases = [
        (text.eq("it's 1"), "1"),
        (text.gt("it's 2"), "34"),
        (text.lt("it's 2"), "1"),
        (text.is_null(), "0"),
        (text.is_not_null(), "1234"),
        (Filter::raw("text le null"), ""),
        (text.one_of(["it's 4", "a,b) or 'c"]).or(text.is_null()), "04"),
        (text.one_of([""; 0]), ""),
        (text.starts_with("it's"), "1234"),
        (text.starts_with("It's"), ""),
        (color.eq(Color::Green), "13"),
        (color.eq(Qualified::new("microsoft.graph.color", Color::Green)), "13"),
        (property!(Thing, sides).has(Qualified::new("microsoft.graph.side", Side::Left)), "234"),
        (color.one_of([Color::Red, Color::Green]), "01234"),
        (property!(Thing, sides).eq(Flags::from([Side::Right, Side::Left])), "234"),
        (property!(Thing, truth).eq(true), "34"),
        (property!(Thing, guid).ne(guid(3)), "0124"),
        (property!(Thing, id).eq("3"), "3"),
        (property!(Thing, place).is_null(), "01234"),
    ];
    for (filter, ids) in cases {
        let text = filter.to_string();
        assert_eq!(passed(graph, filter).await, ids, "{text}");
    }
}

#[tokio::test]
async fn operators_have_odatas_precedence() {
    let graph = &things();
    let byte = |n: u8| property!(Thing, byte).eq(n);
    let truth = || property!(Thing, truth).eq(true);
    let cases = [
        (byte(1).or(byte(2)).or(byte(3)).and(truth()), "3"),
        (byte(1).or(byte(2).or(byte(3)).and(truth())), "13"),
        (!byte(1).or(truth()), "02"),
        ((!byte(1)).and(!truth()), "02"),
        (Filter::raw("byte eq 1 or byte eq 3 and truth eq false"), "1"),
        (Filter::raw(" ( not startswith( id , '1' )and(byte lt 1) ) "), "0"),
        (Filter::raw("truth eq false and byte ge 1 and byte ne 2"), "1"),
    ];
    for (filter, ids) in cases {
        let text = filter.to_string();
        assert_eq!(passed(graph, filter).await, ids, "{text}");
    }
    let chain = (0..90).fold(byte(0), |chain, n| chain.or(byte(n)));
    assert_eq!(passed(graph, chain).await, "01234");
}

// OData URL conventions 4.01, §5.1.1.1.6 and §5.1.1.1.9: the property `text` of the thing `0` is null.
#[tokio::test]
async fn null_is_neither_true_nor_false() {
    let graph = &things();
    let cases = [
        (" ( not startswith( text , 'it' )and(byte lt 1) ) ", ""),
        ("not startswith(text,'it''s 1')", "234"),
        ("not (startswith(text,'it') and byte lt 1)", "1234"),
        ("not (startswith(text,'it') and byte ge 1)", "0"),
        ("not (startswith(text,'it') or byte ge 1)", ""),
        ("startswith(text,'it') or byte lt 1", "01234"),
        ("not (text lt 'it')", "01234"),
    ];
    for (filter, ids) in cases {
        assert_eq!(passed(graph, Filter::raw(filter)).await, ids, "{filter}");
    }
}

#[tokio::test]
async fn a_number_may_be_of_a_wider_type_than_its_property() {
    let graph = &things();
    let cases = [
        ("byte eq 256", ""),
        ("byte lt 300", "01234"),
        ("byte gt -1", "01234"),
        ("int gt 1000000.5", "234"),
        ("byte in (1,2.5,300)", "1"),
        ("long lt 9223372036854775808", "01234"),
        ("single lt 1e300", "01234"),
        ("byte div 2 eq 1", "23"),
        ("byte divby 2 eq 1.5", "3"),
        ("byte divby 2 eq 1", "2"),
    ];
    for (filter, ids) in cases {
        assert_eq!(passed(graph, Filter::raw(filter)).await, ids, "{filter}");
    }
}

graph_ids! { pub SeriesId; }

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.series", tag = "never")]
#[graph_paths(v1, "/series/{seriesId}")]
pub struct Series {
    #[graph(key)]
    pub id: String,
    pub ints: Vec<i32>,
    pub colors: Vec<Color>,
    pub facts: Vec<bool>,
}

#[tokio::test]
async fn a_collection_is_not_a_single_value() {
    let emulator = Emulator::new().with::<Series>();
    let cases = [
        ("$orderby=ints", "Invalid $orderby by 'ints': a collection has no order"),
        ("$orderby=colors", "by 'colors': a collection has no order"),
        ("$filter=ints add 1 eq 2", "by 'ints': expected a number, not a collection"),
        ("$filter=1 sub ints eq 2", "by 'ints': expected a number, not a collection"),
        ("$filter=-ints eq 2", "by 'ints': expected a number, not a collection"),
        ("$filter=ints in (null)", "by 'ints': a collection is not compared"),
        ("$filter=ints in (1)", "by 'ints': a collection is not compared"),
        ("$filter=colors has null", "by 'colors': `has` takes an enumeration"),
        ("$filter=facts", "by 'facts': expected a condition"),
        ("$filter=ints gt null", "by 'ints': a collection is not compared"),
    ];
    for (query, says) in cases {
        let message = refused(&get(&emulator, &format!("/v1.0/series?{}", query.replace(' ', "%20"))).await, 400);
        assert!(message.contains(says), "{query}: {message}");
    }
    assert_eq!(get(&emulator, "/v1.0/series?$filter=ints%20ne%20null").await.status(), 200);
}

#[tokio::test]
async fn an_invalid_filter_is_refused_with_the_place() {
    let graph = &things();
    let cases = [
        ("contain(text,'a')", "Invalid $filter by 'contain': the function is not known"),
        ("byte eq 1 xor byte eq 2", "at 'xor byte eq 2'"),
        ("byte plus 1 eq 2", "at 'plus 1 eq 2'"),
        ("place/town eq 'a'", "named 'town' on type 'microsoft.graph.place'"),
        ("(byte eq 1", "at its end: expected `)`"),
        ("byte eq 1)", "at ')'"),
        ("text eq 'open", "at 'open'"),
        ("", "at its end"),
        ("not byte eq 1", "by 'byte': expected a condition; write `not (…)`"),
        ("wrong eq 1", "Could not find a property named 'wrong' on type 'microsoft.graph.thing'"),
        ("byte eq 'x'", "by 'byte': 'x' is not a value of its type"),
        ("text eq 5", "by 'text': 5 is not a value of its type"),
        ("created eq '2026-11-22T00:00:00Z'", "'2026-11-22T00:00:00Z' is not a value of its type"),
        ("created eq 2026-11-32", "'created'"),
        ("byte eq 2x", "'byte'"),
        ("byte eq true", "'byte'"),
        ("text eq 2.5", "by 'text': 2.5 is not a value of its type"),
        ("color eq 'blue'", "by 'color': 'blue' is not a member of the enumeration"),
        ("color in ('red','purple')", "'purple' is not a member"),
        ("sides eq 'left,up'", "'up' is not a member"),
        ("color gt 'red'", "by 'color': its values have no order"),
        ("startswith(byte,'1')", "by 'byte': startswith takes a String"),
        ("tags eq 'a'", "a collection is not compared"),
        ("place eq 'a'", "by 'place'"),
    ];
    for (filter, says) in cases {
        let message = refusal(graph, Filter::raw(filter)).await;
        assert!(message.contains(says), "{filter}: {message}");
    }
    let deep = format!("{}byte eq 1{}", "(".repeat(10_000), ")".repeat(10_000));
    assert!(refusal(graph, Filter::raw(deep)).await.contains("more than 100 parentheses or operators"));
    assert!(refusal(graph, property!(Thing, color).eq(Color::Other("blue".into()))).await.contains("'blue' is not a member"));
}
