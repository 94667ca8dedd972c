//! `eq` of a complex property.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, property};
use shop::Group;

pub async fn mistake(graph: &Client) {
    let mut groups = graph.list(Group::v1().groups_collection()).filter(property!(Group, address).eq("Berlin")).stream();
    let _ = groups.next().await;
}

fn main() {}
