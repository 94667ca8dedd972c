//! A name that is not written before its template, and templates in parentheses.
use graph_core::{GraphEntity, graph_ids, graph_paths};

graph_ids! { pub UserId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1, name = "person", "/users/{userId}")]
#[graph_paths(v1, manager("/users/{userId}/a"))]
#[graph_paths(v1, paths("/users/{userId}/b", "/users/{userId}/c"))]
#[graph_paths(v1, "/users/{userId}/d"; "/users/{userId}/e")]
#[graph_paths(v1, 1st = "/users/{userId}/f", the::boss = "/users/{userId}/g")]
pub struct User {
    #[graph(key)]
    pub id: String,
}

fn main() {
    let user = UserId::new("ada").unwrap();
    let _ = (User::v1().users(&user), User::v1().manager(&user), User::v1().b(&user), User::v1().c(&user), User::v1().e(&user));
}
