//! Tests that every request gets a response, and that every accepted value can be read as declared.

use super::entities::*;
use super::*;
use graph_core::model::{PropertyValue, ReadMode, Structured};
use proptest::prelude::*;
use serde_json::{Map, json};

/// Generates any JSON value, often one that is close to a valid value of a property.
fn values() -> impl Strategy<Value = Value> {
    let near = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(256),
        json!(2_147_483_648_i64),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(1.5),
        json!(1e300),
        json!(""),
        json!("red"),
        json!("left,right"),
        json!("INF"),
        json!("2016-12-31"),
        json!("2016-12-31T23:58:21.6459442-08:00"),
        json!("24:00"),
        json!("PT1S"),
        json!("AA=="),
        json!([]),
        json!({}),
        json!("7e323db2-3db2-7e32-b23d-327eb23d327e"),
        json!("#microsoft.graph.square"),
        json!("microsoft.graph.circle"),
        json!({"@odata.type": "#microsoft.graph.square"}),
        json!({"@odata.type": "#microsoft.graph.square", "side": 1.0}),
        json!({"@odata.type": 1}),
        json!({"floor": 3}),
        json!({"floor": 3, "inner": {"city": "x"}}),
    ];
    let leaf = prop_oneof![3 => proptest::sample::select(near.to_vec()), 1 => any::<String>().prop_map(Value::from)];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((names(), inner), 0..4).prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn names() -> impl Strategy<Value = String> {
    let mut known: Vec<_> = Thing::DECLARATION.properties.iter().map(|property| property.name.to_owned()).collect();
    known.extend(["city", "floor", "inner", "radius", "side", "@odata.type", "@odata.etag", "x@odata.bind"].map(str::to_owned));
    prop_oneof![9 => proptest::sample::select(known), 1 => any::<String>()]
}

fn bodies() -> impl Strategy<Value = Value> {
    proptest::collection::vec((names(), values()), 0..3).prop_map(|members| members.into_iter().collect::<Map<_, _>>().into())
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn accepted_values_stay_readable(bodies in proptest::collection::vec(bodies(), 1..6)) {
        let emulator = Emulator::new().with::<Thing>();
        run(async {
            for body in bodies {
                let before = json(&get(&emulator, "/beta/things/1").await);
                let response = patch(&emulator, "/beta/things/1", body.to_string()).await;
                let after = json(&get(&emulator, "/beta/things/1").await);
                if response.status() == 200 {
                    prop_assert_eq!(json(&response), after.clone());
                    let read = Thing::read(after.clone(), ReadMode::Full);
                    prop_assert!(read.is_ok(), "{body} made {after}: {:?}", read.err());
                } else {
                    refused(&response, 400);
                    prop_assert_eq!(before, after, "a refused patch changes nothing");
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn any_request_gets_a_response(
        method in "GET|PATCH|POST|DELETE|PUT|HEAD|X",
        path in "/(v1.0|beta)/(things|bags|gadgets|[$]batch)?[-/%$.0-9a-zA-Z']{0,12}([?][-$=&%0-9a-z]{0,20})?",
        content_type in "application/json|text/plain|[!-~]{0,8}",
        body in prop_oneof![proptest::collection::vec(any::<u8>(), 0..40), values().prop_map(|value| value.to_string().into_bytes())],
    ) {
        prop_assume!(format!("{HOST}{path}").parse::<http::Uri>().is_ok());
        let emulator = Emulator::new().with::<Thing>().with::<Bag>().with::<Lamp>();
        let response = run(send(&emulator, request(&method, &path).header("content-type", content_type), body));
        prop_assert!(response.status().as_u16() < 500);
        if method != "HEAD" && !response.status().is_success() && !response.status().is_redirection() {
            refused(&response, response.status().as_u16());
        }
    }

    #[test]
    fn any_batch_gets_a_response(items in proptest::collection::vec((values(), values(), values(), values()), 0..4)) {
        let emulator = Emulator::new().with::<Thing>();
        let items: Vec<_> = items.into_iter().enumerate().map(|(index, (id, url, headers, body))| {
            let id = if id.is_string() { id } else { json!(index.to_string()) };
            let url = if url.is_string() { url } else { json!("/things/1") };
            json!({"id": id, "method": "PATCH", "url": url, "headers": headers, "body": body})
        }).collect();
        let request = request("POST", "/v1.0/$batch").header("content-type", "application/json");
        let response = run(send(&emulator, request, json!({ "requests": items }).to_string()));
        match response.status().as_u16() {
            200 => prop_assert_eq!(json(&response)["responses"].as_array().unwrap().len(), items.len()),
            status => drop(refused(&response, status)),
        }
    }
}
