//! Tests of links and counts.

use serde_json::json;

use super::*;
use crate::model::expanded::Expanded;
use crate::testing::Expected;
use crate::transport::{Idempotency, Retry};
use crate::{GraphEntity, graph_ids, graph_paths, property};

graph_ids! { pub(crate) GroupId; pub(crate) MemberId; }

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.group", tag = "never", permissions(delegated("Group.ReadWrite.All")), crate = crate)]
#[graph_paths(
    v1,
    "/groups/{groupId}",
    "/groups/{groupId}/members/$ref",
    member_ref = "/groups/{groupId}/members/{memberId}/$ref",
    "/groups/$count"
)]
#[graph_paths(beta, "/groups/{groupId}")]
pub(crate) struct Group {
    #[graph(key)]
    pub(crate) id: String,
    pub(crate) name: Option<String>,
    #[graph(bind)]
    pub(crate) members: Option<Expanded<Thing>>,
    #[graph(bind)]
    pub(crate) owner: Option<Thing>,
}

fn group() -> GroupId {
    GroupId::new("g/1").unwrap()
}

fn client(script: &Script) -> Client {
    Client::builder(script.clone(), StaticToken::new(TOKEN)).host(Host::us_gov()).build()
}

#[tokio::test]
async fn links_are_sent_as_documented() {
    let done = || answer(204, &[("request-id", "r1")], "");
    let url = "https://graph.microsoft.us/v1.0/things/a%2Fb";
    let script = Script::default()
        .expect(
            Expected::post("/v1.0/groups/g%2F1/members/$ref")
                .json(&json!({"@odata.id": url}).to_string())
                .header("content-type", "application/json"),
            done(),
        )
        .expect(
            Expected::new(Method::PUT, "/v1.0/groups/g%2F1/members/$ref")
                .json(&json!({"@odata.id": "https://graph.microsoft.us/beta/groups/g%2F1"}).to_string()),
            done(),
        )
        .expect(Expected::delete("/v1.0/groups/g%2F1/members/m%27%C3%BC/$ref").header("if-match", "*"), done())
        .expect(
            Expected::delete("/v1.0/groups/g%2F1/members/$ref?$id=https%3A%2F%2Fgraph.microsoft.us%2Fv1.0%2Fthings%2Fa%252Fb"),
            done(),
        );
    let graph = client(&script);
    let members = || Group::v1().members_ref(&group());
    let added = graph.add_link(members(), thing()).await.unwrap();
    assert_eq!((added.status.as_u16(), added.request_id.as_deref()), (204, Some("r1")));
    graph.set_link(members(), Group::beta().groups(&group())).await.unwrap();
    graph.remove_link(Group::v1().member_ref(&group(), &MemberId::new("m'ü").unwrap())).if_match("*").await.unwrap();
    graph.remove_link_to(members(), thing()).await.unwrap();
    script.assert_done();
    let template = Template { version: ApiVersion::V1, text: "/groups/{groupId}/members/$ref" };
    assert_eq!(script.requests()[0].extensions().get(), Some(&template));
}

#[tokio::test]
async fn links_are_read_page_by_page() {
    let next = "https://graph.microsoft.us/v1.0/groups/g%2F1/members/$ref?$skiptoken=2";
    let first = json!({"@odata.nextLink": next, "value": [
        {"@odata.id": "https://graph.microsoft.com/v2/tenant/directoryObjects/a%20b/Microsoft.DirectoryServices.User"},
        {"@odata.id": 7},
        {},
        "text",
    ]});
    let second = json!({"value": [{"@odata.id": "users('it''s')"}, {"@id": "https://graph.microsoft.us/v1.0/users/u\u{7}"}]});
    let script = Script::default()
        .expect(Expected::get("/v1.0/groups/g%2F1/members/$ref?$top=4"), Step::json(200, first.to_string()))
        .expect(Expected::get("/v1.0/groups/g%2F1/members/$ref?$skiptoken=2"), Step::json(200, second.to_string()));
    let mut links = client(&script).links(Group::v1().members_ref(&group())).top(4).stream();
    let mut read = Vec::new();
    while let Some(link) = links.next().await {
        if let Ok(link) = &link {
            assert!(link.as_str() == link.as_ref() && link.as_str().contains(['/', '(']), "{link:?}");
        }
        read.push(link.map(|link| link.id().unwrap()).map_err(|error| format!("{error:#}")));
    }
    assert_eq!(read[0].as_deref(), Ok("a b"));
    for (index, problem) in [(1, "value[1].@odata.id"), (2, "value[2].@odata.id"), (3, "value[3]")] {
        assert!(read[index].as_ref().unwrap_err().contains(problem), "{:?}", read[index]);
    }
    assert_eq!((read[4].as_deref(), read[5].as_deref()), (Ok("it's"), Ok("u\u{7}")));
    script.assert_done();

    let script = Script::new([Step::json(200, first.to_string())]);
    let page = client(&script).links(Group::v1().members_ref(&group())).pages().next().await.unwrap().unwrap();
    assert_eq!((page.len(), page.next_link().unwrap().as_str()), (4, next));
}

