//! `graph_paths` is not imported. The derive sees an attribute of this name in both cases, imported or not, so it cannot emit `v1()` itself.
use graph_core::{Client, Error, GraphEntity, graph_ids};

graph_ids! { pub UserId; }

#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1, "/users/{userId}")]
pub struct User {
    #[graph(key)]
    pub id: String,
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
