//! The etag of a response may be missing.
#[path = "../directory.rs"]
mod directory;
use directory::{User, UserId};
use graph_core::{Client, Error};

pub async fn mistakes(graph: &Client, user: &UserId) -> Result<(), Error> {
    let read = graph.get(User::v1().users(user)).await?;
    graph.delete(User::v1().users(user)).if_match(read.etag).await?;
    graph.delete(User::v1().users(user)).if_match(None).await?;
    Ok(())
}

fn main() {}