#[tokio::test]
async fn a_lost_response_is_not_followed_by_a_second_link() {
    let lost = || Step::Fail(TransportErrorKind::Interrupted);
    let script = Script::new([lost(), lost(), answer(204, &[], "")]);
    let graph = Client::new(Retry::new(script.clone()), StaticToken::new(TOKEN));
    let link = || graph.add_link(Group::v1().members_ref(&group()), thing());
    assert!(matches!(link().await.unwrap_err(), Error::Transport(_)), "the link may exist");
    assert_eq!(script.requests().len(), 1);
    link().idempotency(Idempotency::Safe).await.unwrap();
}

#[tokio::test]
async fn a_refused_link_names_the_permission() {
    let script = Script::new([answer(403, &[], "")]);
    let error = client(&script).add_link(Group::v1().members_ref(&group()), thing()).await.unwrap_err();
    assert!(error.report().to_string().contains("Group.ReadWrite.All"), "{}", error.report());
}

#[tokio::test]
async fn a_count_is_text() {
    let script = Script::default()
        .expect(
            Expected::get("/v1.0/groups/$count?$filter=name%20eq%20'a'")
                .header("consistencylevel", "eventual")
                .header("accept", "text/plain"),
            answer(200, &[("content-type", "text/plain")], "\u{feff}18446744073709551615\r\n"),
        )
        .expect(Expected::get("/v1.0/groups/$count").header("accept", "*/*"), answer(200, &[], "0"));
    let graph = client(&script);
    let count = graph.count(Group::v1().groups_count()).filter(property!(Group, name).eq("a"));
    assert_eq!(count.eventual_consistency().await.unwrap().body, u64::MAX);
    assert_eq!(graph.count(Group::v1().groups_count()).header("accept", "*/*").await.unwrap().body, 0);
    for malformed in ["", " ", "-1", "1.0", "18446744073709551616", "{\"count\":1}", "1 2", &format!("1{TOKEN}")] {
        let script = Script::new([answer(200, &[], malformed.to_owned())]);
        let error = client(&script).count(Group::v1().groups_count()).await.unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{malformed}: {error}");
        assert!(!format!("{error:?}{error:#}").contains(TOKEN));
    }
}

#[tokio::test]
async fn bound_entities_have_the_host_of_the_client() {
    let bound = json!({
        "name": "a",
        "owner@odata.bind": "https://graph.microsoft.us/v1.0/things/a%2Fb",
        "members@odata.bind": ["https://graph.microsoft.us/v1.0/things/a%2Fb"],
    });
    let patch = Group::patch().name("a").bind_owner(thing()).bind_members([&thing()]);
    let script = Script::default().expect(Expected::patch("/v1.0/groups/g%2F1").json(&bound.to_string()), answer(204, &[], ""));
    let script = script.expect(Expected::post("/v1.0/groups").json(&bound.to_string()), answer(204, &[], ""));
    let graph = client(&script);
    graph.patch(Group::v1().groups(&group()), patch.clone()).await.unwrap();
    graph.create(Group::v1().groups_collection(), patch.clone()).await.unwrap();
    script.assert_done();
    assert!(format!("{patch:?}").contains("/v1.0/things/a%2Fb"));
    assert_eq!(serde_json::from_str::<GroupPatch>(&serde_json::to_string(&patch).unwrap()).unwrap(), patch);
}
