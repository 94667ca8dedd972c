//! A bulk of requests without keys.
#[path = "../directory.rs"]
mod directory;
use directory::{User, UserId};
use graph_core::Client;

pub async fn mistake(graph: &Client, users: &[UserId]) {
    let mut bulk = graph.bulk(users.iter().map(|user| graph.get(User::v1().users(user))));
    while let Some((_, result)) = bulk.next().await {
        let _ = result.map(|user| user.body.age);
    }
}

fn main() {}
