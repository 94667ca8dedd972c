//! A date in quotes for a `DateTimeOffset`.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, property};
use shop::Group;

pub async fn mistake(graph: &Client) {
    let mut groups =
        graph.list(Group::v1().groups_collection()).filter(property!(Group, created).ge("2026-01-01T00:00:00Z")).stream();
    let _ = groups.next().await;
}

fn main() {}
