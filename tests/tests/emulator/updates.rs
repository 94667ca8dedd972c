use super::entities::*;
use super::*;
use serde_json::json;

const THING: &str = "/v1.0/things/t1";

async fn thing(body: Value) -> Response<Bytes> {
    patch(&Emulator::new().with::<Thing>(), THING, body.to_string()).await
}

#[tokio::test]
async fn a_patch_changes_what_it_names_and_nothing_else() {
    let emulator = Emulator::new().with::<Thing>();
    let before = json(&get(&emulator, THING).await);
    let response = patch(&emulator, THING, r#"{"int":7,"tags":["a"],"text":"t"}"#).await;
    assert_eq!(response.status(), 200);
    let after = json(&response);
    let mut expected = before.clone();
    for (name, value) in [("int", json!(7)), ("tags", json!(["a"])), ("text", json!("t"))] {
        expected[name] = value;
    }
    expected["@odata.etag"] = after["@odata.etag"].clone();
    assert_eq!(after.to_string(), expected.to_string(), "in the order of the declaration");
    assert_ne!(after["@odata.etag"], before["@odata.etag"]);
    assert_eq!(response.headers()["etag"].to_str().unwrap(), after["@odata.etag"]);
    assert_eq!(json(&patch(&emulator, THING, r#"{"text":null}"#).await)["text"], Value::Null);
    assert_eq!(json(&get(&emulator, THING).await)["int"], 7);
}

#[tokio::test]
async fn complex_values_merge_and_collections_are_replaced() {
    let emulator = Emulator::new().with::<Thing>();
    patch(&emulator, THING, r#"{"place":{"city":"Ulm","floor":2},"places":[{"floor":1},{"floor":2}]}"#).await;
    let body = json(&patch(&emulator, THING, r#"{"place":{"inner":{"city":"Jena"}},"places":[{"city":"Bonn"}]}"#).await);
    assert_eq!(body["place"], json!({"city": "Ulm", "floor": 2, "inner": {"city": "Jena", "floor": 0, "inner": null}}));
    assert_eq!(body["places"], json!([{"city": "Bonn", "floor": 0, "inner": null}]), "what is never null is filled in");
    let body = json(&patch(&emulator, THING, r#"{"place":null}"#).await);
    assert_eq!(body["place"], Value::Null);
}

#[tokio::test]
async fn values_of_derived_types_are_told_apart_by_their_tags() {
    let emulator = Emulator::new().with::<Thing>();
    let square = r#"{"shape":{"@odata.type":"microsoft.graph.square","side":2.5}}"#;
    assert_eq!(json(&patch(&emulator, THING, square).await)["shape"]["side"], 2.5);
    let message = refused(&patch(&emulator, THING, r#"{"shape":{"radius":1}}"#).await, 400);
    assert!(message.contains("'shape.radius'"), "the stored square has none: {message}");
    let unknown = r##"{"shape":{"@odata.type":"#microsoft.graph.star","points":5}}"##;
    assert_eq!(json(&patch(&emulator, THING, unknown).await)["shape"]["points"], 5);
}

#[tokio::test]
async fn a_wrong_value_is_refused_with_its_property() {
    let cases = [
        ("truth", json!({"truth": 1})),
        ("byte", json!({"byte": 256})),
        ("byte", json!({"byte": -1})),
        ("short", json!({"short": 40000})),
        ("int", json!({"int": 2_147_483_648_i64})),
        ("int", json!({"int": 1.5})),
        ("int", json!({"int": "1"})),
        ("int", json!({"int": null})),
        ("long", json!({"long": 1e300})),
        ("single", json!({"single": 1e300})),
        ("double", json!({"double": "1"})),
        ("text", json!({"text": 1})),
        ("day", json!({"day": "2026-02-30"})),
        ("clock", json!({"clock": "24:00"})),
        ("span", json!({"span": "1 day"})),
        ("guid", json!({"guid": "x"})),
        ("bytes", json!({"bytes": "*"})),
        ("betaOnly", json!({"betaOnly": null})),
        ("color", json!({"color": "blue"})),
        ("sides", json!({"sides": "left,up"})),
        ("tags", json!({"tags": "a"})),
        ("tags[1]", json!({"tags": ["a", 2]})),
        ("tags[0]", json!({"tags": [null]})),
        ("place", json!({"place": []})),
        ("place.floor", json!({"place": {"floor": null}})),
        ("place.inner.floor", json!({"place": {"inner": {"floor": "x"}}})),
        ("place.street", json!({"place": {"street": "x"}})),
        ("places[1].street", json!({"places": [{"floor": 1}, {"street": "x"}]})),
        ("shape.side", json!({"shape": {"@odata.type": "#microsoft.graph.circle", "side": 1}})),
        ("unknown", json!({"int": 1, "unknown": 1})),
        ("@odata.type", json!({"@odata.type": "#microsoft.graph.other"})),
        ("@odata.type", json!({"@odata.type": 1})),
    ];
    for (property, body) in cases {
        let message = refused(&thing(body.clone()).await, 400);
        assert!(message.contains(&format!("'{property}'")), "{body}: {message}");
    }
    let strict = Emulator::new().with::<Thing>().strict();
    for (property, body) in [("id", r#"{"id":"t1"}"#), ("created", r#"{"created":"2026-01-01T00:00:00Z"}"#)] {
        let message = refused(&patch(&strict, THING, body).await, 400);
        assert!(message.contains(&format!("'{property}'")), "{body}: {message}");
    }
}

#[tokio::test]
async fn values_at_the_edge_of_their_type_fit() {
    let edges = json!({
        "truth": true, "byte": 255, "short": -32768, "int": -2_147_483_648_i64, "long": i64::MIN, "single": 3.4e38, "double": "-INF",
        "text": "", "day": "9999-12-31", "clock": "23:59:59.9999999", "span": "-P1DT2H", "bytes": "AA==", "betaOnly": -1,
        "color": "green", "sides": "left, right", "places": [], "@odata.type": "microsoft.graph.thing", "text@odata.type": "String",
    });
    assert_eq!(thing(edges).await.status(), 200);
}

// E2: SDKs send back what they read.
#[tokio::test]
async fn the_key_and_read_only_properties_are_ignored() {
    let emulator = Emulator::new().with::<Thing>();
    let body = json(&patch(&emulator, THING, r#"{"id":"other","created":"2026-01-01T00:00:00Z","int":1}"#).await);
    assert_eq!((&body["id"], &body["created"], &body["int"]), (&json!("t1"), &json!("1970-01-01T00:00:00Z"), &json!(1)));
}

#[tokio::test]
async fn open_types_take_any_property_and_tags_are_optional() {
    let emulator = Emulator::new().with::<Bag>();
    let body = json(&patch(&emulator, "/v1.0/bags/1", r#"{"more":{"a":[1]},"label":"l"}"#).await);
    assert_eq!(body.to_string(), r#"{"number":1,"label":"l","more":{"a":[1]}}"#);
    assert_eq!(json(&patch(&emulator, "/v1.0/bags/1", r#"{"more":null}"#).await).get("more"), None);
    // E3: a correct `@odata.type` is accepted.
    let tag = r##"{"@odata.type":"#microsoft.graph.bag","label":"t"}"##;
    assert_eq!(json(&patch(&emulator, "/v1.0/bags/1", tag).await)["label"], "t");
    let other = patch(&emulator, "/v1.0/bags/1", r##"{"@odata.type":"#microsoft.graph.box"}"##).await;
    assert!(refused(&other, 400).contains("@odata.type"));
    let strict = Emulator::new().with::<Bag>().strict();
    assert!(refused(&patch(&strict, "/v1.0/bags/1", tag).await, 400).contains("@odata.type"));
}

#[tokio::test]
async fn a_body_that_is_not_a_json_object_is_refused() {
    let emulator = Emulator::new().with::<Thing>();
    for body in ["", "{", "[]", "1", "{} x", r#"{"int":1,"int":2}"#, "\u{0}"] {
        refused(&patch(&emulator, THING, body).await, 400);
    }
    refused(&patch(&emulator, THING, vec![b'{', 0xff]).await, 400);
    refused(&patch(&emulator, THING, "[".repeat(100_000)).await, 400);
    for content_type in ["text/plain", "application/jsonx", ""] {
        refused(&send(&emulator, request("PATCH", THING).header("content-type", content_type), "{}").await, 415);
    }
    refused(&send(&emulator, request("PATCH", THING), "{}").await, 415);
    let charset = request("PATCH", THING).header("content-type", "Application/JSON; charset=utf-8");
    assert_eq!(send(&emulator, charset, "{}").await.status(), 200);
}

#[tokio::test]
async fn a_stale_etag_is_refused() {
    let emulator = Emulator::new().with::<Thing>();
    let first = get(&emulator, THING).await.headers()["etag"].clone();
    let guarded = |etag: &str| request("PATCH", THING).header("content-type", "application/json").header("if-match", etag);
    let second = send(&emulator, guarded(first.to_str().unwrap()), r#"{"int":1}"#).await;
    assert_eq!(second.status(), 200);
    refused(&send(&emulator, guarded(first.to_str().unwrap()), r#"{"int":2}"#).await, 412);
    refused(&send(&emulator, guarded("nonsense"), r#"{"int":2}"#).await, 412);
    assert_eq!(json(&get(&emulator, THING).await)["int"], 1);
    assert_eq!(send(&emulator, guarded("*"), "{}").await.status(), 200);
    let list = format!("\"x\", {}", emulator_etag(&emulator).await.trim_start_matches("W/"));
    assert_eq!(send(&emulator, guarded(&list), "{}").await.status(), 200, "{list}");
    let etag = emulator_etag(&emulator).await;
    let unchanged = send(&emulator, request("GET", THING).header("if-none-match", &etag), "").await;
    assert_eq!((unchanged.status().as_u16(), unchanged.body().len()), (304, 0));
}

async fn emulator_etag(emulator: &Emulator) -> String {
    get(emulator, THING).await.headers()["etag"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn prefer_decides_whether_there_is_a_body() {
    let (full, short) = (Emulator::new().with::<Thing>(), Emulator::new().with::<Thing>().no_content());
    for (emulator, prefer, status, applied) in [
        (&full, "return=minimal", 204, Some("return=minimal")),
        (&full, "odata.maxpagesize=2, return=representation", 200, Some("return=representation")),
        (&full, "other", 200, None),
        (&short, "other", 204, None),
        (&short, "return=representation", 200, Some("return=representation")),
    ] {
        let request = request("PATCH", THING).header("content-type", "application/json").header("prefer", prefer);
        let response = send(emulator, request, "{}").await;
        assert_eq!(response.status(), status, "{prefer}");
        assert_eq!(response.headers().get("preference-applied").map(|value| value.to_str().unwrap()), applied);
        assert_eq!(response.body().is_empty(), status == 204);
        assert!(response.headers().contains_key("etag"));
    }
}

#[tokio::test]
async fn elements_can_be_null_where_declared() {
    use graph_core::{GraphEntity, graph_ids, graph_paths};

    graph_ids! { PollId; }

    #[derive(Clone, Debug, PartialEq, GraphEntity)]
    #[graph(odata_type = "microsoft.graph.poll")]
    #[graph_paths(v1, "/polls/{pollId}")]
    struct Poll {
        #[graph(key)]
        id: String,
        answers: Vec<Option<String>>,
        questions: Vec<String>,
    }

    let emulator = Emulator::new().with::<Poll>();
    let path = Poll::v1().polls(&PollId::new("1").unwrap());
    let sent = vec![None, Some("yes".to_owned())];
    let patched = emulator.client().patch(path, Poll::patch().answers(sent.clone())).await.unwrap();
    assert_eq!(patched.body.unwrap().answers, sent);
    let refused = patch(&emulator, "/v1.0/polls/1", r#"{"questions": [null]}"#).await;
    assert_eq!(refused.status(), 400);
}

#[tokio::test]
async fn read_only_properties_inside_values_are_ignored_or_refused() {
    use graph_core::{GraphComplex, GraphEntity, graph_ids, graph_paths};

    graph_ids! { DriveId; }

    #[derive(Clone, Debug, PartialEq, GraphComplex)]
    #[graph(odata_type = "microsoft.graph.usage")]
    struct Usage {
        limit: Option<i32>,
        #[graph(read_only)]
        used: Option<i32>,
    }

    #[derive(Clone, Debug, PartialEq, GraphEntity)]
    #[graph(odata_type = "microsoft.graph.drive")]
    #[graph_paths(v1, "/drives/{driveId}")]
    struct Drive {
        #[graph(key)]
        id: String,
        usage: Option<Usage>,
    }

    let emulator = Emulator::new().with::<Drive>();
    let path = Drive::v1().drives(&DriveId::new("1").unwrap());
    emulator.seed(&path, &Drive { id: "1".into(), usage: Some(Usage { limit: Some(1), used: Some(1) }) });
    let ignored = patch(&emulator, "/v1.0/drives/1", r#"{"usage": {"used": 2, "limit": 5}}"#).await;
    assert_eq!(json(&ignored)["usage"], serde_json::json!({"@odata.type": "#microsoft.graph.usage", "limit": 5, "used": 1}));
    let emulator = emulator.strict();
    let refused = patch(&emulator, "/v1.0/drives/1", r#"{"usage": {"used": 2}}"#).await;
    assert_eq!(refused.status(), 400);
    assert!(json(&refused)["error"]["message"].as_str().unwrap().contains("'usage.used': read-only"), "{refused:?}");
    for accepted in [r#"{"usage": {"limit": 2, "used": 1}}"#, r#"{"usage": {"limit": 3}}"#] {
        assert_eq!(patch(&emulator, "/v1.0/drives/1", accepted).await.status(), 200);
    }
    assert_eq!(json(&get(&emulator, "/v1.0/drives/1").await)["usage"]["used"], 1);
}
