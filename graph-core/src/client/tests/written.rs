//! Tests of query options on requests that write. The options change the entity in the response, not the write.

use super::*;
use crate::testing::Expected;
use crate::{GraphEntity, graph_ids, graph_paths, property};

graph_ids! { pub(crate) ListId; }

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.list", tag = "never", crate = crate)]
#[graph_paths(v1, "/lists/{listId}")]
struct List {
    #[graph(key)]
    id: String,
    name: String,
    owner: Option<Thing>,
}

fn list() -> Path<List> {
    List::v1().lists(&ListId::new("l1").unwrap())
}

#[tokio::test]
async fn a_write_selects_the_properties_of_its_response() {
    let (url, body) = ("/v1.0/lists/l1?$select=id", r#"{"name":"a"}"#);
    let upserted = Expected::patch(url).json(body).header("prefer", "create-if-missing");
    let script = Script::default()
        .expect(Expected::post("/v1.0/lists?$select=id").json(body), answer(201, &[], r#"{"id":"l1"}"#))
        .expect(Expected::patch(url).json(body), answer(200, &[], r#"{"id":"l1"}"#))
        .expect(Expected::new(Method::PUT, url).json(body), answer(200, &[], r#"{"id":"l1"}"#))
        .expect(upserted, answer(201, &[], r#"{"id":"l1"}"#))
        .expect(Expected::patch(url).json(body), answer(204, &[], ""));
    let (graph, patch, id) = (script.client(), || List::patch().name("a"), || [property!(List, id)]);
    let whole = List { id: "l1".into(), name: "a".into(), owner: None };
    let written = [
        graph.create(List::v1().lists_collection(), patch()).select(id()).await.unwrap(),
        graph.patch(list(), patch()).select(id()).await.unwrap(),
        graph.replace(list(), whole).select(id()).await.unwrap(),
        graph.upsert(list(), patch()).select(id()).await.unwrap(),
    ];
    for response in written {
        let part = response.body.unwrap();
        assert_eq!(part.get(&property!(List, id)).unwrap().as_deref(), Some("l1"));
        assert_eq!(part.get(&property!(List, name)).unwrap(), None);
    }
    assert_eq!(graph.patch(list(), patch()).select(id()).await.unwrap().body, None);
    script.assert_done();
}

#[tokio::test]
async fn a_write_expands_related_entities_in_its_response() {
    let body = || format!(r#"{{"id":"l1","name":"a","owner":{}}}"#, thing_json());
    let script = Script::new([201, 200, 200, 201].map(|status| answer(status, &[], body())));
    let (graph, patch, owner) = (script.client(), || List::patch().name("a"), || property!(List, owner));
    let whole = List { id: "l1".into(), name: "a".into(), owner: None };
    let written = [
        graph.create(List::v1().lists_collection(), patch()).expand(owner()).query("a", 1).await.unwrap(),
        graph.patch(list(), patch()).expand(owner()).query("a", 1).await.unwrap(),
        graph.replace(list(), &whole).expand(owner()).query("a", 1).await.unwrap(),
        graph.upsert(list(), patch()).expand(owner()).query("a", 1).await.unwrap(),
    ];
    assert!(written.iter().all(|response| response.body.as_ref().unwrap().owner.as_ref().unwrap().count == 3));
    assert!(script.requests().iter().all(|request| request.uri().query() == Some("$expand=owner&a=1")));
}

#[tokio::test]
async fn a_batch_and_a_bulk_take_writes_with_options() {
    let batched = r#"{"responses":[{"id":"1","status":201,"body":{"id":"l1"}}]}"#;
    let script = Script::new([answer(200, &[], batched), answer(200, &[], r#"{"id":"l1"}"#)]);
    let (graph, patch, id) = (script.client(), || List::patch().name("a"), || [property!(List, id)]);
    let mut batch = graph.batch();
    let created = batch.add(graph.create(List::v1().lists_collection(), patch()).select(id()));
    let created = batch.send().await.unwrap().take(created).unwrap().body.unwrap();
    assert_eq!(created.get(&property!(List, id)).unwrap().as_deref(), Some("l1"));
    assert!(graph.bulk([(1, graph.patch(list(), patch()).select(id()))]).next().await.unwrap().1.is_ok());
    let body = script.requests()[0].body().clone();
    assert!(String::from_utf8_lossy(&body).contains("\"/lists?$select=id\""));
}
