//! Tests of properties that only a creation can set, and of keys that the client chooses.

use super::*;
use graph_core::error::{Error, ReadOnlyReason};
use graph_core::{GraphComplex, GraphEntity, Guid, graph_ids, graph_paths};
use serde_json::json;

graph_ids! { pub PolicyId; pub TicketId; pub DeviceId; }

#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "microsoft.graph.scope", tag = "never")]
pub struct Scope {
    #[graph(create_only)]
    pub kind: Option<String>,
    pub text: Option<String>,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.policy", tag = "never")]
#[graph_paths(v1, "/policies/{policyId}")]
pub struct Policy {
    #[graph(key)]
    pub id: String,
    #[graph(create_only)]
    pub platform: Option<String>,
    pub name: Option<String>,
    pub scope: Option<Scope>,
    pub scopes: Vec<Scope>,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.ticket", tag = "never")]
#[graph_paths(v1, "/tickets/{ticketId}")]
pub struct Ticket {
    #[graph(key)]
    pub number: i64,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.device", tag = "never")]
#[graph_paths(v1, "/devices/{deviceId}")]
pub struct Device {
    #[graph(key)]
    pub id: Guid,
}

const POLICY: &str = "/v1.0/policies/p";

fn policy() -> PolicyPatch {
    Policy::patch().platform("linux").name("a").scope(Scope { kind: Some("all".into()), text: None })
}

// B3
#[tokio::test]
async fn an_update_leaves_create_only_properties_as_they_are() {
    let emulator = Emulator::new().with::<Policy>();
    let graph = emulator.client();
    graph.create(Policy::v1().policies_collection(), policy()).key("p").await.unwrap();
    let body = r#"{"name":"b","Platform":"mac","scope":{"kind":"none","text":"t"},"scopes":[{"kind":"new"}]}"#;
    let expected = json!({
        "id": "p", "platform": "linux", "name": "b", "scope": {"kind": "all", "text": "t"}, "scopes": [{"kind": "new", "text": null}],
    });
    assert_eq!(json(&patch(&emulator, POLICY, body).await), expected);
    let put = request("PUT", POLICY).header("content-type", "application/json");
    let body = json(&send(&emulator, put, r#"{"platform":"mac","scopes":[]}"#).await);
    assert_eq!((&body["platform"], &body["name"]), (&json!("linux"), &Value::Null));
}

// B3
#[tokio::test]
async fn a_strict_emulator_refuses_create_only_properties_in_updates() {
    let emulator = Emulator::new().with::<Policy>().strict();
    let graph = emulator.client();
    graph.create(Policy::v1().policies_collection(), policy()).key("p").await.unwrap();
    for (body, property) in [(r#"{"platform":"linux"}"#, "platform"), (r#"{"scope":{"kind":"none"}}"#, "scope.kind")] {
        let refusal = refused(&patch(&emulator, POLICY, body).await, 400);
        let message = format!("The property '{property}': it can be set only when the object is created");
        assert!(refusal.contains(&message), "{refusal}");
    }
    assert_eq!(patch(&emulator, POLICY, r#"{"scope":{"kind":"all"},"scopes":[{"kind":"new"}]}"#).await.status(), 200);
}

// B3
#[tokio::test]
async fn the_client_creates_with_create_only_properties_and_refuses_to_update_them() {
    let emulator = Emulator::new().with::<Policy>();
    let graph = emulator.client();
    let created = graph.create(Policy::v1().policies_collection(), policy()).await.unwrap().body.unwrap();
    assert_eq!(created.platform.as_deref(), Some("linux"));
    let path = Policy::v1().policies(&PolicyId::new(&created.id).unwrap());
    let error = graph.patch(path.clone(), policy()).await.unwrap_err();
    let Error::ReadOnlyProperty(refused) = &error else { panic!("{error}") };
    assert_eq!((refused.property, refused.reason), ("platform", ReadOnlyReason::CreateOnly));
    let changed = Policy { platform: None, name: Some("b".into()), ..created.clone() };
    let updated = graph.patch(path, PolicyPatch::diff(&created, &changed)).await.unwrap().body.unwrap();
    assert_eq!(updated, Policy { platform: created.platform, ..changed });
}

// B3
#[tokio::test]
async fn the_metadata_marks_create_only_properties() {
    let metadata = get(&Emulator::new().with::<Policy>(), "/v1.0/$metadata").await;
    let schema = graph_schema::csdl::read_csdl(std::str::from_utf8(metadata.body()).unwrap()).unwrap();
    let access = |name| schema.property("microsoft.graph.policy", name).unwrap().access;
    assert_eq!((access("platform"), access("name")), (graph_schema::Access::Immutable, graph_schema::Access::Writable));
}

// B2
#[tokio::test]
async fn a_creation_gets_the_key_that_it_chooses() {
    let emulator = Emulator::new().with::<Policy>().with::<Ticket>().with::<Device>();
    let graph = emulator.client();
    let create = || graph.create(Policy::v1().policies_collection(), policy()).key("my policy");
    assert_eq!(create().await.unwrap().body.unwrap().id, "my policy");
    assert_eq!(graph.get(Policy::v1().policies(&PolicyId::new("my policy").unwrap())).await.unwrap().body.id, "my policy");
    assert_eq!(create().await.unwrap_err().status().unwrap(), 409);

    let ticket = graph.create(Ticket::v1().tickets_collection(), Ticket::patch()).key(7).await.unwrap();
    assert_eq!(ticket.body.unwrap().number, 7);
    let guid: Guid = "0d2a1bd8-1b5c-4f5d-8a0c-8a1f3c1d5e7f".parse().unwrap();
    let device = graph.create(Device::v1().devices_collection(), Device::patch()).key(guid).await.unwrap();
    assert_eq!(device.body.unwrap().id, guid);

    let mut batch = graph.batch();
    let first = batch.add(graph.create(Policy::v1().policies_collection(), policy()).key("first"));
    assert_eq!(batch.send().await.unwrap().take(first).unwrap().body.unwrap().id, "first");
    let creations = ["a", "b", "c"].map(|id| (id, graph.create(Policy::v1().policies_collection(), policy()).key(id)));
    let mut bulk = graph.bulk(creations);
    while let Some((id, created)) = bulk.next().await {
        assert_eq!(created.unwrap().body.unwrap().id, id);
    }
}
