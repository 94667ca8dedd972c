//! Setters of read-only properties, and misspelt setters.
#[path = "../directory.rs"]
mod directory;

use directory::{GroupId, User, UserId};
use graph_core::Client;

pub async fn mistakes(user: UserId, group: GroupId, graph: Client) {
    let _ = User::patch().id("ada");
    let _ = User::patch().created(5);
    let _ = User::patch().clear_created();
    let _ = User::patch().displayName("Ada");
    let _ = User::patch().ofice("1");
    let _ = (user, group, graph);
}

fn main() {}
