//! Values of another type for string properties.
#[path = "../directory.rs"]
mod directory;

use directory::{GroupId, User, UserId};
use graph_core::Client;

pub async fn mistakes(user: UserId, group: GroupId, graph: Client) {
    let _ = User::patch().office(5);
    let _ = User::patch().display_name(Some("Ada"));
    let _ = User::patch().display_name(None);
    let _ = User::patch().set_or_clear_display_name("Ada");
    let _ = User::patch().set_or_clear_display_name(Some("Ada"));
    let _ = (user, group, graph);
}

fn main() {}
