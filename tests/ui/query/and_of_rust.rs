//! Rust's `&&` instead of `and`.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, property};
use shop::Group;

// `&&` takes only `bool`, and no trait overloads it: rustc reports both operands and the result.
pub async fn mistake(graph: &Client) {
    let mut groups = graph
        .list(Group::v1().groups_collection())
        .filter(property!(Group, member_count).gt(3) && property!(Group, is_archived).eq(false))
        .stream();
    let _ = groups.next().await;
}

fn main() {}
