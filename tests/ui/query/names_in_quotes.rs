//! Names in JSON, in quotes.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, properties};
use shop::Group;

pub async fn mistake(graph: &Client) {
    let mut groups = graph.list(Group::v1().groups_collection()).select(properties!(Group, "id", "displayName")).stream();
    let _ = groups.next().await;
}

fn main() {}
