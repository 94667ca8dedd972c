//! A type of graph-core that is not imported.
//!
//! rustc proposes a type parameter at the field, where `Guid` is a generic argument, but not at the setter, whose argument is `Guid`. The two
//! errors therefore differ, and rustc prints both. An alias in the setter, `Exact<Guid>`, would make them equal, but users would read the
//! alias in the documentation of every setter.
use graph_core::{Client, Error, GraphEntity, graph_ids, graph_paths};

graph_ids! { pub UserId; }

#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1, "/users/{userId}")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
    pub device: Option<Guid>,
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
