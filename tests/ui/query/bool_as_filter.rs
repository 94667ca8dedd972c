//! A Boolean property alone as a condition.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, property};
use shop::Group;

pub async fn mistake(graph: &Client) {
    let mut groups = graph.list(Group::v1().groups_collection()).filter(property!(Group, is_archived)).stream();
    let _ = groups.next().await;
}

fn main() {}
