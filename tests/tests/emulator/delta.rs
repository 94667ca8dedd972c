use super::*;
use graph_core::emulator::{LongRunning, OperationCall};
use graph_core::{Expanded, GraphAction, GraphEntity, graph_ids, graph_paths};
use serde_json::json;

graph_ids! { pub PersonId; pub TeamId; pub ItemId; pub DriveId; }

#[derive(Clone, Debug, Default, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.person", tag = "never")]
#[graph_paths(
    v1,
    "/people/{personId}",
    "/people/delta",
    delta_below = "/teams/{teamId}/people/delta",
    below = "/teams/{teamId}/people/{personId}"
)]
pub struct Person {
    #[graph(key)]
    pub id: String,
    pub name: Option<String>,
    pub city: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.team", tag = "never")]
#[graph_paths(v1, "/teams/{teamId}", "/teams/delta()", "/teams/{teamId}/members/$ref", "/teams/{teamId}/lead/$ref")]
pub struct Team {
    #[graph(key)]
    pub id: String,
    pub name: Option<String>,
    #[graph(bind)]
    pub members: Option<Expanded<Person>>,
    pub lead: Option<Box<Person>>,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.driveItem")]
#[graph_paths(v1, "/drives/{driveId}/items/{itemId}", root = "/drives/{driveId}/root/delta")]
pub struct DriveItem {
    #[graph(key)]
    pub id: String,
    pub name: Option<String>,
}

#[derive(Clone, Debug, PartialEq, GraphAction)]
#[graph_paths(v1, "/people/{personId}/move")]
pub struct Move {
    pub city: String,
}

fn person(id: &str, name: &str) -> Person {
    Person { id: id.into(), name: Some(name.into()), city: None }
}

fn path(id: &str) -> graph_core::model::Path<Person> {
    Person::v1().people(&PersonId::new(id).unwrap())
}

fn people(ids: &[&str]) -> Emulator {
    let emulator = Emulator::new().with::<Person>();
    ids.iter().for_each(|id| emulator.seed(&path(id), &person(id, id)));
    emulator
}

/// Reads all pages of a delta query, from the URL `start` to the delta link. Returns the entries of all pages, and the path and query of
/// the delta link.
async fn round(emulator: &Emulator, start: &str) -> (Vec<Value>, String) {
    round_with(emulator, start, &[]).await
}

async fn round_with(emulator: &Emulator, start: &str, headers: &[(&str, &str)]) -> (Vec<Value>, String) {
    let (mut entries, mut url) = (Vec::new(), start.to_owned());
    loop {
        let request = headers.iter().fold(request("GET", &url), |request, (name, value)| request.header(*name, *value));
        let response = send(emulator, request, "").await;
        assert_eq!(response.status(), 200, "{response:?}");
        let body = json(&response);
        entries.extend(body["value"].as_array().unwrap().iter().cloned());
        let path = |link: &str| Some(body[link].as_str()?.strip_prefix(HOST).unwrap().to_owned());
        match (path("@odata.nextLink"), path("@odata.deltaLink")) {
            (Some(next), None) => url = next,
            (None, Some(link)) => return (entries, link),
            links => panic!("one link of two: {links:?}"),
        }
    }
}

fn ids(entries: &[Value]) -> Vec<&str> {
    entries.iter().map(|entry| entry["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_delta_link_answers_only_what_changed_since() {
    let emulator = people(&["a", "b", "c", "d"]);
    let accept = [("accept", "application/json;odata.metadata=none")];
    let (entries, link) = round_with(&emulator, "/v1.0/people/delta", &accept).await;
    assert_eq!(ids(&entries), ["a", "b", "c", "d"]);
    assert!(link.starts_with("/v1.0/people/delta?$deltatoken="), "{link}");
    let (entries, same) = round(&emulator, &link).await;
    assert_eq!((entries, &same), (vec![], &link));

    patch(&emulator, "/v1.0/people/b", r#"{"city": "Bern"}"#).await;
    send(&emulator, request("DELETE", "/v1.0/people/c"), "").await;
    emulator.seed(&path("e"), &person("e", "Eve"));
    assert!(emulator.remove(&path("d")) && !emulator.remove(&path("d")));
    let (entries, next) = round(&emulator, &link).await;
    let changes = json!([
        {"id": "b", "name": "b", "city": "Bern"},
        {"@removed": {"reason": "deleted"}, "id": "c"},
        {"@removed": {"reason": "deleted"}, "id": "d"},
        {"id": "e", "name": "Eve", "city": null},
    ]);
    assert_eq!(Value::Array(entries), changes);
    assert_eq!(round(&emulator, &next).await.0, Vec::<Value>::new());
    // The old link still answers the same.
    assert_eq!(round(&emulator, &link).await.0.len(), 4);
}

#[tokio::test]
async fn only_changes_are_reported() {
    let emulator = people(&["a", "b"]);
    let (_, link) = round(&emulator, "/v1.0/people/delta").await;
    get(&emulator, "/v1.0/people/a").await;
    emulator.seed(&path("b"), &person("b", "b"));
    patch(&emulator, "/v1.0/people/b", r#"{"name": "b"}"#).await;
    // An object that was created and deleted in between is not reported, a restored one is.
    send(&emulator, request("DELETE", "/v1.0/people/a"), "").await;
    emulator.seed(&path("a"), &person("a", "a"));
    emulator.seed(&path("x"), &person("x", "x"));
    send(&emulator, request("DELETE", "/v1.0/people/x"), "").await;
    let (entries, link) = round(&emulator, &link).await;
    assert_eq!(ids(&entries), ["a"]);
    // A read of an unknown id creates an object, as the collection shows it too.
    get(&emulator, "/v1.0/people/y").await;
    assert_eq!(ids(&round(&emulator, &link).await.0), ["y"]);
}

#[tokio::test]
async fn changes_come_in_pages() {
    let emulator = people(&["a", "b", "c", "d", "e"]);
    let prefer = [("prefer", "odata.maxpagesize=2")];
    let first = send(&emulator, request("GET", "/v1.0/people/delta").header("prefer", "odata.maxpagesize=2"), "").await;
    assert_eq!(first.headers()["preference-applied"], "odata.maxpagesize=2");
    let next = json(&first)["@odata.nextLink"].as_str().unwrap().strip_prefix(HOST).unwrap().to_owned();
    assert!(next.starts_with("/v1.0/people/delta?$skiptoken="), "{next}");
    // Changes between the pages: behind the position, before it, and a new object.
    patch(&emulator, "/v1.0/people/a", r#"{"name": "Ada"}"#).await;
    send(&emulator, request("DELETE", "/v1.0/people/d"), "").await;
    emulator.seed(&path("dd"), &person("dd", "dd"));
    let (entries, link) = round_with(&emulator, &next, &prefer).await;
    assert_eq!(ids(&entries), ["c", "e"]);
    let (entries, _) = round_with(&emulator, &link, &prefer).await;
    assert_eq!(ids(&entries), ["a", "d", "dd"]);
    let (entries, _) = round(&emulator, "/v1.0/people/delta?$top=1").await;
    assert_eq!(ids(&entries), ["a", "b", "c", "dd", "e"]);
}

#[tokio::test]
async fn the_options_of_the_first_request_stay() {
    let emulator = people(&["a", "b", "c"]);
    let (entries, link) = round(&emulator, "/v1.0/people/delta?$select=name&$top=2").await;
    assert!(entries.iter().all(|entry| entry.get("city").is_none() && entry.get("name").is_some()), "{entries:?}");
    assert_eq!(ids(&entries), ["a", "b", "c"]);
    // A change of a property that is not selected is not reported.
    patch(&emulator, "/v1.0/people/a", r#"{"city": "Bern"}"#).await;
    patch(&emulator, "/v1.0/people/b", r#"{"name": "Bob", "city": "Bern"}"#).await;
    let (entries, _) = round(&emulator, &link).await;
    assert_eq!((ids(&entries), &entries[0]["name"], entries[0].get("city")), (vec!["b"], &json!("Bob"), None));

    for option in ["$select=name", "$filter=name eq 'a'", "$top=1", "$expand=x"] {
        let url = format!("{link}&{}", option.replace(' ', "%20").replace('\'', "%27"));
        assert_eq!(get(&emulator, &url).await.status(), 400, "{option}");
    }
    for option in ["$count=true", "$skip=1", "$orderby=name", "$search=a", "$select=none"] {
        assert_eq!(get(&emulator, &format!("/v1.0/people/delta?{option}")).await.status(), 400, "{option}");
    }
}

#[tokio::test]
async fn a_filter_stays_and_reports_what_no_longer_matches() {
    let emulator = people(&["a", "b", "c"]);
    let (entries, by_id) = round(&emulator, "/v1.0/people/delta?$filter=id%20eq%20'a'%20or%20id%20eq%20'b'").await;
    assert_eq!(ids(&entries), ["a", "b"]);
    let (entries, by_name) = round(&emulator, "/v1.0/people/delta?$filter=name%20eq%20'a'&$select=city").await;
    assert_eq!(ids(&entries), ["a"]);
    patch(&emulator, "/v1.0/people/a", r#"{"name": "x"}"#).await;
    patch(&emulator, "/v1.0/people/b", r#"{"name": "a"}"#).await;
    patch(&emulator, "/v1.0/people/c", r#"{"city": "Bern"}"#).await;
    let (entries, by_id) = round(&emulator, &by_id).await;
    assert_eq!(ids(&entries), ["a", "b"]);
    let (entries, _) = round(&emulator, &by_name).await;
    assert_eq!(entries[0], json!({"@removed": {"reason": "changed"}, "id": "a"}));
    assert_eq!(ids(&entries), ["a", "b"]);
    emulator.remove(&path("b"));
    emulator.remove(&path("c"));
    assert_eq!(ids(&round(&emulator, &by_id).await.0), ["b"]);
}

#[tokio::test]
async fn return_minimal_shows_the_changed_properties() {
    let emulator = people(&["a"]);
    let prefer = [("prefer", "return=minimal")];
    let (entries, link) = round_with(&emulator, "/v1.0/people/delta", &prefer).await;
    assert_eq!(entries[0]["name"], "a");
    patch(&emulator, "/v1.0/people/a", r#"{"city": "Bern"}"#).await;
    emulator.seed(&path("b"), &person("b", "b"));
    let (entries, _) = round_with(&emulator, &link, &prefer).await;
    assert_eq!((entries[0].get("name"), &entries[0]["city"], &entries[1]["name"]), (None, &json!("Bern"), &json!("b")));
}

#[tokio::test]
async fn latest_starts_from_now() {
    let emulator = people(&["a"]);
    for url in ["/v1.0/people/delta?$deltatoken=latest", "/v1.0/people/microsoft.graph.delta()?$deltaToken=latest&$select=name"] {
        let (entries, link) = round(&emulator, url).await;
        assert_eq!(entries, Vec::<Value>::new(), "{url}");
        patch(&emulator, "/v1.0/people/a", format!(r#"{{"name": "{}"}}"#, url.len())).await;
        let (entries, _) = round(&emulator, &link).await;
        assert_eq!((ids(&entries), entries[0].get("city").is_none()), (vec!["a"], url.contains("select")), "{url}");
    }
}

#[tokio::test]
async fn expired_tokens_get_410_with_the_url_to_start_again() {
    let emulator = people(&["a", "b"]);
    let (_, link) = round(&emulator, "/v1.0/people/delta?$select=name").await;
    let page = json(&get(&emulator, "/v1.0/people/delta?$top=1").await);
    emulator.expire_delta_tokens();
    for (link, start) in [
        (link.as_str(), "/v1.0/people/delta?$select=name&$deltatoken="),
        (page["@odata.nextLink"].as_str().unwrap().strip_prefix(HOST).unwrap(), "/v1.0/people/delta?$top=1&$deltatoken="),
    ] {
        let response = get(&emulator, link).await;
        refused(&response, 410);
        assert_eq!(json(&response)["error"]["code"], "syncStateNotFound");
        assert_eq!(response.headers()["location"], format!("{HOST}{start}"));
        let (entries, link) = round(&emulator, start).await;
        assert_eq!(ids(&entries), ["a", "b"]);
        assert_eq!(round(&emulator, &link).await.0, Vec::<Value>::new());
    }
    // An emulator that has made fewer changes does not know the state.
    let (_, link) = round(&emulator, "/v1.0/people/delta").await;
    let other = people(&[]);
    other.expire_delta_tokens();
    refused(&get(&other, &link).await, 410);
}

#[tokio::test]
async fn forged_tokens_get_400() {
    let emulator = people(&["a"]).with::<Team>();
    let (_, link) = round(&emulator, "/v1.0/people/delta").await;
    let token = link.split('=').next_back().unwrap();
    for url in [
        "/v1.0/people/delta?$deltatoken=abc".to_owned(),
        format!("/v1.0/people/delta?$deltatoken={}", &token[1..]),
        format!("/v1.0/people/delta?$skiptoken={token}"),
        format!("/v1.0/teams/delta?$deltatoken={token}"),
        format!("/v1.0/people/delta?$deltatoken={token}&$skiptoken={token}"),
        format!("/v1.0/people/delta?$deltatoken={token}&$deltatoken=latest"),
    ] {
        refused(&get(&emulator, &url).await, 400);
    }
    assert_eq!(get(&emulator, "/v1.0/people/delta/$count").await.status(), 404);
    let post = request("POST", "/v1.0/people/delta").header("content-type", "application/json");
    refused(&send(&emulator, post, "{}").await, 405);
}

#[tokio::test]
async fn batches_actions_and_long_running_operations_change_objects() {
    let emulator = people(&["a", "b", "c"]).on::<Move>(|call: &mut OperationCall<'_, Move>| {
        let city = call.parameters.city.clone();
        call.update_bound(|person: &mut Person| person.city = Some(city))
    });
    let (_, link) = round(&emulator, "/v1.0/people/delta").await;
    let batch = json!({"requests": [
        {"id": "1", "method": "PATCH", "url": "/people/a", "headers": {"Content-Type": "application/json"}, "body": {"city": "Bern"}},
        {"id": "2", "method": "DELETE", "url": "/people/b"},
    ]});
    send(&emulator, request("POST", "/v1.0/$batch").header("content-type", "application/json"), batch.to_string()).await;
    let call = request("POST", "/v1.0/people/c/move").header("content-type", "application/json");
    assert_eq!(send(&emulator, call, r#"{"city": "Basel"}"#).await.status(), 204);
    let (entries, link) = round(&emulator, &link).await;
    assert_eq!(ids(&entries), ["a", "b", "c"]);
    assert_eq!((&entries[0]["city"], &entries[2]["city"]), (&json!("Bern"), &json!("Basel")));

    // An operation changes its object when it ends.
    let emulator = emulator.long_running::<Person>(LongRunning::polls(1));
    let accepted = patch(&emulator, "/v1.0/people/a", r#"{"city": "Chur"}"#).await;
    assert_eq!(accepted.status(), 202);
    assert_eq!(round(&emulator, &link).await.0, Vec::<Value>::new());
    get(&emulator, accepted.headers()["location"].to_str().unwrap().strip_prefix(HOST).unwrap()).await;
    assert_eq!(ids(&round(&emulator, &link).await.0), ["a"]);
}

#[tokio::test]
async fn links_change_the_object_that_has_them() {
    let emulator = people(&["a", "b", "c"]).with::<Team>();
    let members = Expanded::from(vec![person("x", "Embedded")]);
    let team = Team { id: "t".into(), name: None, members: Some(members), lead: None };
    emulator.seed(&Team::v1().teams(&TeamId::new("t").unwrap()), &team);
    let entry = |id: &str| json!({"@odata.type": "#microsoft.graph.person", "id": id});
    let removed = |id: &str| json!({"@odata.type": "#microsoft.graph.person", "id": id, "@removed": {"reason": "deleted"}});

    let (entries, link) = round(&emulator, "/v1.0/teams/delta?$select=name,members&$expand=lead").await;
    assert_eq!(entries, [json!({"id": "t", "name": null, "members@delta": [entry("x")], "lead@delta": []})]);
    let (_, name) = round(&emulator, "/v1.0/teams/delta?$select=name").await;
    let (_, all) = round(&emulator, "/v1.0/teams/delta").await;
    for (method, path, id) in [("POST", "members", "a"), ("POST", "members", "b"), ("PUT", "lead", "a"), ("PUT", "lead", "c")] {
        let body = json!({"@odata.id": format!("{HOST}/v1.0/people/{id}")}).to_string();
        let add = request(method, &format!("/v1.0/teams/t/{path}/$ref")).header("content-type", "application/json");
        assert_eq!(send(&emulator, add, body).await.status(), 204);
    }
    let (entries, link) = round(&emulator, &link).await;
    let people = json!([entry("x"), entry("a"), entry("b")]);
    let leads = json!([removed("a"), entry("c")]);
    assert_eq!(entries, [json!({"id": "t", "name": null, "members@delta": people, "lead@delta": leads})]);
    // The deletion of the linked object removes the link.
    emulator.remove(&path("a"));
    send(&emulator, request("DELETE", "/v1.0/teams/t/members/x/$ref"), "").await;
    let (entries, link) = round(&emulator, &link).await;
    assert_eq!(entries, [json!({"id": "t", "name": null, "members@delta": [removed("a"), removed("x")]})]);
    let (entries, _) = round_with(&emulator, &link, &[("prefer", "return=minimal")]).await;
    assert_eq!(entries, Vec::<Value>::new());
    send(&emulator, request("DELETE", "/v1.0/teams/t/members/b/$ref"), "").await;
    let (entries, _) = round_with(&emulator, &link, &[("prefer", "return=minimal")]).await;
    assert_eq!(entries, [json!({"id": "t", "members@delta": [removed("b")]})]);
    assert_eq!(round(&emulator, &name).await.0, Vec::<Value>::new());
    assert_eq!(round(&emulator, &all).await.0, [json!({"id": "t", "name": null})]);
}

#[tokio::test]
async fn collections_below_objects_and_drives_have_their_own_changes() {
    let emulator = people(&["a"]).with::<DriveItem>();
    let below = |team: &str, id: &str| Person::v1().below(&TeamId::new(team).unwrap(), &PersonId::new(id).unwrap());
    emulator.seed(&below("t", "x"), &person("x", "x"));
    emulator.seed(&below("u", "y"), &person("y", "y"));
    let (entries, link) = round(&emulator, "/v1.0/teams/t/people/delta").await;
    assert_eq!(ids(&entries), ["x"]);
    emulator.remove(&below("u", "y"));
    emulator.remove(&below("t", "x"));
    assert_eq!(round(&emulator, &link).await.0, [json!({"@removed": {"reason": "deleted"}, "id": "x"})]);

    get(&emulator, "/v1.0/drives/d/items/i").await;
    let (entries, link) = round(&emulator, "/v1.0/drives/d/root/delta?token=latest").await;
    assert_eq!(entries, Vec::<Value>::new());
    patch(&emulator, "/v1.0/drives/d/items/i", r#"{"name": "a.txt"}"#).await;
    let (entries, link) = round(&emulator, &link).await;
    assert_eq!(ids(&entries), ["i"]);
    send(&emulator, request("DELETE", "/v1.0/drives/d/items/i"), "").await;
    assert_eq!(round(&emulator, &link).await.0, [json!({"deleted": {"state": "deleted"}, "id": "i"})]);
    emulator.expire_delta_tokens();
    assert_eq!(json(&get(&emulator, &link).await)["error"]["code"], "resyncRequired");
}

#[tokio::test]
async fn a_delta_query_works_over_a_socket() {
    let emulator = people(&["a", "b", "c"]);
    let server = emulator.clone().page_size(2).serve(0).await.unwrap();
    let transport = ReqwestTransport::new().unwrap();
    let read = async |url: &str| {
        let request = Request::get(url).header("authorization", "Bearer secret-token").body(Bytes::new()).unwrap();
        json(&transport.send(request).await.unwrap())
    };
    let first = read(&format!("{}/v1.0/people/delta", server.url())).await;
    let last = read(first["@odata.nextLink"].as_str().unwrap()).await;
    emulator.remove(&path("a"));
    let changes = read(last["@odata.deltaLink"].as_str().unwrap()).await;
    assert_eq!(changes["value"], json!([{"@removed": {"reason": "deleted"}, "id": "a"}]));
    assert!(changes["@odata.deltaLink"].as_str().unwrap().starts_with(&server.url()), "{changes}");
}
