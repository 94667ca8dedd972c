//! Two versions in one attribute: the templates count for both.
use graph_core::{Client, Error, GraphEntity, graph_ids, graph_paths};

graph_ids! { pub UserId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1, beta, "/users/{userId}")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
}

pub async fn rename(graph: Client, user: UserId) -> Result<(), Error> {
    let path = User::v1().users(&user);
    graph.patch(path.clone(), User::patch().display_name("Ada")).await?;
    println!("{:?}", graph.get(path).await?.body.display_name);
    let mut users = graph.list(User::v1().users_collection()).stream();
    while let Some(user) = users.next().await {
        let _: User = user?;
    }
    graph.get(User::beta().users(&user)).await?;
    Ok(())
}

fn main() {}
