//! A path to something else than the request takes: one error each, and none about the rest of the expression.
#[path = "../directory.rs"]
mod directory;
use directory::{User, UserId};
use graph_core::{Client, Error, GraphAction, graph_paths};

#[derive(GraphAction)]
#[graph_paths(beta, "/users/{userId}/revoke")]
pub struct Revoke {}

pub async fn mistakes(graph: &Client, user: &UserId) -> Result<(), Error> {
    let age = graph.get(User::v1().users_collection()).await?.body.age;
    let _ = graph.patch(User::v1().users_collection(), User::patch().age(age)).await?.body;
    graph.delete(User::v1().users_collection()).await?;
    let _ = graph.create(User::v1().users(user), User::patch().age(36)).await?.body;
    let mut users = graph.list(User::v1().users(user)).stream();
    while let Some(listed) = users.next().await {
        println!("{}", listed?.age);
    }
    let _ = graph.count(User::v1().users_collection()).await?.body;
    let _ = graph.links(User::v1().users(user)).stream();
    graph.add_link(User::v1().users(user), User::v1().users(user)).await?;
    graph.call(User::v1().users(user), Revoke {}).await?;
    let _ = graph.get(Revoke::beta().revoke(user)).await?.body;
    let mut batch = graph.batch();
    let _ = batch.patch(User::v1().users_collection(), User::patch().age(36));
    Ok(())
}

fn main() {}
