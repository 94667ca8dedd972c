//! `select` with texts.
#[path = "../shop.rs"]
mod shop;

use graph_core::Client;
use shop::Group;

pub async fn mistake(graph: &Client) {
    let mut groups = graph.list(Group::v1().groups_collection()).select(["id", "displayName"]).stream();
    let _ = groups.next().await;
}

fn main() {}
