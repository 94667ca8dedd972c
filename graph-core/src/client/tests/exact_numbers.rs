//! Tests that numbers keep all their digits where the model keeps a number as the service sent it (case A11).

use serde_json::Value;

use super::*;
use crate::emulator::Emulator;
use crate::model::path::Path;
use crate::testing::{Record, Recording, Replay};
use crate::{Additional, Decimal, GraphComplex, GraphEntity, Json, Partial, Untyped, graph_ids, graph_paths, properties};

graph_ids! { pub(crate) OfferId; }

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.offer", crate = crate)]
#[graph_paths(v1, offers = "/offers/{offerId}")]
pub(crate) struct Offer {
    #[graph(key)]
    id: String,
    price: Option<Decimal>,
    prices: Vec<Decimal>,
    json: Option<Json>,
    untyped: Option<Untyped>,
    part: Option<Part>,
    long: Option<i64>,
    ratio: Option<f64>,
    #[graph(additional)]
    additional: Additional,
}

#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "microsoft.graph.part", tag = "never", crate = crate)]
pub(crate) struct Part {
    price: Option<Decimal>,
}

/// Numbers that change their value or their spelling if they are converted to a double or a 64-bit integer.
const NUMBERS: [&str; 10] = [
    "12345678901234567890.123456789",
    "18446744073709551616",
    "-9223372036854775809",
    "340282366920938463463374607431768211456",
    "1.10",
    "1e+400",
    "-0",
    "-0.00",
    "0.1000000000000000055511151231257827",
    "0.0000000000000000000000000001",
];

/// Returns the JSON of an offer with this number in every kind of property.
fn offer_json(number: &str) -> String {
    format!(
        r##"{{"@odata.type":"#microsoft.graph.offer","id":"a","price":{number},"prices":[{number},1],"json":[{number}],"untyped":{{"n":{number}}},"part":{{"price":{number}}},"n":{{"deep":[{number}]}}}}"##
    )
}

fn offer() -> Path<Offer> {
    Offer::v1().offers(&OfferId::new("a").unwrap())
}

