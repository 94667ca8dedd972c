//! A patch sent to the path of another entity.
#[path = "../directory.rs"]
mod directory;

use directory::{Group, GroupId, User, UserId};
use graph_core::Client;

pub async fn mistakes(user: UserId, group: GroupId, graph: Client) {
    let _ = graph.patch(User::v1().users(&user), Group::patch().mail("ada@example.com")).await;
    let _ = graph.patch(Group::beta().groups(&group), User::patch().age(36)).await;
    let _ = graph.patch(Group::beta().groups(&group), Group { id: "a".into(), mail: None }).await;
    let _ = (user, group, graph);
}

fn main() {}
