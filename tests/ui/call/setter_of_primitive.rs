//! Values of another type for primitive properties.
#[path = "../directory.rs"]
mod directory;

use directory::{GroupId, User, UserId};
use graph_core::Client;

pub async fn mistakes(user: UserId, group: GroupId, graph: Client) {
    let _ = User::patch().age("36");
    let _ = User::patch().age(Some(36));
    let _ = User::patch().age(36_i64);
    let _ = User::patch().tags(vec!["a"]);
    let _ = User::patch().born("1815-12-10");
    let _ = (user, group, graph);
}

fn main() {}
