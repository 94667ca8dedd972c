//! Values of another type for complex properties and enumerations.
#[path = "../directory.rs"]
mod directory;

use directory::{Address, Group, GroupId, Kind, User, UserId};
use graph_core::Client;

pub async fn mistakes(user: UserId, group: GroupId, graph: Client) {
    let _ = User::patch().address("Paris");
    let _ = User::patch().address(Some(Address { city: None }));
    let _ = User::patch().address(Group::patch());
    let _ = User::patch().address(User::patch());
    let _ = User::patch().kind("member");
    let _ = User::patch().kind(Some(Kind::Member));
    let _ = (user, group, graph);
}

fn main() {}
