//! Tests of every read that OData and Graph document for a declared entity.

use super::entities::*;
use super::*;
use graph_core::{GraphComplex, GraphEntity, graph_ids, graph_paths};
use serde_json::json;

graph_ids! { pub TeamId; }

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.player", tag = "never")]
pub struct Player {
    #[graph(key)]
    pub id: String,
    pub name: Option<String>,
    pub goals: i32,
    pub friends: Option<Vec<Player>>,
}

#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "microsoft.graph.ground", tag = "never")]
pub struct Ground {
    pub city: Option<String>,
    pub seats: i32,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.team", tag = "never")]
#[graph_paths(v1, "/teams/{teamId}")]
pub struct Team {
    #[graph(key)]
    pub id: String,
    pub name: Option<String>,
    pub tags: Vec<String>,
    pub ground: Option<Ground>,
    pub founded: graph_core::DateTimeOffset,
    pub players: Option<Vec<Player>>,
    pub captain: Option<Box<Player>>,
}

fn player(id: &str, goals: i32, friends: Option<Vec<Player>>) -> Player {
    Player { id: id.into(), name: Some(format!("Player {id}")), goals, friends }
}

/// Returns an emulator with four teams, `a` to `d`. Each team has as many players as the position of its letter in the alphabet: `a` has
/// one.
fn teams() -> Emulator {
    let emulator = Emulator::new().with::<Team>().with::<Thing>().with::<Lamp>().with::<Gear>();
    for (index, (id, name)) in [("a", "Ulm"), ("b", "Jena"), ("c", "Bonn"), ("d", "ulm II")].into_iter().enumerate() {
        let goals = i32::try_from(index).unwrap();
        let players = (0..=goals).map(|number| player(&format!("{id}{number}"), number, Some(vec![player("f", 9, None)])));
        let team = Team {
            id: id.into(),
            name: (id != "c").then(|| name.to_owned()),
            tags: ["red", "blue", "old"].into_iter().take(index).map(str::to_owned).collect(),
            ground: (id != "d").then(|| Ground { city: Some(name.into()), seats: goals * 1000 }),
            founded: format!("19{index}0-0{}-01T10:20:30Z", index + 1).parse().unwrap(),
            players: Some(players.collect()),
            captain: (id == "b").then(|| Box::new(player("b0", 0, None))),
        };
        emulator.seed(&Team::v1().teams(&TeamId::new(id).unwrap()), &team);
    }
    emulator
}

fn encoded(query: &str) -> String {
    query.replace(' ', "%20").replace('"', "%22").replace('+', "%2B")
}

/// Returns the ids of the teams in the response to a query, such as `$top=2`.
async fn ids(emulator: &Emulator, query: &str) -> String {
    let response = get(emulator, &format!("/v1.0/teams?{}", encoded(query))).await;
    assert_eq!(response.status(), 200, "{query}: {response:?}");
    json(&response)["value"].as_array().unwrap().iter().map(|team| team["id"].as_str().unwrap()).collect()
}

// E7
#[tokio::test]
async fn filters_take_every_function_and_operator() {
    let emulator = teams();
    for (filter, expected) in [
        ("contains(name,'l')", "ad"),
        ("endswith(name,'a')", "b"),
        ("startsWith(name,'U')", "a"),
        ("contains(tolower(name),'ULM')", ""),
        ("contains(toupper(name),'ULM')", "ad"),
        ("length(name) ge 4", "bd"),
        ("indexof(name,'e') eq 1", "b"),
        ("substring(name,1) eq 'ena'", "b"),
        ("substring(name,0,1) eq 'J'", "b"),
        ("concat(name,'!') eq 'Ulm!'", "a"),
        ("trim(' Ulm ') eq name", "a"),
        ("'Ulm' eq name", "a"),
        ("name in ('Ulm','Jena')", "ab"),
        ("not (name in ('Ulm','Jena'))", "cd"),
        ("not(name eq null)", "abd"),
        ("(name eq 'Ulm' or name eq 'Jena') and not startswith(name,'J')", "a"),
        ("tags/any(t:t eq 'red')", "bcd"),
        ("tags/any(t:t eq 'blue' or t eq 'old')", "cd"),
        ("tags/all(t:t eq 'red')", "ab"),
        ("tags/any()", "bcd"),
        ("not tags/any()", "a"),
        ("tags/$count ge 2", "cd"),
        ("players/$count eq 1", "a"),
        ("players/any(p:p/goals gt 1 and startswith(p/name,'Player'))", "cd"),
        ("players/any(p:p/friends/any(f:f/goals gt p/goals and f/id eq 'f'))", "abcd"),
        ("players/all(p:p/id ne $it/id)", "abcd"),
        ("captain/id eq 'b0'", "b"),
        ("captain eq null", "acd"),
        ("ground/city eq 'Bonn'", "c"),
        ("ground ne null", "abc"),
        ("ground/seats add 500 gt 1000", "bc"),
        ("ground/seats mul 2 eq 2000", "b"),
        ("ground/seats div 1000 mod 2 eq 1", "b"),
        ("-ground/seats lt -1500", "c"),
        ("year(founded) ge 1920", "cd"),
        ("month(founded) eq 2", "b"),
        ("date(founded) eq 1900-01-01", "a"),
        ("hour(founded) eq 10 and minute(founded) eq 20", "abcd"),
        ("founded lt now()", "abcd"),
        ("founded gt 1910-02-01T12:20:30+03:00", "bcd"),
        ("microsoft.graph.team/name eq 'Ulm'", "a"),
        ("true", "abcd"),
        ("false", ""),
    ] {
        assert_eq!(ids(&emulator, &format!("$filter={filter}")).await, expected, "{filter}");
    }
}

// E7
#[tokio::test]
async fn order_search_skip_and_count() {
    let emulator = teams();
    for (query, expected) in [
        ("$orderby=name", "cbad"),
        ("$orderby=name desc", "dabc"),
        ("$orderby=ground/seats desc,id", "cbad"),
        ("$orderby=tags/$count desc", "dcba"),
        ("$orderby=length(name) asc, id desc", "cabd"),
        ("$skip=1", "bcd"),
        ("$skip=1&$top=2", "bc"),
        ("$orderby=id desc&$skip=1&$top=2", "cb"),
        ("$search=\"ulm\"", "ad"),
        ("$search=\"name:jen\"", "b"),
        ("$search=\"name:ulm\" AND \"tags:red\"", "d"),
        ("$search=\"name:ulm\" AND NOT \"tags:red\"", "a"),
        ("$search=(jena OR \"name:ulm\")", "abd"),
        ("$search=ulm&$filter=id eq 'a'&$orderby=id&$count=true", "a"),
    ] {
        assert_eq!(ids(&emulator, query).await, expected, "{query}");
    }
    for query in [
        "$orderby=players",
        "$orderby=ground",
        "$orderby=name up",
        "$orderby=",
        "$search=",
        "$search=\"a",
        "$filter=players eq 1",
    ] {
        refused(&get(&emulator, &format!("/v1.0/teams?{}", encoded(query))).await, 400);
    }
    for (path, count) in [
        ("/v1.0/teams/$count", "4"),
        ("/v1.0/teams/$count?$filter=name%20eq%20null", "1"),
        ("/v1.0/teams/$count?$search=ulm", "2"),
        ("/v1.0/teams/c/players/$count", "3"),
        ("/v1.0/teams/c/tags/$count", "2"),
    ] {
        let response = get(&emulator, path).await;
        assert_eq!(
            (response.headers()["content-type"].to_str().unwrap(), &response.body()[..]),
            ("text/plain", count.as_bytes())
        );
    }
}

// E7: the pages of a sorted list neither repeat nor lose an object.
#[tokio::test]
async fn pages_keep_their_order() {
    let emulator = teams();
    let mut seen = String::new();
    let mut next = Some("/v1.0/teams?$orderby=name%20desc&$top=1&$count=true&$skip=1".to_owned());
    let mut counts = 0;
    while let Some(path) = next {
        let page = json(&get(&emulator, &path).await);
        counts += usize::from(page.get("@odata.count").is_some());
        seen.extend(page["value"].as_array().unwrap().iter().map(|team| team["id"].as_str().unwrap()));
        next = page["@odata.nextLink"].as_str().map(|link| link.strip_prefix(HOST).unwrap().to_owned());
    }
    assert_eq!((seen.as_str(), counts), ("abc", 1));
}

// E7
#[tokio::test]
async fn expand_takes_options() {
    let emulator = teams();
    let read = async |query: &str| json(&get(&emulator, &format!("/v1.0/teams/d?{}", encoded(query))).await);
    let ids =
        |players: &Value| players.as_array().unwrap().iter().map(|player| player["id"].as_str().unwrap()).collect::<String>();
    let body = read("$select=id&$expand=players($select=id)").await;
    assert_eq!(body, json!({"id": "d", "players": [{"id": "d0"}, {"id": "d1"}, {"id": "d2"}, {"id": "d3"}]}));
    let body =
        read("$select=id&$expand=players($filter=goals gt 0;$orderby=goals desc;$top=2;$count=true;$select=id,goals)").await;
    assert_eq!(body["players@odata.count"], 3);
    assert_eq!(body["players"], json!([{"id": "d3", "goals": 3}, {"id": "d2", "goals": 2}]));
    assert_eq!(ids(&read("expand=Players(skip=3)").await["players"]), "d3");
    let nested = read("$expand=players($top=1;$select=id;$expand=friends($select=goals)),captain").await;
    assert_eq!(nested["players"], json!([{"id": "d0", "friends": [{"goals": 9}]}]));
    assert_eq!(nested["captain"], Value::Null);
    let quoted = read("$expand=players($filter=name eq 'a;b),(''c';$select=id)").await;
    assert_eq!(quoted["players"], json!([]));
    assert_eq!(read("$expand=*").await["players"].as_array().unwrap().len(), 4);
    let listed = json(&get(&emulator, "/v1.0/teams?$expand=players($select=id)&$select=id&$top=1").await);
    assert_eq!(listed["value"], json!([{"id": "a", "players": [{"id": "a0"}]}]));
}

// E7
#[tokio::test]
async fn parts_of_an_object_have_paths() {
    let emulator = teams();
    let value = async |path: &str| json(&get(&emulator, &format!("/v1.0/teams/{path}")).await);
    assert_eq!(value("a/name").await, json!({"value": "Ulm"}));
    assert_eq!(value("b/tags").await, json!({"value": ["red"]}));
    assert_eq!(value("b/ground/seats").await, json!({"value": 1000}));
    assert_eq!(value("b/ground").await, json!({"city": "Jena", "seats": 1000}));
    assert_eq!(value("b/captain?$select=id").await, json!({"id": "b0"}));
    assert_eq!(value("c/Players?$select=id&$filter=goals%20eq%202").await, json!({"value": [{"id": "c2"}]}));
    assert_eq!(get(&emulator, "/v1.0/teams/a/name/$value").await.body(), "Ulm");
    assert_eq!(get(&emulator, "/v1.0/teams/c/name").await.status(), 204);
    for path in ["a/captain", "a/nothing", "a/name/more", "a/$count", "zz%20/nothing"] {
        let response = get(&emulator, &format!("/v1.0/teams/{path}")).await;
        assert!([400, 404].contains(&response.status().as_u16()), "{path}");
    }
    refused(&patch(&emulator, "/v1.0/teams/a/name", "{}").await, 405);
}

#[tokio::test]
async fn a_cast_narrows_a_collection() {
    let emulator = teams();
    patch(&emulator, "/v1.0/gadgets/a", r##"{"@odata.type":"#microsoft.graph.gear","teeth":3}"##).await;
    let lamp = "7e323db2-3db2-7e32-b23d-327eb23d327e";
    get(&emulator, &format!("/v1.0/gadgets/{lamp}")).await;
    let gears = json(&get(&emulator, "/v1.0/gadgets/microsoft.graph.gear").await);
    assert_eq!((gears["value"].as_array().unwrap().len(), &gears["value"][0]["teeth"]), (1, &json!(3)));
    assert_eq!(get(&emulator, "/v1.0/gadgets/microsoft.graph.lamp/$count").await.body(), "1");
    assert_eq!(get(&emulator, "/v1.0/gadgets/a/microsoft.graph.gear").await.status(), 200);
    refused(&get(&emulator, "/v1.0/gadgets/a/microsoft.graph.lamp").await, 404);
    refused(&get(&emulator, "/v1.0/gadgets/microsoft.graph.nothing").await, 404);
}

// E7
#[tokio::test]
async fn the_metadata_is_csdl_of_the_declared_types() {
    let emulator = teams();
    let anonymous = Request::get(format!("{HOST}/v1.0/$metadata"));
    let response = send(&emulator, anonymous, "").await;
    assert_eq!((response.status().as_u16(), response.headers()["content-type"].to_str().unwrap()), (200, "application/xml"));
    let text = std::str::from_utf8(response.body()).unwrap();
    for part in [
        r#"<EntityType Name="team">"#,
        r#"<PropertyRef Name="id" />"#,
        r#"<NavigationProperty Name="players" Type="Collection(microsoft.graph.player)" />"#,
        r#"<ComplexType Name="ground">"#,
        r#"<Property Name="seats" Type="Edm.Int32" Nullable="false" />"#,
        r#"<EntityType Name="lamp" BaseType="microsoft.graph.gadget">"#,
        r#"<EntityType Name="gadget" Abstract="true" />"#,
        r#"<EnumType Name="thing_sides" IsFlags="true">"#,
        r#"<EntitySet Name="teams" EntityType="microsoft.graph.team" />"#,
        r#"<EntitySet Name="gadgets" EntityType="microsoft.graph.gadget" />"#,
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let sets = json(&get(&emulator, "/v1.0/").await)["value"].clone();
    assert!(sets.as_array().unwrap().contains(&json!({"name": "teams", "kind": "EntitySet", "url": "teams"})));
}

#[tokio::test]
async fn put_replaces_and_creates() {
    let emulator = teams().seeded_only();
    let put = async |path: &str, headers: &[(&str, &str)], body: &str| {
        let put = headers.iter().fold(request("PUT", path), |request, (name, value)| request.header(*name, *value));
        send(&emulator, put.header("content-type", "application/json"), body.to_owned()).await
    };
    let replaced = put("/v1.0/teams/b", &[], r#"{"id":"other","tags":["new"]}"#).await;
    assert_eq!(replaced.status(), 200);
    let body = json(&replaced);
    assert_eq!((&body["id"], &body["name"], &body["tags"]), (&json!("b"), &Value::Null, &json!(["new"])));
    let created = put("/v1.0/teams/new", &[], r#"{"name":"New"}"#).await;
    assert_eq!((created.status().as_u16(), json(&created)["id"].clone()), (201, json!("new")));
    assert_eq!(created.headers()["location"], format!("{HOST}/v1.0/teams/new"));
    refused(&put("/v1.0/teams/x", &[("if-match", "*")], "{}").await, 404);
    refused(&put("/v1.0/teams/b", &[("if-none-match", "*")], "{}").await, 412);
    refused(&patch(&emulator, "/v1.0/teams/x", "{}").await, 404);
    let upsert =
        request("PATCH", "/v1.0/teams/x").header("content-type", "application/json").header("prefer", "create-if-missing");
    assert_eq!(send(&emulator, upsert, "{}").await.status(), 201);
}
