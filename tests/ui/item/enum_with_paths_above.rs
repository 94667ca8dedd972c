//! The same with the paths above the derive.
use graph_core::{Client, Error, GraphEntity, graph_ids, graph_paths};

graph_ids! { pub UserId; }

#[graph_paths(v1, "/users/{userId}")]
#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub enum User {
    Member(String),
    Guest { display_name: String },
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
