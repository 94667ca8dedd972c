//! Paths that the API version does not have.
#[path = "../directory.rs"]
mod directory;

use directory::{Group, GroupId, User, UserId};
use graph_core::Client;

pub async fn mistakes(user: UserId, group: GroupId, graph: Client) {
    let _ = User::v1().profile(&user);
    let _ = Group::v1().groups(&group);
    let _ = User::beta().profle(&user);
    let _ = (user, group, graph);
}

fn main() {}
