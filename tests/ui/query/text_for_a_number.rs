//! A text for an `Int32`.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, property};
use shop::Group;

pub async fn mistake(graph: &Client) {
    let mut groups = graph.list(Group::v1().groups_collection()).filter(property!(Group, member_count).gt("3")).stream();
    let _ = groups.next().await;
}

fn main() {}
