use super::*;
use graph_core::query::Search;
use graph_core::{GraphEntity, graph_ids, graph_paths, property};
use serde_json::json;

graph_ids! { pub UserId; pub NoteId; }

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", tag = "never", eventual_consistency)]
#[graph_paths(v1, "/users/{userId}", "/users/{userId}/manager")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub name: Option<String>,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.note", tag = "never")]
#[graph_paths(v1, "/notes/{noteId}")]
pub struct Note {
    #[graph(key)]
    pub id: String,
    pub authors: Vec<User>,
}

fn emulator() -> Emulator {
    let emulator = Emulator::new().with::<User>().with::<Note>();
    let user = |id: &str| User { id: id.into(), name: Some(format!("Name of {id}")) };
    for id in ["a", "b"] {
        emulator.seed(&User::v1().users(&UserId::new(id).unwrap()), &user(id));
    }
    let note = Note { id: "n".into(), authors: vec![user("a"), user("b")] };
    emulator.seed(&Note::v1().notes(&NoteId::new("n").unwrap()), &note);
    emulator
}

async fn eventual(emulator: &Emulator, path: &str) -> Response<Bytes> {
    send(emulator, request("GET", path).header("ConsistencyLevel", "Eventual"), "").await
}

#[tokio::test]
async fn a_search_needs_eventual_consistency() {
    let emulator = emulator();
    for path in ["/v1.0/users?$search=%22name:of%20a%22", "/v1.0/notes/n/authors?$search=%22name:of%20a%22"] {
        let message = refused(&get(&emulator, path).await, 400);
        assert!(message.contains("'ConsistencyLevel: eventual'"), "{message}");
        assert_eq!(json(&get(&emulator, path).await)["error"]["code"], "Request_UnsupportedQuery");
        assert_eq!(json(&eventual(&emulator, path).await)["value"][0]["id"], "a");
    }
    // An entity that is not declared with it needs no header.
    assert_eq!(get(&emulator, "/v1.0/notes?$search=%22x%22&$count=true").await.status(), 200);
}

#[tokio::test]
async fn a_count_without_eventual_consistency_is_ignored_or_refused() {
    let emulator = emulator();
    for path in ["/v1.0/users?$count=true&$top=1", "/v1.0/notes/n/authors?$count=true&$top=1"] {
        let without = json(&get(&emulator, path).await);
        assert_eq!((without.get("@odata.count"), without["value"].as_array().unwrap().len()), (None, 1), "{path}");
        assert_eq!(json(&eventual(&emulator, path).await)["@odata.count"], 2, "{path}");
    }
    for path in ["/v1.0/users/$count", "/v1.0/notes/n/authors/$count"] {
        let message = refused(&get(&emulator, path).await, 400);
        assert!(message.starts_with("$count is not currently supported."), "{message}");
        assert_eq!(eventual(&emulator, path).await.body(), "2");
    }
    assert_eq!(json(&get(&emulator, "/v1.0/notes?$count=true").await)["@odata.count"], json!(1));
}

#[tokio::test]
async fn a_stored_link_of_a_search_needs_no_header_of_the_caller() {
    let server = emulator().serve(0).await.unwrap();
    let (id, search) = (property!(User, id), Search::property(&property!(User, name), "name of"));
    for graph in [server.emulator().client(), over_a_socket(&server)] {
        let list = graph.list(User::v1().users_collection()).search(search.clone()).count().max_page_size(1);
        let first = list.clone().pages().next().await.unwrap().unwrap();
        let mut rest = graph.list_from(first.next_link().unwrap().clone()).stream();
        assert_eq!(rest.next().await.unwrap().unwrap().id, "b");
        let first = list.select([&id]).pages().next().await.unwrap().unwrap();
        let rest = graph.list_from(first.next_link().unwrap().clone()).stream().collect().await.unwrap();
        assert_eq!(rest[0].get(&id).unwrap().as_deref(), Some("b"));
    }
}

#[tokio::test]
async fn a_client_over_a_socket_counts_and_searches() {
    let server = emulator().serve(0).await.unwrap();
    let graph = over_a_socket(&server);
    let search = Search::property(&property!(User, name), "name of");
    let mut users = graph.list(User::v1().users_collection()).search(search).count().top(1).stream();
    assert_eq!(users.next().await.unwrap().unwrap().id, "a");
    assert_eq!(users.total(), Some(2));

    // The query option counts as the header.
    let url = format!("{}/v1.0/users/$count?ConsistencyLevel=eventual", server.url());
    let request = Request::get(url).header("authorization", "Bearer secret-token").body(Bytes::new()).unwrap();
    assert_eq!(ReqwestTransport::new().unwrap().send(request).await.unwrap().body(), "2");
}

#[tokio::test]
async fn a_stored_link_of_a_list_without_a_count_sends_no_header() {
    let emulator = emulator();
    let graph = emulator.client();
    let page = graph.list(User::v1().users_collection()).top(1).pages().next().await.unwrap().unwrap();
    graph.list_from(page.next_link().cloned().unwrap()).stream().collect().await.unwrap();
    let journal = emulator.journal();
    let last = journal.iter().last().unwrap();
    assert!(!last.headers().contains_key("consistencylevel"), "{last:?}");
}
