//! A path that unwraps the options.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, property};
use shop::Group;

pub async fn mistake(graph: &Client) {
    let mut groups = graph.list(Group::v1().groups_collection()).filter(property!(Group, address.unwrap().city).eq("a")).stream();
    let _ = groups.next().await;
}

fn main() {}
