//! Tests of expanded collections that have more elements than a page, and of annotations that were seeded.

use super::*;
use graph_core::model::{Expanded, Partial};
use graph_core::{GraphEntity, graph_ids, graph_paths, property};
use serde_json::json;

graph_ids! { pub CircleId; }

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.member", tag = "never")]
pub struct Member {
    #[graph(key)]
    pub id: String,
    pub rank: i32,
    pub friends: Option<Expanded<Box<Member>>>,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.circle", tag = "never")]
#[graph_paths(v1, "/circles/{circleId}")]
pub struct Circle {
    #[graph(key)]
    pub id: String,
    pub members: Option<Expanded<Member>>,
    pub lead: Option<Member>,
    #[graph(rename = "@microsoft.graph.downloadUrl")]
    pub download_url: Option<String>,
}

fn member(id: String, rank: i32, friends: i32) -> Member {
    let friends: Expanded<_> = (0..friends).map(|friend| Box::new(member(format!("{id}.{friend}"), friend, 0))).collect();
    Member { id, rank, friends: Some(friends) }
}

fn id(text: &str) -> CircleId {
    CircleId::new(text).unwrap()
}

fn circles(emulator: &Emulator) {
    for key in ["a", "b/1"] {
        let circle = Circle {
            id: key.into(),
            members: Some((0..5).map(|rank| member(format!("{key}{rank}"), rank, 3)).collect()),
            lead: Some(member("lead".into(), 0, 3)),
            download_url: Some("https://x".into()),
        };
        emulator.seed(&Circle::v1().circles(&id(key)), &circle);
    }
}

fn emulator() -> Emulator {
    let emulator = Emulator::new().with::<Circle>().page_size(2);
    circles(&emulator);
    emulator
}

fn ids(members: &[Member]) -> Vec<&str> {
    members.iter().map(|member| member.id.as_str()).collect()
}

// A3
#[tokio::test]
async fn the_client_follows_what_does_not_fit_into_a_page() {
    let emulator = emulator();
    let (graph, members) = (emulator.client(), property!(Circle, members));
    let path = Circle::v1().circles(&id("b/1"));
    let read = graph.get(path.clone()).expand(members.clone()).await.unwrap().body.members.unwrap();
    assert_eq!((ids(&read), read.count()), (vec!["b/10", "b/11"], None));
    assert_eq!(read.next_link(), Some("https://graph.microsoft.com/v1.0/circles/b%2F1/members?$skip=2"));
    let rest = graph.follow(&read).stream().collect().await.unwrap();
    assert_eq!(ids(&rest), ["b/12", "b/13", "b/14"]);

    let part: Partial<Circle> = graph.get(path).select([property!(Circle, id)]).expand(members.clone()).await.unwrap().body;
    let read = part.get(&members).unwrap().flatten().unwrap();
    assert_eq!(ids(&graph.follow(&read).stream().collect().await.unwrap()).len(), 3);

    for circle in graph.list(Circle::v1().circles_collection()).expand(members.clone()).stream().collect().await.unwrap() {
        let read = circle.members.unwrap();
        let rest = graph.follow(&read).stream().collect().await.unwrap();
        assert_eq!((read.len(), rest.len()), (2, 3), "in each element of a list");
        assert!(rest.iter().all(|member| member.id.starts_with(&circle.id)));
    }
}

/// Reads the page at the URL in `link` and all pages after it. Returns the ids of the objects on these pages.
async fn follow(emulator: &Emulator, link: &Value) -> Vec<String> {
    let (mut ids, mut next) = (Vec::new(), link.as_str().map(str::to_owned));
    while let Some(link) = next {
        let page = json(&get(emulator, link.strip_prefix(HOST).unwrap()).await);
        ids.extend(page["value"].as_array().unwrap().iter().map(|member| member["id"].as_str().unwrap().to_owned()));
        next = page["@odata.nextLink"].as_str().map(str::to_owned);
    }
    ids
}

// A3
#[tokio::test]
async fn links_keep_the_options_of_the_expansion() {
    let emulator = Emulator::new().with::<Circle>();
    circles(&emulator);
    let options = "$filter=rank%20ge%201;$orderby=rank%20desc;$top=2;$count=true;$select=id";
    let body = json(&get(&emulator, &format!("/v1.0/circles/a?$select=id&$expand=members({options})")).await);
    assert_eq!((&body["members@odata.count"], &body["members"]), (&json!(4), &json!([{"id": "a4"}, {"id": "a3"}])));
    assert_eq!(follow(&emulator, &body["members@odata.nextLink"]).await, ["a2", "a1"]);
    let nested = "/v1.0/circles?$expand=members($top=4;$expand=friends($top=1;$select=id)),lead($expand=friends($top=2))";
    let body = json(&get(&emulator, nested).await);
    let second = &body["value"][1];
    assert_eq!(follow(&emulator, &second["members@odata.nextLink"]).await, ["b/14"]);
    let friends = &second["members"][3]["friends@odata.nextLink"];
    assert_eq!(follow(&emulator, friends).await, ["b/13.1", "b/13.2"]);
    assert_eq!(follow(&emulator, &second["lead"]["friends@odata.nextLink"]).await, ["lead.2"]);
    let all = json(&get(&emulator, "/v1.0/circles/a?$expand=members($top=5)").await);
    assert!(all.get("members@odata.nextLink").is_none(), "{all}");
    refused(&get(&emulator, "/v1.0/circles/a/members/none/friends").await, 404);
    let one = json(&get(&emulator, "/v1.0/circles/a/members/a3?$select=rank").await);
    assert_eq!(one, json!({"rank": 3}));
}

// A3
#[tokio::test]
async fn the_settings_of_pages_hold_inside_an_expansion() {
    let emulator = Emulator::new().with::<Circle>().page_size(2).top_limits_result().next_links_to("https://other.example");
    circles(&emulator);
    let read = async |options: &str| json(&get(&emulator, &format!("/v1.0/circles/a?$expand=members({options})")).await);
    let limited = read("$top=3;$select=id").await;
    let link = limited["members@odata.nextLink"].as_str().unwrap();
    let path = link.strip_prefix("https://other.example").unwrap();
    let last = json(&get(&emulator, path).await);
    assert_eq!(last, json!({"value": [{"id": "a2"}]}), "{path}");
    assert!(read("$top=2").await.get("members@odata.nextLink").is_none());
}

// A4
#[tokio::test]
async fn a_seeded_annotation_is_answered_and_not_declared_as_a_property() {
    let emulator = emulator();
    let read = emulator.client().get(Circle::v1().circles(&id("a"))).await.unwrap().body;
    assert_eq!(read.download_url.as_deref(), Some("https://x"));
    let blank = json(&get(&emulator, "/v1.0/circles/new").await);
    assert_eq!(blank, json!({"id": "new"}));
    let ignored = patch(&emulator, "/v1.0/circles/a", r#"{"@microsoft.graph.downloadUrl":"https://y"}"#).await;
    assert_eq!(json(&ignored)["@microsoft.graph.downloadUrl"], "https://x");
    let metadata = get(&emulator, "/v1.0/$metadata").await;
    assert!(!String::from_utf8_lossy(metadata.body()).contains("downloadUrl"));
    assert_eq!(emulator.stored(&Circle::v1().circles(&id("a"))).unwrap().download_url.as_deref(), Some("https://x"));
}
