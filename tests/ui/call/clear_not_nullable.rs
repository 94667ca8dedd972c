//! Setting properties to null that are never null.
#[path = "../directory.rs"]
mod directory;

use directory::{GroupId, User, UserId};
use graph_core::Client;

pub async fn mistakes(user: UserId, group: GroupId, graph: Client) {
    let _ = User::patch().clear_age();
    let _ = User::patch().clear_office();
    let _ = User::patch().clear_logins();
    let _ = User::patch().clear_tags();
    let _ = User::patch().set_or_clear_age(None);
    let _ = (user, group, graph);
}

fn main() {}
