//! An id, a text or a reference in place of a path, and arguments in the wrong order.
#[path = "../directory.rs"]
mod directory;
use directory::{User, UserId};
use graph_core::{Client, Error};

pub async fn mistakes(graph: &Client, user: &UserId) -> Result<(), Error> {
    graph.delete(user).await?;
    let _ = graph.get(format!("/users/{user}")).await?.body.age;
    let path = User::v1().users(user);
    let _ = graph.get(&path).await?.body.age;
    graph.patch(User::patch().age(36), path).await?;
    let _ = graph.list("/users").stream();
    graph.set_link(User::v1().users(user), "boss").await?;
    Ok(())
}

fn main() {}
