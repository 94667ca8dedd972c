//! Paths on a complex type.
use graph_core::{Client, Error, GraphComplex, graph_ids, graph_paths};

graph_ids! { pub UserId; }

#[derive(Clone, Debug, GraphComplex)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1, "/users/{userId}")]
pub struct User {
    pub display_name: Option<String>,
}

pub async fn rename(graph: Client, user: UserId) -> Result<(), Error> {
    let path = User::v1().users(&user);
    graph.patch(path.clone(), User::patch().display_name("Ada")).await?;
    let _: User = graph.get(path).await?.body;
    let mut users = graph.list(User::v1().users_collection()).stream();
    while let Some(user) = users.next().await {
        let _: User = user?;
    }
    Ok(())
}

fn main() {}
