//! Texts and arrays for other types. The parameters have these types themselves, and not a trait with a message: one function per property
//! and per path would become generic, which each user's build would pay for. rustc names the type that it expects.
#[path = "../directory.rs"]
mod directory;
use directory::{User, UserId};
use graph_core::{Client, property};
use graph_core::client::ClientBuilder;

pub async fn mistakes(graph: &Client, user: &UserId, builder: ClientBuilder) {
    let _ = graph.get(User::v1().users("ada"));
    let _ = User::patch().born("2024-01-01");
    let _ = User::patch().tags(["a", "b"]);
    let _ = builder.host("graph.microsoft.us");
    let _ = graph.get(User::v1().users(user)).select([property!(User, office), property!(User, age)]);
}

fn main() {}
