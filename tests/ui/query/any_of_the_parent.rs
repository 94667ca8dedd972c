//! `any` with a condition on the parent.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, property};
use shop::Group;

pub async fn mistake(graph: &Client) {
    let mut groups = graph
        .list(Group::v1().groups_collection())
        .filter(property!(Group, members).any(property!(Group, display_name).eq("a")))
        .stream();
    let _ = groups.next().await;
}

fn main() {}
