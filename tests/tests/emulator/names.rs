//! Tests of requests with names in any case, with options without `$`, and with keys in parentheses.

use super::entities::*;
use super::*;
use serde_json::json;

// E6: names are not case-sensitive (traverse-the-graph), and `$` is optional (query-parameters).
#[tokio::test]
async fn names_are_not_case_sensitive() {
    let emulator = Emulator::new().with::<Thing>().with::<Bag>();
    let body = r#"{"INT":4,"Color":"Green","sides":"RIGHT,left","Place":{"CITY":"Ulm","Inner":{"Floor":3}}}"#;
    let patched = json(&patch(&emulator, "/V1.0/Things/t1", body).await);
    assert_eq!((&patched["int"], &patched["color"], &patched["sides"]), (&json!(4), &json!("green"), &json!("right,left")));
    assert_eq!(patched["place"]["inner"]["floor"], 3);
    assert_eq!(json(&get(&emulator, "/beta/THINGS/t1").await), patched, "one object in any spelling");
    assert_eq!(json(&get(&emulator, "/v1.0/things/T1").await)["int"], 0, "keys keep their case");
    let twice = patch(&emulator, "/v1.0/things/t1", r#"{"int":1,"Int":2}"#).await;
    assert!(refused(&twice, 400).contains("twice"));
}

// E6
#[tokio::test]
async fn options_need_no_dollar_and_no_case() {
    let emulator = Emulator::new().with::<Bag>();
    for id in ["1", "2", "3"] {
        get(&emulator, &format!("/v1.0/bags/{id}")).await;
    }
    let page =
        json(&get(&emulator, "/v1.0/bags?top=1&COUNT=true&Select=NUMBER&$filter=Number%20GE%202&orderBy=number%20DESC").await);
    assert_eq!((&page["value"], &page["@odata.count"]), (&json!([{"number": 3}]), &json!(2)));
    let link = page["@odata.nextLink"].as_str().unwrap().strip_prefix(HOST).unwrap().to_owned();
    assert_eq!(json(&get(&emulator, &link).await)["value"], json!([{"number": 2}]));
    assert_eq!(get(&emulator, "/v1.0/bags?custom=1").await.status(), 200, "a custom option is ignored");
    refused(&get(&Emulator::new().strict().with::<Bag>(), "/v1.0/bags?custom=1").await, 400);
}

// E7
#[tokio::test]
async fn keys_stand_in_parentheses() {
    let emulator = Emulator::new().with::<Thing>().with::<Bag>();
    for (path, id) in [
        ("things('g1')", "g1"),
        ("things(%27it%27%27s%27)", "it's"),
        ("things(id='g1')", "g1"),
        ("Things('a%2Fb')", "a/b"),
        ("things/a(1)", "a(1)"),
        ("things/a%28'1'%29", "a('1')"),
    ] {
        assert_eq!(json(&get(&emulator, &format!("/v1.0/{path}")).await)["id"], id, "{path}");
    }
    assert_eq!(json(&get(&emulator, "/v1.0/bags(7)").await)["number"], 7);
    assert_eq!(json(&patch(&emulator, "/v1.0/things('g1')", r#"{"int":5}"#).await)["int"], 5);
    assert_eq!(json(&get(&emulator, "/v1.0/things/g1").await)["int"], 5, "the same object");
    assert_eq!(get(&emulator, "/beta/things('a')/gadgets('b')/only").await.status(), 200);
    refused(&get(&emulator, "/v1.0/things('a)").await, 404);
}

// E5
#[tokio::test]
async fn a_batch_takes_what_clients_write() {
    let emulator = Emulator::new().with::<Bag>();
    let batch = async |part: Value| {
        let post = request("POST", "/v1.0/$batch").header("content-type", "application/json");
        send(&emulator, post, json!({"requests": [part]}).to_string()).await
    };
    patch(&emulator, "/v1.0/bags/1", r#"{"label":"ü b"}"#).await;
    get(&emulator, "/v1.0/bags/2").await;
    for url in [
        "bags?$select=number&$filter=label eq null&$count=true",
        "/bags?$select=number&$filter=label ne 'ü b'&$count=true",
        "Bags?select=number&filter=label%20eq%20null&count=true",
    ] {
        let response = json(&batch(json!({"id": "1", "method": "get", "url": url})).await);
        let response = &response["responses"][0];
        assert_eq!((&response["status"], &response["body"]["@odata.count"]), (&json!(200), &json!(1)), "{response}");
    }
    for (part, names) in [
        (json!({"id": "1", "method": "GET", "url": "/bags/1", "depends_on": ["2"]}), "'depends_on'"),
        (json!({"id": "1", "method": "GET", "url": "/bags/1", "header": {}}), "'header'"),
    ] {
        let message = refused(&batch(part).await, 400);
        assert!(message.contains(names), "{message}");
    }
    let empty = json!({"id": "1", "method": "GET", "url": "/bags/1", "depends_on": []});
    assert_eq!(json(&batch(empty).await)["responses"][0]["status"], 200, "the Python SDK writes it into each request");
    let headers = json!({"id": "1", "method": "GET", "url": "/bags/1", "headers": ["x"]});
    assert_eq!(json(&batch(headers).await)["responses"][0]["status"], 400);
}

// E7: the Python SDK encodes `$` in paths.
#[tokio::test]
async fn an_encoded_word_of_odata_is_that_word() {
    let emulator = Emulator::new().with::<Bag>();
    patch(&emulator, "/v1.0/bags/1", r#"{"label":"a"}"#).await;
    for (path, body) in [("bags/%24count", "1"), ("bags/%24COUNT", "1"), ("bags/1/label/%24value", "a")] {
        let response = get(&emulator, &format!("/v1.0/{path}")).await;
        assert_eq!((response.status().as_u16(), response.body().as_ref()), (200, body.as_bytes()), "{path}");
    }
    assert_eq!(get(&emulator, "/v1.0/%24metadata").await.status(), 200);
}
