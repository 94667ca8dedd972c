use super::*;
use graph_core::query::Expand;
use graph_core::{Expanded, GraphEntity, graph_ids, graph_paths, property};
use serde_json::json;

graph_ids! { pub UserId; pub FolderId; }

#[derive(Clone, Debug, Default, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", tag = "never")]
#[graph_paths(v1, "/users/{userId}", "/users/{userId}/manager/$ref", "/users/{userId}/directReports/$ref")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub name: Option<String>,
    #[graph(bind)]
    pub manager: Option<Box<User>>,
    pub direct_reports: Option<Expanded<User>>,
}

#[derive(Clone, Debug, Default, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.folder", tag = "never")]
#[graph_paths(v1, "/folders/{folderId}")]
pub struct Folder {
    #[graph(key)]
    pub id: String,
    pub children: Option<Vec<Folder>>,
}

/// Creates users, each of whom reports to the next; the last one to the first.
async fn ring(ids: &[&str]) -> Emulator {
    let emulator = Emulator::new().with::<User>();
    for (index, id) in ids.iter().enumerate() {
        let user = User { id: (*id).into(), name: Some(format!("Name of {id}")), ..User::default() };
        emulator.seed(&User::v1().users(&UserId::new(*id).unwrap()), &user);
        let manager = ids[(index + 1) % ids.len()];
        let link = |method, path: String, target: &str| {
            let body = json!({"@odata.id": format!("{HOST}/v1.0/users/{target}")}).to_string();
            let request = request(method, &path).header("content-type", "application/json");
            let emulator = emulator.clone();
            async move { assert_eq!(send(&emulator, request, body).await.status(), 204) }
        };
        link("PUT", format!("/v1.0/users/{id}/manager/$ref"), manager).await;
        link("POST", format!("/v1.0/users/{manager}/directReports/$ref"), id).await;
    }
    emulator
}