fn patch_json(number: &str) -> String {
    offer_json(number).replace(r#""id":"a","#, "")
}

fn offer_patch(number: &str) -> OfferPatch {
    serde_json::from_str(&patch_json(number)).unwrap()
}

#[tokio::test]
async fn digits_survive_a_response_and_its_way_back() {
    for number in NUMBERS {
        let body = offer_json(number);
        let page = format!("{{\"value\":[{body}]}}");
        let answers =
            [answer(200, &[], body.clone()), answer(200, &[], page), answer(200, &[], body.clone()), answer(204, &[], "")];
        let script = Script::new(answers);
        let graph = script.client();
        let offer = graph.get(self::offer()).await.unwrap().body;
        assert_eq!(offer.price.as_ref().unwrap().as_str(), number);
        assert_eq!(serde_json::to_string(&offer).unwrap(), body);
        let listed = graph.list(Offer::v1().offers_collection()).stream().collect().await.unwrap();
        assert_eq!(listed, std::slice::from_ref(&offer));
        assert_eq!(serde_json::to_string(&listed).unwrap(), format!("[{body}]"));
        let selected = graph.get(self::offer()).select(properties!(Offer, price, json)).await.unwrap().body;
        assert_eq!(serde_json::to_string(&selected).unwrap(), body);
        graph.patch(self::offer(), offer_patch(number)).await.unwrap();
        assert_eq!(script.requests().last().unwrap().body(), &patch_json(number));
    }
}

#[tokio::test]
async fn digits_survive_a_diff_and_a_local_patch() {
    let none = r#"{"id":"a","prices":[]}"#;
    let before: Offer = serde_json::from_str(none).unwrap();
    for number in NUMBERS {
        let after: Offer = serde_json::from_str(&offer_json(number)).unwrap();
        let patch = Partial::diff(&before, &after);
        assert_eq!(serde_json::to_string(&patch).unwrap(), patch_json(number));
        let mut patched = before.clone();
        patch.apply(&mut patched).unwrap();
        assert_eq!(serde_json::to_string(&patched).unwrap(), offer_json(number));
    }
}

#[test]
fn other_spellings_of_a_value_are_no_change() {
    let read = |number: &str| serde_json::from_str::<Offer>(&offer_json(number)).unwrap();
    for (a, b) in [("1.0", "1.00"), ("1", "1.0"), ("100", "1e2"), ("-0", "0"), ("18446744073709551616", "18446744073709551616.0")]
    {
        assert!(Partial::diff(&read(a), &read(b)).is_empty(), "{a} {b}");
        let partial = |number| serde_json::from_str::<Partial<Offer>>(&offer_json(number)).unwrap();
        assert_eq!(partial(a), partial(b));
    }
    let changed = Partial::diff(&read("18446744073709551616"), &read("18446744073709551617"));
    assert_eq!(serde_json::to_string(&changed).unwrap(), patch_json("18446744073709551617"));
    let double = |ratio| Offer { ratio: Some(ratio), ..read("1") };
    assert!(Partial::diff(&double(0.0), &double(-0.0)).is_empty());
}

#[tokio::test]
async fn digits_survive_a_batch() {
    for number in NUMBERS {
        let answers =
            format!(r#"{{"responses":[{{"id":"1","status":200,"body":{}}},{{"id":"2","status":204}}]}}"#, offer_json(number));
        let script = Script::new([answer(200, &[], answers)]);
        let graph = script.client();
        let mut batch = graph.batch();
        let read = batch.add(graph.get(offer()));
        let _ = batch.add(graph.patch(offer(), offer_patch(number)));
        let mut results = batch.send().await.unwrap();
        assert_eq!(serde_json::to_string(&results.take(read).unwrap().body).unwrap(), offer_json(number));
        let sent = script.requests().pop().unwrap().into_body();
        assert!(String::from_utf8_lossy(&sent).contains(&format!(r#""body":{}"#, patch_json(number))));
    }
}

#[tokio::test]
async fn digits_survive_the_emulator_and_a_recording() {
    let emulator = Emulator::new().with::<Offer>();
    let recorder = Arc::new(Record::new(emulator.clone()));
    for number in NUMBERS {
        emulator.seed(&offer(), &serde_json::from_str(&offer_json(number)).unwrap());
        let graph = Client::new(recorder.clone(), StaticToken::new("emulated"));
        let mut batch = graph.batch();
        let patched = batch.add(graph.patch(offer(), offer_patch(number)));
        let body = batch.send().await.unwrap().take(patched).unwrap().body.unwrap();
        assert_eq!(body.price.as_ref().unwrap().as_str(), number);
        assert_eq!(serde_json::to_string(&graph.get(offer()).await.unwrap().body).unwrap(), offer_json(number));
    }
    let recording = Recording::from_json(&recorder.recording().to_json()).unwrap();
    let replayed = Client::new(Replay::new(recording), StaticToken::new("t"));
    let body = replayed.get(offer()).await.unwrap().body;
    assert_eq!(serde_json::to_string(&body).unwrap(), offer_json(NUMBERS[0]));
}

#[test]
fn numbers_as_text_are_read_where_odata_allows_text() {
    let read = |members: &str| serde_json::from_str::<Offer>(&format!(r#"{{"id":"a","prices":[],{members}}}"#));
    let text = |members: &str| {
        let text = format!(r#"{{"id":"a","prices":[],{members}}}"#);
        <Offer as crate::PropertyValue>::read_text(text.as_bytes()).map(|decoded| decoded.value)
    };
    let compatible = r#""price":"1.50","long":"-9223372036854775808","ratio":"-INF","part":{"price":"1E2"}"#;
    let offer = read(compatible).unwrap();
    assert_eq!(text(compatible).unwrap(), offer);
    assert_eq!((offer.long, offer.ratio), (Some(i64::MIN), Some(f64::NEG_INFINITY)));
    assert_eq!(serde_json::to_value(&offer).unwrap()["price"].to_string(), "1.50");
    for (members, problem) in [
        (r#""price":"INF""#, "property `price`: expected Decimal, found the text \"INF\""),
        (r#""price":[]"#, "property `price`: expected Decimal, found an array"),
        (r#""long":9223372036854775808"#, "property `long`: 9223372036854775808 does not fit Int64"),
        (r#""long":1.5"#, "property `long`: 1.5 does not fit Int64"),
        (r#""long":"1.5""#, "property `long`: expected Int64, found the text \"1.5\""),
        (r#""ratio":1e400"#, "property `ratio`: 1e+400 does not fit Double"),
        (r#""ratio":true"#, "property `ratio`: expected Double, found a Boolean"),
    ] {
        assert_eq!(read(members).unwrap_err().to_string(), problem);
        let error = text(members).unwrap_err();
        assert_eq!(std::error::Error::source(&error).unwrap().to_string(), problem);
    }
    let long = format!(r#""price":{}"#, "7".repeat(100_000));
    assert!(read(&long).unwrap_err().to_string().len() < 200);
    let long = long.replace("price", "long");
    assert!(read(&long).unwrap_err().to_string().len() < 200);
}

#[test]
fn integers_and_doubles_are_read_exactly() {
    for (number, long) in [("9007199254740993", 9_007_199_254_740_993), ("-0", 0), ("9223372036854775807", i64::MAX)] {
        let text = format!(r#"{{"id":"a","prices":[],"long":{number},"ratio":{number}}}"#);
        let offer = <Offer as crate::PropertyValue>::read_text(text.as_bytes()).unwrap().value;
        assert_eq!((offer.long, offer.ratio), (Some(long), number.parse().ok()));
        assert_eq!(serde_json::from_str::<Offer>(&text).unwrap(), offer);
    }
}

#[test]
fn an_object_that_looks_like_a_kept_number_stays_an_object() {
    let token = "$serde_json::private::Number";
    for json in [format!(r#"{{"{token}":"x"}}"#), format!(r#"{{"{token}":"1","a":2}}"#), format!(r#"{{"a":2,"{token}":"1"}}"#)] {
        let offer: Offer = serde_json::from_str(&format!(r#"{{"id":"a","prices":[],"json":{json}}}"#)).unwrap();
        assert_eq!(offer.json.map(|json| json.is_object()), Some(true));
    }
    // An entity can also be deserialized from a `Value`. `serde_json` then passes some numbers on as an integer or a double of the same
    // value.
    for number in NUMBERS {
        let tree: Value = serde_json::from_str(&offer_json(number)).unwrap();
        let visited = match number {
            "-0" => "0",
            "0.0000000000000000000000000001" => "1e-28",
            number => number,
        };
        assert_eq!(serde_json::to_string(&serde_json::from_value::<Offer>(tree).unwrap()).unwrap(), offer_json(visited));
    }
}
