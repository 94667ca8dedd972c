//! Ids of another id type, unchecked ids and moved ids.
#[path = "../directory.rs"]
mod directory;

use directory::{GroupId, User, UserId};
use graph_core::Client;

pub async fn mistakes(user: UserId, group: GroupId, graph: Client) {
    let _ = User::v1().users("ada");
    let _ = User::v1().users(&String::from("ada"));
    let _ = User::v1().users(&UserId::new("ada"));
    let _ = User::v1().users(user.clone());
    let _ = (user, group, graph);
}

fn main() {}
