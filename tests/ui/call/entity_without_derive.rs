//! An entity without its derive, in use. The first error states the fact and the fix; each use repeats it. An attribute does not see the
//! derives above it, so it cannot stop at a missing one. A bound that fails in one function does not silence another function's. Only a
//! name that does not exist would, and rustc's text about that name would replace the first error.
use graph_core::{Client, Error, graph_ids, graph_paths};

graph_ids! { pub UserId; }

#[derive(Clone, Debug)]
#[graph_paths(v1, "/users/{userId}")]
pub struct User {
    #[graph(key)]
    pub id: String,
}

pub async fn uses(graph: &Client, user: &UserId) -> Result<(), Error> {
    let _ = graph.get(User::v1().users(user)).await?.body.id;
    let mut users = graph.list(User::v1().users_collection()).stream();
    while let Some(user) = users.next().await {
        let _ = user?.id;
    }
    Ok(())
}

fn main() {}
