//! Too few ids, and too many.
#[path = "../directory.rs"]
mod directory;

use directory::{GroupId, User, UserId};
use graph_core::Client;

pub async fn mistakes(user: UserId, group: GroupId, graph: Client) {
    let _ = User::v1().users();
    let _ = User::v1().members(&group);
    let _ = User::beta().profile(&user, &group);
    let _ = (user, group, graph);
}

fn main() {}
