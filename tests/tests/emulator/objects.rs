use super::entities::*;
use super::*;
use graph_core::Flags;
use graph_core::model::{PropertyValue, ReadMode};
use serde_json::json;

#[tokio::test]
async fn an_unwritten_object_is_blank() {
    let emulator = Emulator::new().with::<Thing>();
    let body = json(&get(&emulator, "/v1.0/things/t1").await);
    let etag = body["@odata.etag"].clone();
    assert_eq!(
        body,
        json!({
            "@odata.type": "#microsoft.graph.thing", "@odata.etag": etag, "id": "t1", "created": "1970-01-01T00:00:00Z",
            "text": null, "truth": false, "byte": 0, "short": 0, "int": 0, "long": 0, "single": 0.0, "double": 0.0,
            "day": "1970-01-01", "clock": "00:00:00.0000000", "span": "PT0S", "guid": "00000000-0000-0000-0000-000000000000",
            "bytes": "", "color": "red", "sides": "left", "tags": [], "place": null, "places": [],
            "shape": {"@odata.type": "#microsoft.graph.circle", "radius": 0.0},
        })
    );
    let read = Thing::read(body, ReadMode::Full).unwrap();
    assert_eq!((read.color, read.beta_only), (Color::Red, None));
    assert_eq!(read.etag.as_deref(), etag.as_str());
    assert_eq!(json(&get(&emulator, "/beta/things/t1").await)["@odata.etag"], etag, "both versions see one object");
}

#[tokio::test]
async fn keys_come_from_the_path() {
    let emulator = Emulator::new().with::<Thing>().with::<Bag>().with::<Lamp>();
    let only = json(&get(&emulator, "/beta/things/a/only").await)["id"].clone();
    assert_eq!(only.as_str().unwrap().len(), 36);
    assert_eq!(json(&get(&Emulator::new().with::<Thing>(), "/beta/things/a/only").await)["id"], only);
    assert_ne!(json(&get(&emulator, "/beta/things/b/only").await)["id"], only);
    assert_eq!(json(&get(&emulator, "/v1.0/bags/12").await)["number"], 12);
    assert_eq!(json(&get(&emulator, "/v1.0/bags/x").await)["number"], 0);
    let guid = "7e323db2-3db2-7e32-b23d-327eb23d327e";
    assert_eq!(json(&get(&emulator, &format!("/v1.0/gadgets/{guid}")).await)["id"], guid);
}

#[tokio::test]
async fn a_seed_has_the_key_of_its_path() {
    let emulator = Emulator::new();
    let thing = |id: &str| Thing { id: id.into(), shape: AnyShape::Square(Square { side: 1.0 }), ..Thing::blank() };
    let path = Thing::v1().things(&ThingId::new("s1").unwrap());
    for id in ["", "s1"] {
        emulator.seed(&path, &thing(id));
        assert_eq!(emulator.stored(&path).unwrap().id, "s1");
    }
    let bag = Bag::v1().bags(&OtherId::new("07").unwrap());
    emulator.seed(&bag, &Bag { number: 7, ..Bag::blank() });
    let guid = "7E323DB2-3db2-7e32-b23d-327eb23d327e";
    let lamp = Lamp { id: guid.parse().unwrap(), watts: 1 };
    emulator.seed(&Lamp::v1().gadgets(&GadgetId::new(guid).unwrap()), &lamp);
    // The path contains no key, so any key is accepted.
    let only = Thing::beta().only(&ThingId::new("s1").unwrap());
    emulator.seed(&only, &thing("x"));

    let panic = |seed: &dyn Fn()| {
        let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(seed)).unwrap_err();
        panic.downcast_ref::<String>().unwrap().clone()
    };
    let message = panic(&|| emulator.seed(&path, &thing("OTHER")));
    assert_eq!(message, r#"/v1.0/things/s1 cannot be seeded: its `id` is "OTHER", but the key in the path is "s1""#);
    let message = panic(&|| emulator.seed(&bag, &Bag { number: 8, ..Bag::blank() }));
    assert!(message.contains("its `number` is 8, but the key in the path is 7"), "{message}");
    assert_eq!(emulator.stored(&path).unwrap().id, "s1", "still usable, and as it was");
}

#[tokio::test]
async fn only_seeded_objects_are_served_on_demand() {
    let emulator = Emulator::new().seeded_only();
    let path = Thing::v1().things(&ThingId::new("t1").unwrap());
    let mut thing = Thing::blank();
    thing.id = "t1".into();
    thing.sides = [Side::Right, Side::Left].into_iter().collect::<Flags<_>>();
    thing.shape = AnyShape::Square(Square { side: 2.0 });
    thing.places = vec![Place { city: None, floor: 3, inner: None }];
    emulator.seed(&path, &thing);

    let response = get(&emulator, "/v1.0/things/t1").await;
    let read = Thing::read(json(&response), ReadMode::Full).unwrap();
    assert_eq!(Thing { etag: None, ..read }, thing);
    assert_eq!(emulator.stored(&path).unwrap().places, thing.places);
    refused(&get(&emulator, "/v1.0/things/t2").await, 404);
    refused(&patch(&emulator, "/v1.0/things/t2", "{}").await, 404);
    assert_eq!(emulator.stored(&Thing::v1().things(&ThingId::new("t2").unwrap())), None);
}

#[tokio::test]
async fn select_gives_the_named_properties() {
    let emulator = Emulator::new().with::<Bag>();
    assert_eq!(json(&get(&emulator, "/v1.0/bags/1?$select=number").await), json!({"number": 1}));
    assert_eq!(get(&emulator, "/v1.0/bags/1?$select=number,wrong").await.status(), 200, "an open type");
    let message = refused(&get(&Emulator::new().with::<Thing>(), "/v1.0/things/1?$select=id,wrong").await, 400);
    assert!(message.contains("'wrong'"), "{message}");
}

#[tokio::test]
async fn every_response_has_its_ids_and_date() {
    let emulator = Emulator::new().with::<Thing>();
    let response = get(&emulator, "/v1.0/things/1").await;
    let headers = response.headers();
    assert_eq!(headers["date"], "Thu, 01 Jan 2026 12:00:00 GMT");
    assert_eq!(headers["client-request-id"], headers["request-id"]);
    assert!(headers["x-ms-ags-diagnostic"].to_str().unwrap().contains("ServerInfo"));
    let named = send(&emulator, request("GET", "/v1.0/things/1").header("client-request-id", "mine"), "").await;
    assert_eq!(named.headers()["client-request-id"], "mine");
    assert_ne!(named.headers()["request-id"], headers["request-id"]);
}

#[tokio::test(start_paused = true)]
async fn the_clock_is_tokios() {
    let emulator = Emulator::new();
    let start = emulator.now();
    tokio::time::sleep(std::time::Duration::from_secs(90)).await;
    emulator.advance(std::time::Duration::from_secs(10));
    assert_eq!((emulator.now() - start).whole_seconds(), 100);
}
