//! Requests without a path, or with a string instead of a path.
#[path = "../directory.rs"]
mod directory;

use directory::{GroupId, User, UserId};
use graph_core::Client;

pub async fn mistakes(user: UserId, group: GroupId, graph: Client) {
    let _ = graph.patch("/users/ada", User::patch().age(36)).await;
    let _ = graph.patch(User::v1(), User::patch().age(36)).await;
    let _ = graph.patch(User::v1().users(&user)).await;
    let _ = graph.get("/users/ada").await;
    let _ = (user, group, graph);
}

fn main() {}
