//! Tests of requests that are written as other clients write them.

use super::entities::*;
use super::expand::Group;
use super::*;
use serde_json::json;

async fn write(emulator: &Emulator, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Response<Bytes> {
    let request = request(method, path).header("content-type", "application/json");
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    send(emulator, request, body.to_owned()).await
}

// E5
#[tokio::test]
async fn a_value_in_the_url_of_a_batched_request_may_be_a_url() {
    let emulator = Emulator::new().with::<Bag>();
    patch(&emulator, "/v1.0/bags/1", r#"{"label":"http://a//b"}"#).await;
    let batch = async |url: &str| {
        let body = json!({"requests": [{"id": "1", "method": "GET", "url": url}]}).to_string();
        json(&write(&emulator, "POST", "/v1.0/$batch", &[], &body).await)["responses"][0].clone()
    };
    let response = batch("/bags?$filter=label eq 'http://a//b'").await;
    assert_eq!(response["body"]["value"], json!([{"number": 1, "label": "http://a//b"}]), "{response}");
    for url in ["https://graph.microsoft.com/v1.0/bags/1?a=b", "//graph.microsoft.com/bags/1"] {
        assert_eq!(batch(url).await["status"], 400, "{url}");
    }
}

// E7
#[tokio::test]
async fn a_slash_at_the_end_of_a_path_changes_nothing() {
    let emulator = Emulator::new().with::<Bag>();
    patch(&emulator, "/v1.0/bags/1/", r#"{"label":"a"}"#).await;
    for path in ["bags", "bags/1", "bags/1/label", "bags/1/label/$value", "bags/$count", "bags(1)", "$metadata"] {
        let response = get(&emulator, &format!("/v1.0/{path}/")).await;
        assert_eq!(response.status(), 200, "{path}");
        assert_eq!(response.body(), get(&emulator, &format!("/v1.0/{path}")).await.body(), "{path}");
    }
    let created = write(&emulator, "POST", "/v1.0/bags/", &[], r#"{"number":2}"#).await;
    assert_eq!(created.headers()["location"], "https://graph.microsoft.com/v1.0/bags/2");
    refused(&get(&emulator, "/v1.0/bags//").await, 400);
    refused(&get(&emulator, "/v1.0//bags").await, 400);
}

// E7: a backslash escapes a quote in a phrase (search-query-parameter).
#[tokio::test]
async fn a_searched_phrase_may_contain_quotes() {
    let emulator = Emulator::new().with::<Bag>();
    patch(&emulator, "/v1.0/bags/1", r#"{"label":"say \"hi\" \\ a\\b"}"#).await;
    patch(&emulator, "/v1.0/bags/2", r#"{"label":"hi"}"#).await;
    for (search, count) in [
        (r#""say \"hi\"""#, 1),
        (r#""label:\"hi\"""#, 1),
        (r#""\"" AND "\\""#, 1),
        (r#""a\b""#, 1),
        (r#""hi" NOT "\"""#, 1),
        (r#""hi""#, 2),
    ] {
        let query = search.replace('\\', "%5C").replace('"', "%22").replace(' ', "%20");
        let body = json(&get(&emulator, &format!("/v1.0/bags?$count=true&$search={query}")).await);
        assert_eq!(body["@odata.count"], count, "{search}: {body}");
    }
    refused(&get(&emulator, "/v1.0/bags?$search=%22a%5C%22").await, 400);
}

// E7
#[tokio::test]
async fn all_navigation_properties_are_expanded_beside_named_ones() {
    let emulator = Emulator::new().with::<Group>();
    patch(&emulator, "/v1.0/groups/g", json!({"name": "n"}).to_string()).await;
    let all = json(&get(&emulator, "/v1.0/groups/g?$expand=*").await);
    for expand in ["*,owner", "owner,*", "friends($select=id),*", "*,*"] {
        assert_eq!(json(&get(&emulator, &format!("/v1.0/groups/g?$expand={expand}")).await), all, "{expand}");
    }
    refused(&get(&emulator, "/v1.0/groups/g?$expand=owner,*,owner").await, 400);
    for search in ["%22a;b%22", "%22a)%22", "%22a%5C%22;b%22"] {
        let response = get(&emulator, &format!("/v1.0/groups/g?$expand=friends($search={search};$select=id)")).await;
        assert_eq!(response.status(), 200, "{search}");
    }
}

// E4: preferences are not case-sensitive (RFC 7240 §2).
#[tokio::test]
async fn preferences_are_not_case_sensitive() {
    let emulator = Emulator::new().with::<Bag>();
    let minimal = write(&emulator, "PATCH", "/v1.0/bags/1", &[("prefer", "Return = Minimal")], "{}").await;
    assert_eq!((minimal.status().as_u16(), &minimal.headers()["preference-applied"]), (204, &"return=minimal".parse().unwrap()));
}

// E4: `If-Match` forbids a creation (OData 4.01 protocol §11.4.4).
#[tokio::test]
async fn a_write_with_if_match_creates_nothing() {
    let emulator = Emulator::new().with::<Bag>().seeded_only();
    let headers = [("prefer", "create-if-missing"), ("if-match", "*")];
    for method in ["PATCH", "PUT"] {
        refused(&write(&emulator, method, "/v1.0/bags/1", &headers, "{}").await, 404);
    }
    assert_eq!(write(&emulator, "PATCH", "/v1.0/bags/1", &headers[..1], "{}").await.status(), 201);
}

// E8: .NET services skip a byte order mark.
#[tokio::test]
async fn a_body_may_start_with_a_byte_order_mark() {
    let emulator = Emulator::new().with::<Bag>();
    let response = write(&emulator, "PATCH", "/v1.0/bags/1", &[], "\u{feff}{\"label\":\"a\"}").await;
    assert_eq!(json(&response)["label"], "a");
}

// E4
#[tokio::test]
async fn a_new_object_with_a_number_as_its_key_is_where_its_location_says() {
    let emulator = Emulator::new().with::<Bag>();
    let mut numbers = Vec::new();
    for _ in 0..2 {
        let created = write(&emulator, "POST", "/v1.0/bags", &[], r#"{"label":"a"}"#).await;
        let number = json(&created)["number"].as_i64().unwrap();
        assert_eq!(created.headers()["location"], format!("https://graph.microsoft.com/v1.0/bags/{number}"));
        assert_eq!(json(&get(&emulator, &format!("/v1.0/bags/{number}")).await)["label"], "a");
        numbers.push(number);
    }
    assert_ne!(numbers[0], numbers[1]);
}
