//! `GraphEntity` and paths on an enum: one error, and none where a path or a patch of it is used.
use graph_core::{Client, Error, GraphEntity, graph_ids, graph_paths};

graph_ids! { pub UserId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1, "/users/{userId}")]
pub enum User {
    Member(String),
    Guest { display_name: String },
}

pub async fn rename(graph: Client, user: UserId) -> Result<(), Error> {
    let path = User::v1().users(&user);
    graph.patch(path.clone(), User::patch().display_name("Ada")).await?;
    println!("{:?}", graph.get(path).await?.body.is_member());
    let mut users = graph.list(User::v1().users_collection()).stream();
    while let Some(user) = users.next().await {
        let _: User = user?;
    }
    Ok(())
}

impl User {
    pub fn is_member(&self) -> bool {
        matches!(self, User::Member(_))
    }
}

fn main() {}
