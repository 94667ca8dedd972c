//! An entity, a JSON value or a text where a request takes a patch.
#[path = "../directory.rs"]
mod directory;
use directory::{User, UserId};
use graph_core::{Client, Error, Json};

pub async fn mistakes(graph: &Client, user: &UserId, json: Json) -> Result<(), Error> {
    let read = graph.get(User::v1().users(user)).await?.body;
    graph.patch(User::v1().users(user), read).await?;
    graph.create(User::v1().users_collection(), json).await?;
    graph.upsert(User::v1().users(user), r#"{"age":36}"#).await?;
    graph.batch().patch(User::v1().users(user), user);
    Ok(())
}

fn main() {}
