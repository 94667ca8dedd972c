//! A path through a collection.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, property};
use shop::Group;

// Tried: the caret on the field alone. The unmet bound belongs to the call in the macro.
pub async fn mistake(graph: &Client) {
    let mut groups = graph.list(Group::v1().groups_collection()).filter(property!(Group, members.display_name).eq("a")).stream();
    let _ = groups.next().await;
}

fn main() {}