/// Returns the ids along the property `name`, from the outermost object to the innermost.
fn chain(body: &Value, name: &str) -> Vec<String> {
    let of =
        |body: &Value| body[name].as_array().map_or(body[name].clone(), |elements| elements.first().cloned().unwrap_or_default());
    std::iter::successors(Some(body.clone()), |body| Some(of(body)).filter(Value::is_object))
        .map(|body| body["id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn levels_repeat_the_expansion() {
    let emulator = ring(&["a", "b", "c", "d"]).await;
    for (property, order) in [("manager", ["a", "b", "c", "d", "a"]), ("directReports", ["a", "d", "c", "b", "a"])] {
        for (levels, length) in [("", 2), ("$levels=1", 2), ("$levels=2", 3), ("LEVELS=3;", 4)] {
            let body = json(&get(&emulator, &format!("/v1.0/users/a?$expand={property}({levels})")).await);
            assert_eq!(chain(&body, property), order[..length], "{property} {levels}: {body}");
        }
        // The links are a cycle: the expansion ends at the object that it began with.
        for levels in ["max", "1000"] {
            let body = json(&get(&emulator, &format!("/v1.0/users/a?$expand={property}($levels={levels};$select=id)")).await);
            assert_eq!(chain(&body, property), order, "{property} {levels}: {body}");
            assert!(!body.to_string().contains("Name of b"), "{body}");
        }
    }
    for levels in ["0", "-1", "1001", "all", "", "2;$levels=3"] {
        refused(&get(&emulator, &format!("/v1.0/users/a?$expand=manager($levels={levels})")).await, 400);
    }
    refused(&get(&emulator, "/v1.0/users/a?$levels=2").await, 400);
    // Another property below is expanded beside the repetition.
    let both = "/v1.0/users/a?$expand=manager($levels=2;$select=id;$expand=directReports($select=id))&$select=id";
    let body = json(&get(&emulator, both).await);
    let reports = |id: &str| json!([{"id": id}]);
    let top = json!({"id": "c", "directReports": reports("b")});
    assert_eq!(body, json!({"id": "a", "manager": {"id": "b", "directReports": reports("a"), "manager": top}}));
}

#[tokio::test]
async fn a_response_has_at_most_50_levels() {
    let ids: Vec<String> = (100..160).map(|number| number.to_string()).collect();
    let emulator = ring(&ids.iter().map(String::as_str).collect::<Vec<_>>()).await;
    for property in ["manager", "directReports"] {
        let body = json(&get(&emulator, &format!("/v1.0/users/100?$expand={property}($levels=max)")).await);
        assert_eq!(chain(&body, property).len(), 51, "{property}");
    }
}

#[tokio::test]
async fn levels_of_seeded_entities_end_with_them_and_next_links_keep_the_rest() {
    let folder = |id: &str, children: Vec<Folder>| Folder { id: id.into(), children: Some(children) };
    let emulator = Emulator::new().with::<Folder>();
    let leaves = |id: &str| vec![folder(&format!("{id}1"), vec![]), folder(&format!("{id}2"), vec![])];
    let root = folder("r", vec![folder("a", leaves("a")), folder("b", leaves("b"))]);
    emulator.seed(&Folder::v1().folders(&FolderId::new("r").unwrap()), &root);

    let body = json(&get(&emulator, "/v1.0/folders/r?$expand=children($levels=max;$orderby=id%20desc)").await);
    assert_eq!(chain(&body, "children"), ["r", "b", "b2"]);
    assert_eq!(body["children"][0]["children"][0]["children"], json!([]));
    let body = json(&get(&emulator, "/v1.0/folders/r?$expand=children($levels=2;$top=1)").await);
    assert_eq!(chain(&body, "children"), ["r", "a", "a1"]);
    let next = body["children@odata.nextLink"].as_str().unwrap().strip_prefix(HOST).unwrap();
    let body = json(&get(&emulator, next).await);
    assert_eq!((&body["value"][0]["id"], &body["value"][0]["children"][0]["id"]), (&json!("b"), &json!("b1")), "{next}");
    let inner = body["value"][0]["children@odata.nextLink"].as_str().unwrap();
    assert_eq!(inner, format!("{HOST}/v1.0/folders/r/children/b/children?$top=1&$skip=1"));
}

#[tokio::test]
async fn links_below_a_collection_of_links_are_expanded() {
    let emulator = ring(&["a", "b"]).await;
    let body = json(&get(&emulator, "/v1.0/users/a/directReports?$expand=manager($select=id)&$select=id").await);
    assert_eq!(body["value"], json!([{"id": "b", "manager": {"id": "a"}}]));
}

#[tokio::test]
async fn a_client_over_a_socket_reads_all_levels() {
    let server = ring(&["a", "b", "c"]).await.serve(0).await.unwrap();
    let managers = Expand::new(property!(User, manager)).max_levels();
    let user = over_a_socket(&server).get(User::v1().users(&UserId::new("a").unwrap())).expand(managers).await.unwrap().body;
    let chain = std::iter::successors(Some(&user), |user| user.manager.as_deref()).map(|user| user.id.as_str());
    assert_eq!(chain.collect::<String>(), "abca");
}

// Found by comparing the emulator with SAP CAP: only the first navigation property of a path led to linked objects.
#[tokio::test]
async fn conditions_read_linked_objects_over_several_navigation_properties() {
    let emulator = ring(&["a", "b", "c", "d"]).await;
    for (options, ids) in [
        ("$filter=manager/manager/id eq 'c'", "a"),
        ("$filter=manager/manager/manager/name eq 'Name of d'", "a"),
        ("$filter=directReports/any(x:x/directReports/any(y:y/id eq 'b'))", "d"),
        ("$filter=directReports/any(x:x/manager/manager/id eq 'd' and x/id ne 'z')", "c"),
        ("$filter=manager/id eq 'b' and manager/manager/id eq 'c'", "a"),
        ("$orderby=manager/manager/id desc", "badc"),
    ] {
        let path = format!("/v1.0/users?{}", options.replace(' ', "%20"));
        let body = json(&get(&emulator, &path).await);
        let found: String = body["value"].as_array().unwrap().iter().map(|user| user["id"].as_str().unwrap()).collect();
        assert_eq!(found, ids, "{options}");
    }
    let path = "/v1.0/users/a?$expand=directReports($filter=manager/manager/id%20eq%20'b')";
    let reports = json(&get(&emulator, path).await);
    assert_eq!(reports["directReports"][0]["id"], "d");
    assert_eq!(reports["directReports"][0].get("manager"), None);
}
