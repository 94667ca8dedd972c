//! Lists and streams that are awaited as a whole, or read by a `for` loop.
#[path = "../directory.rs"]
mod directory;
use directory::{User, UserId};
use graph_core::{Client, Error};

pub async fn mistakes(graph: &Client, user: &UserId) -> Result<(), Error> {
    let users = || graph.list(User::v1().users_collection());
    for user in users().await? {
        println!("{}", user.age);
    }
    for user in users() {
        println!("{}", user?.age);
    }
    for user in users().stream() {
        println!("{}", user?.age);
    }
    for page in users().pages() {
        println!("{}", page?.len());
    }
    let _ = users().stream().await?;
    let _ = users().send().await?.len();
    let _ = users().collect().await?.len();
    let mut list = users();
    while let Some(user) = list.next().await {
        println!("{}", user?.age);
    }
    let requests = || [(1, graph.get(User::v1().users(user)))];
    for (number, user) in graph.bulk(requests()) {
        println!("{number}: {}", user?.body.age);
    }
    graph.bulk(requests()).await?;
    Ok(())
}

fn main() {}
