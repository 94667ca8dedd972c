//! Ids in the wrong order.
#[path = "../directory.rs"]
mod directory;

use directory::{GroupId, User, UserId};
use graph_core::Client;

pub async fn mistakes(user: UserId, group: GroupId, graph: Client) {
    let _ = User::v1().members(&user, &group);
    let _ = (user, group, graph);
}

fn main() {}
