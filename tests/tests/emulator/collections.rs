use super::entities::*;
use super::*;
use graph_core::model::PropertyValue;
use graph_core::{GraphEntity, graph_paths, property};
use serde_json::json;

fn bags(count: i64) -> Emulator {
    let emulator = Emulator::new().page_size(3).with::<Bag>();
    for number in 1..=count {
        let label = (number % 2 == 0).then(|| "it's even".to_owned());
        let path = Bag::v1().bags(&OtherId::new(format!("{number:02}")).unwrap());
        emulator.seed(&path, &Bag { number, label, ..Bag::blank() });
    }
    emulator
}

/// Returns the keys of all bags, page by page. `first` is the path of the first page.
async fn pages(emulator: &Emulator, first: &str) -> Vec<Vec<i64>> {
    let mut pages = Vec::new();
    let mut next = Some(first.to_owned());
    while let Some(path) = next {
        let response = get(emulator, &path).await;
        assert_eq!(response.status(), 200, "{response:?}");
        let page = json(&response);
        pages.push(page["value"].as_array().unwrap().iter().map(|bag| bag["number"].as_i64().unwrap()).collect());
        next = page.get("@odata.nextLink").map(|link| link.as_str().unwrap().strip_prefix(HOST).unwrap().to_owned());
    }
    pages
}

#[tokio::test]
async fn pages_follow_one_another_until_the_end() {
    let emulator = bags(7);
    assert_eq!(pages(&emulator, "/v1.0/bags").await, [vec![1, 2, 3], vec![4, 5, 6], vec![7]]);
    // E1: `$top` is the size of a page.
    assert_eq!(pages(&emulator, "/v1.0/bags?$top=2").await, [vec![1, 2], vec![3, 4], vec![5, 6], vec![7]]);
    assert_eq!(pages(&emulator, "/v1.0/bags?$top=5").await, [vec![1, 2, 3], vec![4, 5, 6], vec![7]]);
    let limited = bags(7).top_limits_result();
    assert_eq!(pages(&limited, "/v1.0/bags?$top=2").await, [vec![1, 2]]);
    assert_eq!(pages(&limited, "/v1.0/bags?$top=5").await, [vec![1, 2, 3], vec![4, 5]]);
    assert_eq!(pages(&bags(0), "/v1.0/bags").await, [Vec::<i64>::new()]);
    assert_eq!(pages(&bags(3), "/v1.0/bags").await, [vec![1, 2, 3]]);
}

#[tokio::test]
async fn filter_and_select_apply_to_every_page() {
    let emulator = bags(9);
    let even = "/v1.0/bags?$filter=label%20eq%20'it''s%20even'&$select=number";
    assert_eq!(pages(&emulator, even).await, [vec![2, 4, 6], vec![8]]);
    assert_eq!(json(&get(&emulator, even).await)["value"][0], json!({"number": 2}));
    assert_eq!(pages(&emulator, "/v1.0/bags?$filter=label+eq+null+and+number+eq+5").await, [vec![5]]);
    assert_eq!(json(&get(&emulator, "/v1.0/bags?$count=true&$top=1").await)["@odata.count"], 9);
    for query in ["$filter=number/wrong eq 3", "$filter=label eq 'open", "$orderby=number/wrong"] {
        let path = format!("/v1.0/bags?{}", query.replace(' ', "%20"));
        refused(&get(&emulator, &path).await, 400);
    }
    for query in ["$top=0", "$top=-1", "$top=x", "$skiptoken=x", "$skip=x", "$count=x", "$top=1&top=2", "$levels=1", "$xyz=1"] {
        refused(&get(&emulator, &format!("/v1.0/bags?{query}")).await, 400);
    }
}

#[tokio::test]
async fn the_client_may_ask_for_smaller_pages() {
    let request = request("GET", "/v1.0/bags").header("prefer", "odata.maxpagesize=2");
    let response = send(&bags(5), request, "").await;
    assert_eq!(json(&response)["value"].as_array().unwrap().len(), 2);
    assert_eq!(response.headers()["preference-applied"], "odata.maxpagesize=2");
}

