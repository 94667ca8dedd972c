//! `delta` of a collection.
#[path = "../shop.rs"]
mod shop;

use graph_core::Client;
use shop::Group;

pub async fn mistake(graph: &Client) {
    let mut changes = graph.delta(Group::v1().groups_collection()).stream();
    let _ = changes.next().await;
}

fn main() {}
