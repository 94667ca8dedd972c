//! `is_null` of a property that is never null.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, property};
use shop::Group;

pub async fn mistake(graph: &Client) {
    let mut groups = graph.list(Group::v1().groups_collection()).filter(property!(Group, member_count).is_null()).stream();
    let _ = groups.next().await;
}

fn main() {}
