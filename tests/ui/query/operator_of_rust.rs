//! Rust's operators instead of methods.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, property};
use shop::Group;

// A library cannot word the message of an operator: `on_unimplemented` is read from the trait, which is rustc's own.
pub async fn mistake(graph: &Client) {
    let mut groups = graph.list(Group::v1().groups_collection()).filter(property!(Group, member_count) > 3).stream();
    let _ = groups.next().await;
}

fn main() {}
