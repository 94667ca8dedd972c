//! Patches, requests, ids and paths that are created but not used, which has no effect.
use graph_core::{graph_ids, graph_paths, Client, GraphEntity};

graph_ids! { pub UserId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1, "/users/{userId}")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub age: Option<i32>,
}

#[deny(unused_must_use)]
pub fn update(graph: &Client, user: &UserId) {
    User::patch().age(36);
    graph.get(User::v1().users(user));
    graph.patch(User::v1().users(user), User::patch());
    UserId::new("ada");
    User::v1().users(user);
}

#[deny(unused_must_use)]
pub async fn all_at_once(graph: &Client, user: &UserId) -> Result<(), graph_core::Error> {
    let mut batch = graph.batch();
    let _ = batch.patch(User::v1().users(user), User::patch().age(36));
    batch.send().await?;
    Ok(())
}

fn main() {}
