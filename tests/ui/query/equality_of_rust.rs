//! Rust's equality instead of `eq`.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, property};
use shop::Group;

// `PropertyPath` implements no `PartialEq`: with it, rustc reports the operand, and the `bool` as the argument of `filter`, too. A library
// cannot word the message of an operator.
pub async fn mistake(graph: &Client) {
    let mut groups = graph.list(Group::v1().groups_collection()).filter(property!(Group, member_count) == 3).stream();
    let _ = groups.next().await;
}

fn main() {}
