//! Requests sent in the style of reqwest and other clients.
#[path = "../directory.rs"]
mod directory;
use directory::{User, UserId};
use graph_core::{Client, Error};

pub async fn mistakes(graph: &Client, user: &UserId) -> Result<(), Error> {
    let _ = graph.get(User::v1().users(user)).send().await?.body.age;
    let _ = graph.patch(User::v1().users(user), User::patch().age(36)).execute().await?.body;
    graph.delete(User::v1().users(user)).send().await?;
    let _ = graph.post(User::v1().users_collection(), User::patch().age(36)).await?;
    let _ = graph.update(User::v1().users(user), User::patch().age(36)).await?;
    Ok(())
}

fn main() {}
