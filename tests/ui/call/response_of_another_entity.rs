//! A response used as another entity.
#[path = "../directory.rs"]
mod directory;

use directory::{Group, GroupId, User, UserId};
use graph_core::Client;

pub async fn mistakes(user: UserId, group: GroupId, graph: Client) {
    let answer: graph_core::client::Response<Group> = graph.get(User::v1().users(&user)).await.unwrap();
    let _ = answer;
    let _ = (user, group, graph);
}

fn main() {}