#[tokio::test]
async fn next_links_can_lead_to_another_host() {
    let emulator = bags(5).next_links_to("https://example.com");
    let link = json(&get(&emulator, "/v1.0/bags").await)["@odata.nextLink"].as_str().unwrap().to_owned();
    assert!(link.starts_with("https://example.com/v1.0/bags?"), "{link}");
}

#[tokio::test]
async fn an_entity_is_created_read_and_deleted() {
    let emulator = Emulator::new().seeded_only().with::<Lamp>().with::<Gear>();
    let post =
        |body: &'static str| send(&emulator, request("POST", "/v1.0/gadgets").header("content-type", "application/json"), body);
    assert!(refused(&post(r#"{"watts":5}"#).await, 400).contains("@odata.type"));
    assert!(refused(&post(r##"{"@odata.type":"#microsoft.graph.lamp","teeth":5}"##).await, 400).contains("'teeth'"));

    let created = post(r##"{"@odata.type":"#microsoft.graph.lamp","watts":5}"##).await;
    assert_eq!(created.status(), 201);
    let location = created.headers()["location"].to_str().unwrap().strip_prefix(HOST).unwrap().to_owned();
    let id = json(&created)["id"].as_str().unwrap().to_owned();
    assert_eq!(location, format!("/v1.0/gadgets/{id}"));
    assert_eq!(json(&get(&emulator, &location).await), json(&created));
    assert_eq!(json(&get(&emulator, "/v1.0/gadgets").await)["value"], json!([json(&created)]));

    let stale = request("DELETE", &location).header("if-match", "\"stale\"");
    refused(&send(&emulator, stale, "").await, 412);
    assert_eq!(send(&emulator, request("DELETE", &location), "").await.status(), 204);
    for response in [get(&emulator, &location).await, send(&emulator, request("DELETE", &location), "").await] {
        refused(&response, 404);
    }
    refused(&patch(&emulator, &location, "{}").await, 404);
    assert_eq!(json(&get(&emulator, "/v1.0/gadgets").await)["value"], json!([]));
    refused(&send(&emulator, request("DELETE", "/v1.0/gadgets"), "").await, 405);
}

#[tokio::test]
async fn a_creation_can_choose_its_key() {
    let emulator = Emulator::new().with::<Lamp>().with::<Bag>();
    let post = async |path: &str, body: &str| {
        let post = request("POST", path).header("content-type", "application/json");
        send(&emulator, post, body.to_owned()).await
    };
    let created = post("/v1.0/bags", r#"{"number":7,"label":"mine"}"#).await;
    assert_eq!((created.status().as_u16(), json(&created)), (201, json!({"number": 7, "label": "mine"})));
    assert_eq!(created.headers()["location"], format!("{HOST}/v1.0/bags/7"));
    assert_eq!(json(&get(&emulator, "/v1.0/bags/7").await), json(&created));
    assert!(refused(&post("/v1.0/bags", r#"{"number":7,"label":"again"}"#).await, 409).contains("'7'"));
    assert_eq!(json(&get(&emulator, "/v1.0/bags/7").await)["label"], "mine");
    assert_eq!(send(&emulator, request("DELETE", "/v1.0/bags/7"), "").await.status(), 204);
    assert_eq!(post("/v1.0/bags", r#"{"number":7}"#).await.status(), 201, "free again");
    let strict = Emulator::new().with::<Bag>().strict();
    assert!(refused(&patch(&strict, "/v1.0/bags/7", r#"{"number":8}"#).await, 400).contains("the key cannot be changed"));

    let lamp = |id: &str| format!(r##"{{"@odata.type":"#microsoft.graph.lamp","id":{id}}}"##);
    for wrong in ["\"x\"", "null", "3"] {
        assert!(refused(&post("/v1.0/gadgets", &lamp(wrong)).await, 400).contains("'id'"), "{wrong}");
    }
    let gear = |id: &str| format!(r##"{{"@odata.type":"#microsoft.graph.gear","id":"{id}"}}"##);
    let emulator = Emulator::new().with::<Gear>();
    for (id, segment) in [("a b/c", "a%20b%2Fc"), ("ü", "%C3%BC"), ("$x", "%24x")] {
        let post = request("POST", "/v1.0/gadgets").header("content-type", "application/json");
        let created = send(&emulator, post, gear(id)).await;
        assert_eq!(created.headers()["location"], format!("{HOST}/v1.0/gadgets/{segment}"));
        assert_eq!(json(&get(&emulator, &format!("/v1.0/gadgets/{segment}")).await)["id"], id);
    }
    for id in ["", ".", ".."] {
        let post = request("POST", "/v1.0/gadgets").header("content-type", "application/json");
        assert!(refused(&send(&emulator, post, gear(id)).await, 400).contains("'id'"), "{id}");
    }
}

#[tokio::test]
async fn the_service_can_assign_every_key() {
    let emulator = Emulator::new().with::<Bag>().assigns_keys();
    let post = request("POST", "/v1.0/bags").header("content-type", "application/json");
    let created = send(&emulator, post, r#"{"number":7}"#).await;
    assert!(!created.headers()["location"].to_str().unwrap().ends_with("/7"));
}

#[tokio::test]
async fn a_deleted_object_stays_deleted() {
    let emulator = Emulator::new().with::<Thing>();
    assert_eq!(send(&emulator, request("DELETE", "/v1.0/things/1"), "").await.status(), 204);
    refused(&get(&emulator, "/v1.0/things/1").await, 404);
    assert_eq!(get(&emulator, "/v1.0/things/2").await.status(), 200);
}

#[tokio::test]
async fn the_client_lists_and_creates() {
    let graph = bags(4).client();
    let number = property!(Bag, number);
    let label = property!(Bag, label);
    let all = graph.list(Bag::v1().bags_collection()).stream().collect().await.unwrap();
    assert_eq!(all.iter().map(|bag| bag.number).collect::<Vec<_>>(), [1, 2, 3, 4], "over two pages");
    let even = graph.list(Bag::v1().bags_collection()).filter(label.eq("it's even")).select([&number]).stream();
    let even: Vec<_> = even.collect().await.unwrap().iter().map(|bag| bag.get(&number).unwrap()).collect();
    assert_eq!(even, [Some(2), Some(4)]);

    let created = graph.create(Bag::v1().bags_collection(), Bag::patch().label("new")).await.unwrap();
    assert_eq!(created.body.unwrap().label.as_deref(), Some("new"));
    assert_eq!(graph.list(Bag::v1().bags_collection()).stream().collect().await.unwrap().len(), 5);
}

#[tokio::test]
async fn a_path_that_another_continues_with_a_key_is_a_collection() {
    #[derive(Clone, Debug, PartialEq, GraphEntity)]
    #[graph(odata_type = "microsoft.graph.coin")]
    #[graph_paths(v1, every_coin = "/bags/{otherId}/coins", "/bags/{otherId}/coins/{thingId}")]
    pub struct Coin {
        #[graph(key)]
        pub id: String,
        pub value: i32,
    }
    let (bag, coin) = (OtherId::new("b").unwrap(), ThingId::new("c").unwrap());
    let emulator = Emulator::new().seeded_only().with::<Coin>();
    emulator.seed(&Coin::v1().coins(&bag, &coin), &Coin { id: "c".into(), value: 2 });
    let coins = emulator.client().list(Coin::v1().coins_collection(&bag)).stream().collect().await.unwrap();
    assert_eq!(coins, [Coin { id: "c".into(), value: 2 }]);
    assert_eq!(Coin::v1().every_coin(&bag).as_str(), Coin::v1().coins_collection(&bag).as_str());
    let listed = json(&get(&emulator, "/v1.0/bags/b/coins").await);
    assert_eq!(listed["value"], json!([{"@odata.type": "#microsoft.graph.coin", "id": "c", "value": 2}]));
    refused(&patch(&emulator, "/v1.0/bags/b/coins", "{}").await, 405);
}
